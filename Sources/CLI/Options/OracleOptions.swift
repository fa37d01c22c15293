import ArgumentParser
import TGNAS
import Wording

/// The options for a search by the results of a table.
struct OracleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Search by what a table of trained architectures says, not by the score: a CSV file, and "
        + "after a colon its column of accuracies. --budget then counts trainings.",
      valueName: "file:column"),
    completion: .file(extensions: ["csv"]))
  var oracle: String?
  @Flag(
    help: """
      With --oracle: begin with random architectures instead of the best by score, and keep the \
      score from surrogates.
      """)
  var coldStart = false

  func validate() throws {
    if coldStart, oracle == nil {
      throw ValidationError("--cold-start is about searches by --oracle, which is missing.")
    }
  }
}
