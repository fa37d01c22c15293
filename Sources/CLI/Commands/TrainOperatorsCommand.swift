import ArgumentParser
import TGNAS
import Terminal

struct TrainOperatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-operators",
    abstract: "Trains the reader of operator descriptions on spaces/operators.",
    usage: "tgnas train-operators [<options>]",
    discussion: """
      Run it after spaces/operators has changed, and then the hidden command embed. The same \
      corpus gives the same bytes.

      With --evaluate it writes nothing. It trains readers without some of the corpus and prints \
      how well they read what was left out. With --tables it scores NAS-Bench-201 and DARTS \
      instead, with their operators in other words. That takes minutes. docs/operators.md explains \
      the figures.

        tgnas train-operators
        tgnas train-operators --evaluate
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write; by default operator-reader.h5 of the installation.", valueName: "file"),
    completion: .file(extensions: ["h5"]))
  var destination: String?
  @Flag(help: "Print how well readers read what they were not trained on.") var evaluate = false
  @Option(
    help: ArgumentHelp(
      "With --evaluate: the folder of benchmark tables, to score two spaces in other words.",
      valueName: "folder"),
    completion: .directory)
  var tables: String?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if tables != nil, !evaluate {
      throw ValidationError("--tables goes with --evaluate; training needs no tables.")
    }
  }

  func run() throws {
    let installation = try Installation.locate()
    let corpus = try OperatorCorpus(in: installation)
    let embeddings = try TrainingEmbeddings(encoder: installation.encoder)
    if evaluate {
      let evaluation = ReaderEvaluation(of: corpus, embeddings: embeddings)
      if let tables { return try writeScores(evaluation, installation, tables, embeddings) }
      return try writeReadings(evaluation, installation)
    }
    let line = ProgressLine(isShown: !output.quiet && StandardStreams.errorIsTerminal)
    defer { line.finish() }
    let head = try OperatorHead.trained(on: corpus, embeddings: embeddings) {
      line.update($0, "training the reader of operators")
    }
    let path = destination ?? installation.operatorReader
    try head.write(to: path, version: Installation.version, encoder: embeddings.identity)
    line.finish()
    output.note("wrote \(path): \(corpus.kinds.count) kinds of operators")
  }
}
