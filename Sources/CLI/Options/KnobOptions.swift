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
      let knobs = strategy.knobs.map { knob in
        switch knob.values {
        case .numbers: "\(knob.name) (\(knob.summary), \(knob.standard))"
        case .names(let names, _):
          "\(knob.name) (\(knob.summary): \(names.joined(separator: ", ")))"
        }
      }
      return "\(strategy.name): \(list(knobs))"
    }.joined(separator: "; ")
  }

  func validate() throws {
    for text in knob where KnobOptions.parsed(text) == nil {
      throw ValidationError(
        "--knob is \"\(text)\"; expected a name and a value, such as population=100.")
    }
  }

  /// The values by name. Of several values of a knob the last one counts.
  var values: [String: KnobValue] {
    Dictionary(knob.compactMap(KnobOptions.parsed), uniquingKeysWith: { $1 })
  }

  static func parsed(_ text: String) -> (String, KnobValue)? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    return (String(parts[0]), KnobValue(parsing: parts[1]))
  }
}
