import ArgumentParser
import Files
import TGNAS
import Tables
import Terminal

struct ProxiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proxies",
    abstract: "Lists the zero-cost proxies, or computes them for architectures.",
    usage: "tgnas proxies [<space> [<architectures> ...]] [<options>]",
    discussion: """
      Without a space it lists all proxies. Each is a name for --by (as a score, higher is better, \
      and no sign is turned), --columns and --objectives (lower is better for a cost, higher for \
      others). Measured ones run each network on a batch of images. Their values are kept in the \
      user's cache, so that a run that was stopped goes on and a second one costs nothing.

      With a space it prints a row for each architecture. All measured proxies of a row share one \
      way forward and one way back.

        tgnas spaces sample nasbench201 | \\
          tgnas proxies nasbench201 - --proxies synflow,jacov --batch 8
        tgnas spaces sample darts -n 100 | \\
          tgnas proxies darts - --proxies flops,naswot --agreement
      """)

  @Argument(
    help: "The search space: a name such as nasbench201, or the path of a .yaml file.",
    completion: .spaces)
  var space: String?
  @Argument(
    help: ArgumentHelp(
      "Architectures in any notation of the space; - reads them from the standard input, "
        + "one a line."))
  var architectures: [String] = ["-"]
  @Option(
    help: ArgumentHelp(
      "The proxies, separated by commas; by default all that run nothing and need no "
        + "descriptions.",
      valueName: "names"),
    completion: .list(ProxyRegistry.names))
  var proxies: String?
  @Option(
    help: ArgumentHelp(
      "The data set whose images and classes the network is built for; "
        + "by default the space's first.",
      valueName: "name"))
  var dataSet: String?
  @OptionGroup var images: ImageOptions
  @Option(help: ArgumentHelp("The seed of weights, images and labels.", valueName: "n"))
  var seed: UInt64 = 0
  @Flag(
    help: """
      Print how alike the proxies, and the score of the space, rank the architectures: Spearman's \
      rho of each pair.
      """)
  var agreement = false
  @Option(
    help: ArgumentHelp("Also draw --agreement as an SVG picture.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var plot: String?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if plot != nil, !agreement {
      throw ValidationError("--plot draws --agreement; add it, or leave out --plot.")
    }
    if agreement, space == nil { throw ValidationError("Missing expected argument '<space>'.") }
    do {
      _ = try chosen()
    } catch {
      throw ValidationError("\(error).")
    }
  }

  private func chosen() throws -> [any Proxy.Type] {
    guard let proxies else {
      return ProxyRegistry.registered.filter { $0.name != Capacity.name }
    }
    return try proxies.split(separator: ",").map { word in
      try ProxyRegistry.named(String(word.filter { !$0.isWhitespace }))
    }
  }

  func run() throws {
    guard let name = space else { return try output.write(ResultTable.proxies) }
    let space = try SpaceArgument.load(name)
    let dataSet = try space.dataSet(named: dataSet)
    let chosen = try chosen()
    let measurement = try images.measurement(seed: seed)
    output.note("note: for \(dataSet.name), \(dataSet.size)")
    if chosen.contains(where: { $0.kind.isMeasured }) { output.note(measurement.note) }
    var arguments = ArchitectureArguments()
    arguments.architectures = architectures
    let parsed = try arguments.parse(in: space, notes: output)
    let known = MeasuredValues(folder: CacheFolder.path())
    let context = ProxyContext(space, for: dataSet, measuredOn: measurement, knowing: known) {
      try output.open().reader().read(space.operators).map(\.attributes)
    }
    let evaluator = ProxyEvaluator(in: context)
    output.noteAggregates(among: chosen)
    let columns = try ProxyColumns(chosen, by: evaluator)
    if agreement {
      try printAgreement(of: chosen, by: evaluator, on: parsed)
    } else {
      try print(parsed, of: space, columns, threads: context.threads)
    }
    known.save()
    if let problem = known.problem { output.note("warning: \(problem)") }
  }

  /// Architectures without a value of a proxy are left out.
  private func printAgreement(
    of proxies: [any Proxy.Type], by evaluator: ProxyEvaluator, on architectures: [Architecture]
  ) throws {
    let space = evaluator.space
    let progress = output.progressLine()
    let size = 4 * evaluator.context.threads
    for start in stride(from: 0, to: architectures.count, by: size) {
      evaluator.evaluate(
        Array(architectures[start..<min(architectures.count, start + size)]))
      progress.update(
        Double(start) / Double(architectures.count), "\(start) of \(architectures.count)")
    }
    progress.finish()
    let workbench = try Workbench(space, in: output.open(), note: { output.note($0) })
    var columns = [workbench.scorer.scores(of: architectures).values.map { Optional($0) }]
    for proxy in proxies {
      columns.append(try evaluator.costs(of: architectures, by: proxy))
    }
    let whole = architectures.indices.filter { place in columns.allSatisfy { $0[place] != nil } }
    if whole.count < architectures.count {
      output.note(
        "warning: the networks of \(architectures.count - whole.count) of "
          + "\(architectures.count) architectures cannot be built, and are left out")
    }
    let found = try ProxyAgreement(
      ["score"] + proxies.map { $0.name },
      columns: columns.map { column in whole.compactMap { column[$0] } })
    if let plot {
      let map = found.heatMap(title: "\(whole.count) architectures of \(space.title)")
      try AtomicFile.write(map.svg, to: plot)
    }
    try output.write(found.table)
  }

  /// CSV on the standard output comes row by row, so that a long run shows what it has.
  private func print(
    _ architectures: [Architecture], of space: SearchSpace, _ columns: ProxyColumns, threads: Int
  ) throws {
    let progress = output.progressLine()
    var table = ResultTable(columns: ["arch"] + columns.names)
    let isStreamed = output.format == .csv && output.file.isStandardOutput
    if isStreamed { try output.write(table) }
    let isMeasured = try chosen().contains { $0.kind.isMeasured }
    // Networks differ in time, so that threads wait for the last one of each part.
    let size = isMeasured ? 4 * threads : 1024
    for start in stride(from: 0, to: architectures.count, by: size) {
      let part = Array(architectures[start..<min(architectures.count, start + size)])
      let rows = try columns.rows(of: part) { output.note($0) }
      var fresh = ResultTable(columns: table.columns)
      for (architecture, cells) in zip(part, rows) {
        let row = [.text(space.notation(of: architecture))] + cells
        fresh.append(row)
        if !isStreamed { table.append(row) }
      }
      if isStreamed {
        progress.finish()
        // Without the header, which is there.
        try output.write(String(fresh.text(.csv).drop { $0 != "\n" }.dropFirst()))
      }
      let done = start + part.count
      progress.update(
        Double(done) / Double(architectures.count), "\(done) of \(architectures.count)")
    }
    progress.finish()
    if !isStreamed { try output.write(table) }
  }
}
