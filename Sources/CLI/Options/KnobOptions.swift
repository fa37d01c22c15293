import ArgumentParser
import TGNAS
import Wording

/// The option for the knobs of a strategy.
struct KnobOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Set a knob of the strategy, such as population=100; may be repeated. "
        + KnobOptions.strategies + ".",
      valueName: "name=value"))
  var knob: [String] = []

  /// The knobs of each strategy, for the help.
  private static var strategies: String {
    SearchStrategies.registered.filter { !$0.knobs.isEmpty }.map { strategy in
      let knobs = strategy.knobs.map { "\($0.name) (\($0.summary), \($0.text($0.standard)))" }
      return "\(strategy.name): \(list(knobs))"
    }.joined(separator: "; ")
  }

  func validate() throws {
    for text in knob where KnobOptions.parsed(text) == nil {
      throw ValidationError(
        "--knob is \"\(text)\"; expected a name and a number, such as population=100.")
    }
  }

  /// The values by name. Of several values of a knob the last one counts.
  var values: [String: Double] {
    Dictionary(knob.compactMap(KnobOptions.parsed), uniquingKeysWith: { $1 })
  }

  private static func parsed(_ text: String) -> (String, Double)? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let value = Double(parts[1]), value.isFinite else {
      return nil
    }
    return (String(parts[0]), value)
  }
}
