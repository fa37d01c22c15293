import ArgumentParser
import Reports
import TGNAS

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Compares scores with the accuracies of trained networks.",
    usage: "tgnas evaluate <space> [<options>]",
    discussion: """
      For each accuracy column of the space's benchmark table, all architectures of the table: \
      Spearman's rho and Kendall's tau-b (never their absolute values), the accuracy of the best \
      scored architecture (top1), the best accuracy among the ten best scored (best10), the mean of \
      the hundred best scored (mean100), the regret of top1 to the best of the table, and nDCG@100.

      Rows: the ensemble; its members one by one, as mean and standard deviation over the seeds; and \
      the costs in the table as scores of their own, which any predictor should beat.

        tgnas evaluate nasbench201 --benchmark nasbench201.csv
        tgnas evaluate nasbench201 --benchmark nasbench201.csv --plot plot.svg
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @Option(
    help: ArgumentHelp(
      "The table of trained networks, a CSV file; by default the space's table in the folder that "
        + "TGNAS_BENCHMARKS names.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var benchmark: String?
  @Option(
    help: ArgumentHelp(
      "Also draw accuracies against percentiles of the score, as an SVG picture.",
      valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var plot: String?
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard benchmark != nil || BenchmarkTables.folder != nil else {
      throw ValidationError(
        "no benchmark table: name one with --benchmark FILE, or set \(BenchmarkTables.variable) to "
          + "the folder of tables.")
    }
  }

  func run() throws {
    let space = try space.load()
    let networks = try TrainedNetworks(of: space, at: benchmark)
    let baselines = try networks.benchmark.baselines.map {
      (name: $0.name, costs: try networks.numbers($0.column))
    }
    let scorer = try predictor.makeScorer(for: space, notes: output)
    let scores = scorer.scores(of: networks.architectures)
    predictor.noteMisfits(of: scorer, among: networks.architectures, scores, notes: output)
    let learned = scorer as? ArchitecturePredictor
    let members = (0..<(learned?.memberCount ?? 0)).map {
      learned?.member($0).scores(of: networks.architectures) ?? []
    }
    if let provenance = learned?.provenance {
      output.note(
        "note: weights \(provenance.recipeName), trained on labels of "
          + "\(provenance.labelsSeen.joined(separator: ", ")); "
          + "\(networks.architectures.count) rows")
    }
    let name =
      learned?.provenance.recipeName ?? (scorer as? NetworkScorer)?.measure.rawValue ?? "score"
    var table = ResultTable(
      columns: [
        "accuracy", "score", "seeds", "spearman", "spearman_sd", "kendall", "kendall_sd", "top1",
        "best10", "mean100", "regret", "ndcg100",
      ])
    let percentiles = Percentiles(of: scores)
    var panels: [DensityPlot.Panel] = []
    for column in networks.benchmark.accuracies {
      let accuracies = try networks.numbers(column)
      func metrics(_ scores: [Double]) throws -> RankingMetrics {
        try RankingMetrics(scores: scores, accuracies: accuracies)
      }
      let decimals = TrainedNetworks.decimals(of: accuracies)
      if members.isEmpty {
        table.append(row(column, name, nil, [try metrics(scores)], decimals))
      }
      if members.count > 1 {
        table.append(
          row(column, "\(name), ensemble", members.count, [try metrics(scores)], decimals))
      }
      if !members.isEmpty {
        table.append(
          row(column, "\(name), one seed", members.count, try members.map(metrics), decimals))
      }
      for baseline in baselines {
        table.append(row(column, baseline.name, nil, [try metrics(baseline.costs)], decimals))
      }
      panels.append(
        DensityPlot.Panel(
          title: "\(space.title), \(column)",
          percentiles: scores.map { percentiles.percentile(of: $0) }, accuracies: accuracies,
          decimals: decimals))
    }
    if let plot {
      try AtomicFile.write(DensityPlot(score: name, panels: panels).svg, to: plot)
    }
    try output.write(table)
  }

  /// - Parameters:
  ///   - metrics: one for each seed; means are printed, with the spread of the correlations
  ///   - decimals: of the accuracies
  private func row(
    _ column: String, _ score: String, _ seeds: Int?, _ metrics: [RankingMetrics],
    _ decimals: Int
  ) -> [ResultTable.Cell] {
    func mean(_ value: (RankingMetrics) -> Double, _ decimals: Int) -> ResultTable.Cell {
      Spread(metrics.map(value)).map { .number($0.mean, decimals: decimals) } ?? .missing
    }
    func correlation(_ value: (RankingMetrics) -> Double?) -> [ResultTable.Cell] {
      let values = metrics.compactMap(value)
      guard values.count == metrics.count, let spread = Spread(values) else {
        return [.missing, .missing]
      }
      return [
        .number(spread.mean, decimals: 3),
        spread.standardDeviation.map { .number($0, decimals: 3) } ?? .missing,
      ]
    }
    return [.text(column), .text(score), seeds.map { .integer($0) } ?? .missing]
      + correlation(\.spearman) + correlation(\.kendall)
      + [
        mean(\.topOne, decimals), mean(\.bestOfTopTen, decimals),
        mean(\.meanOfTopHundred, decimals), mean(\.regretOfTopOne, decimals),
        mean(\.discountedGain, 3),
      ]
  }
}
