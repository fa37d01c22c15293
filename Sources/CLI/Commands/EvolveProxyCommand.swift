import ArgumentParser
import Experiments
import Files
import TGNAS
import Tables
import Tensors
import Terminal
import Wording

extension FormulaSources.Kind: ExpressibleByArgument {}

struct EvolveProxyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evolve-proxy",
    abstract: "Evolves a formula over zero-cost proxies that ranks well on many spaces.",
    usage: """
      tgnas evolve-proxy -o <file> [<options>]
             tgnas evolve-proxy --leave-one-out [<options>]
      """,
    discussion: """
      Genetic programming looks for a formula such as min(flops, zen_closed) + 0.5 * layers. Its \
      terminals are the closed forms, but for sums whose weights labels chose, and statistics of \
      the operator graph, each as a robust z-score of 256 random architectures of the space. Its \
      fitness is the mean over spaces of Spearman's rho (each space has one vote), minus a quarter \
      of the deviation over the spaces, minus 0.02 for each node; signs are kept. Every shipped \
      space whose table lies in --tables takes part with up to 1,000 architectures.

      Prints the best formula of each size. The file holds the best one, what it was found from, \
      and those of other sizes; --by formula:FILE scores with it. It is refused on the spaces that \
      chose it. The same tables and seed give the same file, on any number of threads. Ctrl-C \
      keeps the best so far, and a checkpoint beside the file, from which --resume goes on.

      With --leave-one-out it leaves out each space in turn, evolves a formula from the others by \
      --seeds seeds, and compares it with single proxies, other ways to combine them, and the \
      learned score on all architectures of the space.

        tgnas evolve-proxy --tables . --restarts 1 -o mine.yaml
        tgnas search nds-pnas --by formula:mine.yaml
      """)

  @OptionGroup var tables: TablesOption
  @Option(
    name: .customLong("leave-out"),
    help: ArgumentHelp(
      "A space whose labels must not choose the formula; may be repeated.", valueName: "space"))
  var excluded: [String] = []
  @Option(
    help: ArgumentHelp(
      "The terminals, separated by commas: closed (proxies in closed form), graph (statistics of "
        + "the operator graph), all (both), measured (proxies that run each network, which takes "
        + "long), learned_score, or names.", valueName: "names"))
  var terminals = "all"
  @Flag(
    help: ArgumentHelp(
      "Read measured terminals from files such as proxies-nasbench201.csv beside the tables, and "
        + "run no network. Spaces without such a file are left out."))
  var recorded = false
  @OptionGroup var images: ImageOptions
  @Option(help: "Which spaces choose the formula: all, cells, or networks (whole ones).")
  var kind = FormulaSources.Kind.all
  @Flag(help: "Evolve without each space in turn, and compare with other scores on it.")
  var leaveOneOut = false
  @Option(help: ArgumentHelp("Formulas in a generation.", valueName: "n"))
  var population = 500
  @Option(help: ArgumentHelp("Generations of each restart.", valueName: "n"))
  var generations = 40
  @Option(help: ArgumentHelp("Independent evolutions, of which the best counts.", valueName: "n"))
  var restarts = 5
  @Option(
    help: ArgumentHelp(
      "What each node costs of the fitness; more makes smaller formulas.", valueName: "number"))
  var nodeCost = FormulaEvolution.Settings().costOfNode
  @Option(
    help: ArgumentHelp(
      "The share of the deviation over spaces that is taken from the fitness.",
      valueName: "number"))
  var spreadShare = FormulaEvolution.Settings().spreadShare
  @Option(help: ArgumentHelp("The seed of all random choices.", valueName: "n"))
  var seed: UInt64 = 0
  @Option(
    help: ArgumentHelp(
      "How many seeds --leave-one-out evolves with, from --seed on.", valueName: "n"))
  var seeds = 5
  @Option(
    help: ArgumentHelp("Threads; they change the time, never a formula.", valueName: "n"))
  var threads: Int?
  @Option(
    name: [.customShort("o"), .customLong("formula")],
    help: ArgumentHelp("The formula file to write.", valueName: "file"),
    completion: .file(extensions: ["yaml"]))
  var path: String?
  @Flag(help: "Go on where an evolution that was stopped stood.") var resume = false
  @Option(
    help: ArgumentHelp(
      "Also draw the best fitness after each generation and of each size, as an SVG picture.",
      valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var plot: String?
  @Option(help: "How to print: table for people, csv or json for programs.")
  var format: ResultTable.Format = .table
  @Flag(help: "Print results and errors only, no notes and no progress.") var quiet = false

  func validate() throws {
    for (name, value, range) in [
      ("--population", population, 2...1_000_000), ("--generations", generations, 1...100_000),
      ("--restarts", restarts, 1...10_000), ("--seeds", seeds, 1...1000),
      ("--threads", threads ?? 1, NumberLimit.threads.range),
    ] where !range.contains(value) {
      throw ValidationError(
        "\(name) is \(value); expected \(range.lowerBound) to \(range.upperBound).")
    }
    for (name, value) in [("--node-cost", nodeCost), ("--spread-share", spreadShare)]
    where !(0...1).contains(value) {
      throw ValidationError("\(name) is \(value); expected 0 to 1.")
    }
    guard !terminalNames.isEmpty else {
      throw ValidationError("--terminals is empty; expected all, closed, graph, measured or names.")
    }
    guard images.given.isEmpty || !Set(terminalNames).isDisjoint(with: FormulaTerminals.measured)
    else {
      throw ValidationError(
        "\(list(images.given)) goes with measured terminals, and none is asked for; add some to "
          + "--terminals, or leave it out.")
    }
    guard !recorded || !Set(terminalNames).isDisjoint(with: FormulaTerminals.measured) else {
      throw ValidationError(
        "--recorded goes with measured terminals, and none is asked for; add some to --terminals, "
          + "or leave it out.")
    }
    guard !recorded || images.given.isEmpty else {
      throw ValidationError("--recorded runs no network; leave out \(list(images.given)).")
    }
    guard leaveOneOut == (path == nil) else {
      throw ValidationError(
        leaveOneOut
          ? "--leave-one-out compares and writes no formula; leave out -o."
          : "-o names the formula file to write.")
    }
    for (name, isGiven, use) in [
      ("--resume", resume, "goes on with"), ("--plot", plot != nil, "draws"),
    ] where isGiven && leaveOneOut {
      throw ValidationError("\(name) \(use) one evolution; leave out --leave-one-out.")
    }
  }

  var evolutionSettings: FormulaEvolution.Settings {
    var settings = FormulaEvolution.Settings()
    (settings.population, settings.generations) = (population, generations)
    (settings.restarts, settings.seed) = (restarts, seed)
    (settings.costOfNode, settings.spreadShare) = (nodeCost, spreadShare)
    return settings
  }

  private var terminalNames: [String] {
    let names = terminals.split(separator: ",").flatMap { word -> [String] in
      switch word.filter({ !$0.isWhitespace }) {
      case "closed": FormulaTerminals.proxies
      case "graph": FormulaTerminals.statistics
      case "all": FormulaTerminals.names
      case "measured": FormulaTerminals.measured
      case let name: [name]
      }
    }
    return Set(names).sorted()
  }

  private func note(_ sentence: Sentence) {
    if !quiet { StandardStreams.note(sentence) }
  }

  func write(_ table: ResultTable) throws {
    try StandardStreams.write(format == .csv ? table.textForSpreadsheets() : table.text(format))
  }

  func run() throws {
    let threads = threads ?? Parallel.processorCount
    for path in [path, plot].compactMap({ $0 }) { try Folder.checkWritable(forFile: path) }
    let line = ProgressLine(isShown: !quiet && StandardStreams.errorIsTerminal)
    let opened = OpenInstallation(try .locate(), threads: threads) { note("note: \($0)") }
    let sources = try FormulaSources(
      in: tables.folder(), terminals: terminalNames, kind: kind,
      leavingOut: excluded, measuredOn: images.measurement(), areRecorded: recorded,
      opened: opened, threads: threads, note: note
    ) { line.update($0 / 2, "terminals of \($1)") }
    opened.measured.save()
    Interrupts.watch()
    defer { line.finish() }
    guard !leaveOneOut else { return try compare(sources, line) }
    guard let path else { return }
    var checkpoint = FormulaCheckpoint(beside: path, of: sources, evolutionSettings)
    var problem: (any Error)?
    let found = sources.evolve(
      evolutionSettings, from: resume ? try checkpoint.read() : nil,
      keep: { state in
        do { try checkpoint.keep(state) } catch { problem = error }
      },
      shouldStop: { Interrupts.wasInterrupted || problem != nil }
    ) { progress in
      line.update(
        0.5 + progress.fraction / 2,
        "restart \(progress.restart), generation \(progress.generation)  "
          + "fitness \(fixed(progress.best.fitness, 4))")
    }
    line.finish()
    guard let found else {
      throw UserError(
        "no formula has a value on every space; choose terminals that all of them have with "
          + "--terminals")
    }
    try sources.file(found, evolutionSettings, for: path).write(to: path)
    if let plot { try AtomicFile.write(picture(of: found).svg, to: plot) }
    var table = ResultTable(
      columns: ["nodes", "fitness"] + sources.sources.map(\.name) + ["formula"])
    for candidate in found.front {
      table.append(
        [.integer(candidate.size), .number(candidate.fitness, decimals: 3)]
          + candidate.spearman.map { .number($0, decimals: 3) }
          + [.text(candidate.formula.description)])
    }
    try write(table)
    note("\(found.evaluations) formulas were evaluated; wrote \(path)")
    if let problem { throw problem }
    guard found.isStopped else { return checkpoint.remove() }
    try checkpoint.write()
    throw UserError(
      "stopped; \(path) holds the best formula so far, and \(set: .resume) goes on")
  }
}
