import ArgumentParser
import TGNAS

/// The folder of benchmark tables to learn from.
struct TablesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of benchmark tables; by default the one that TGNAS_BENCHMARKS names.",
      valueName: "folder"),
    completion: .directory)
  var tables: String?

  func validate() throws { _ = try folder() }

  /// - Throws: `ValidationError` when neither the option nor the environment names a folder.
  func folder() throws -> String {
    guard let folder = tables ?? BenchmarkFolder.path else {
      throw ValidationError(
        "no benchmark tables: name their folder with --tables DIR, or set "
          + "\(BenchmarkFolder.variable).")
    }
    return folder
  }
}
