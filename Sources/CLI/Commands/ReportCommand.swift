import ArgumentParser
import Files
import TGNAS
import Terminal
import Wording

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Writes a report on studies and rankings: a notebook, the same as a page, and their data.",
    usage: "tgnas report <study or ranking> ... -o <folder> [<options>]",
    discussion: """
      A study is a folder that tgnas search --study made. A ranking is a CSV file of tgnas rank \
      --format csv; further columns of numbers in it are additional measures. All sources are of \
      one space: that of the study, or the one that --space names.

      The folder holds report.ipynb and report.html with the same contents, data.h5 with a CSV \
      file for each of its tables, and pictures/. The report shows the best architectures, the \
      distribution of the scores, the best score so far, the Pareto front, the effect of each \
      operator of the best architecture on its score, with --benchmark the scores against true \
      accuracies, and how far several measures agree.

        tgnas rank nasbench201 --format csv --columns params,flops -o ranking.csv
        tgnas report ranking.csv --space nasbench201 -o ranking-report
        tgnas search darts --study trials && tgnas report trials -o trials-report
      """)

  @Argument(
    help: ArgumentHelp(
      "Folders of studies and CSV files of rankings.", valueName: "study or ranking"),
    completion: .file())
  var sources: [String]
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder to write, new or empty.", valueName: "folder"),
    completion: .directory)
  var output: String
  @Option(
    help: ArgumentHelp(
      "The search space, a name such as nasbench201 or the path of a .yaml file; "
        + "by default that of the study.",
      valueName: "space"),
    completion: .spaces)
  var space: String?
  @OptionGroup var additions: OperatorAdditions
  @Option(
    help: ArgumentHelp(
      "A table of trained networks to compare the scores with: the space's benchmark table, "
        + "or a CSV file with a column arch and one of accuracies.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var benchmark: String?
  @Option(
    help: ArgumentHelp(
      "The column of accuracies in --benchmark, higher is better without --minimise; "
        + "by default the first of the space's benchmark.",
      valueName: "name"))
  var column: String?
  @OptionGroup var direction: DirectionOption
  @OptionGroup var notation: NotationOption
  @Option(
    help: ArgumentHelp("How many of each source's best architectures to draw.", valueName: "n")
  )
  var top = 3
  @Flag(help: "Replace the report in the folder, file by file.") var force = false
  @OptionGroup var predictor: PredictorOptions
  @Flag(help: "Print errors only, no notes.") var quiet = false

  func validate() throws {
    if output.isEmpty {
      throw ValidationError("--output is empty; expected the path of a folder.")
    }
    if top < 1 { throw ValidationError("--top is \(top); expected 1 or more.") }
    if direction.minimise, benchmark == nil {
      throw ValidationError("--minimise is about the labels of --benchmark, which is missing.")
    }
    if column != nil, benchmark == nil {
      throw ValidationError("--column names a column of --benchmark, which is missing.")
    }
  }

  func run() throws {
    // An unusable folder is better found before the work than after it.
    try Report.check(output, replacing: force)
    let contents = try sources.map { try ReportSource.Contents(contentsOf: $0, note: note) }
    let space = try notation.applied(to: additions.added(to: loadSpace(of: contents)))
    let sources = try contents.map {
      try ReportSource($0, of: space, threads: predictor.threadCount)
    }
    let readings = try OpenInstallation(.locate()).reader().read(space.operators)
    let material = try ReportMaterial(
      space: space, attributes: readings.map(\.attributes), sources: sources,
      truth: try truth(of: space), explained: try explained(sources[0], in: space), drawn: top)
    for warning in material.warnings(isMinimised: direction.minimise) { note(warning) }
    let report = try Report(
      of: material, program: "tgnas \(Installation.version)",
      command: ShellWords.command(RunningCommand.words))
    try report.write(to: output, replacing: force)
    note("note: \(output)/\(Report.Name.page) and \(output)/\(Report.Name.notebook) are written")
  }

  func note(_ sentence: Sentence) {
    if !quiet { StandardStreams.note(sentence) }
  }

  /// The space that all sources are of.
  private func loadSpace(of contents: [ReportSource.Contents]) throws -> SearchSpace {
    let studies = contents.compactMap { source in source.study.map { (source.path, $0.space) } }
    if let first = studies.first, let other = studies.first(where: { $0.1.name != first.1.name }) {
      throw FileError(
        path: other.0,
        problem:
          "is of the space \(other.1.name), and \(first.0) of \(first.1.name); "
          + "a report is of one space"
      )
    }
    guard let name = space ?? studies.first?.1.name else {
      throw FileError(
        path: contents[0].path,
        problem: "does not say of which space it is; name it with --space\(try hint(contents[0]))"
      )
    }
    let space: SearchSpace
    do {
      space = try SpaceArgument.load(name)
    } catch is UnknownNameError where self.space == nil {
      throw FileError(
        path: studies[0].0,
        problem:
          "is of the space \(name), which is not among the shipped ones; "
          + "name it with --space, and with --with-operator where it has operators of yours"
      )
    }
    for (path, source) in studies where source.sha256 != (try additions.added(to: space)).sha256 {
      note("warning: \(path): the space has changed since the study, or is another one")
    }
    return space
  }

  /// A hint with the shipped spaces that contain the first architecture of a ranking.
  private func hint(_ contents: ReportSource.Contents) throws -> String {
    let installation = try Installation.locate()
    let names = try SearchSpace.names(in: installation).filter { name in
      let space = try SearchSpace.named(name, in: installation)
      do {
        _ = try space.architecture(parsing: contents.firstArchitecture)
        return true
      } catch {
        return false
      }
    }
    return names.isEmpty ? "" : "; its first architecture is one of \(list(names))"
  }

  private func truth(of space: SearchSpace) throws -> TrueAccuracies? {
    guard let benchmark else { return nil }
    let networks = try LabelledArchitectures(
      of: space, at: benchmark, column: column, minimised: direction.minimise, .column)
    for sentence in networks.notes { note(sentence) }
    return TrueAccuracies(
      path: benchmark, column: (direction.minimise ? "-" : "") + networks.column,
      zip(networks.architectures, networks.accuracies).map { ($0, $1) }, in: space)
  }
}
