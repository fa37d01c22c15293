import ArgumentParser
import Experiments
import Files
import Plots
import TGNAS
import Tables
import Wording

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Compares scores with the accuracies of trained networks.",
    usage: """
      tgnas evaluate <space> [<options>]
             tgnas evaluate --leave-one-out [<options>]
             tgnas evaluate --leave-one-operator-out [<options>]
      """,
    discussion: """
      Prints one row for each score and each accuracy column of the space's benchmark table, over \
      all architectures of the table: Spearman's rho and Kendall's tau-b (never their absolute \
      values), the accuracy of the best scored architecture (top1), the best accuracy among the \
      ten best scored (best10), the mean accuracy of the hundred best scored (mean100), the regret \
      of top1 against the best of the table, and nDCG@100.

      The rows are the ensemble; its members one by one, as mean and standard deviation over the \
      seeds; and costs as baselines, which any predictor should beat. Costs come from the table, \
      or are counted on the networks when it has none.

      With --leave-one-out it evaluates every shipped space whose table lies in --tables. Each is \
      scored by its default scorer, which has seen no label of the space, and by NASWOT. Costs are \
      counted on the networks. Where some cells have idle operators, cells without idle operators \
      are reported as well (idle: false). Support is the share of 256 random architectures (seed \
      0) that are like those that the weights were trained on. Equal scores stand in random order \
      (seed 0).

      With --leave-one-operator-out it hides every operator that learns or pools of the spaces \
      that weights were trained for, in turn: rows that have it, or one of its kind, are left out \
      of all labels, weights are trained, and the space is scored by them. It does so twice, with \
      and without the other cells of the space among the labels (space_seen). The default is \
      compared with what was learned from labels alone and with closed forms.

      Rows of the default tell by how much its tau is above the better of flops and params on \
      this task, with an interval of 95 % (400 bootstrap resamples of the architectures, seed 0). \
      The table for people ends with means over the tasks of each space, the mean over spaces, of \
      which each has one vote, and on how many tasks the default is above, level or below.

        tgnas evaluate nasbench201 --benchmark nasbench201.csv
        tgnas evaluate nasbench201 --benchmark nasbench201.csv --plot plot.svg
        tgnas evaluate nasbench201 --benchmark nasbench201.csv \\
          --label-column cifar10_test
        tgnas evaluate --leave-one-out --tables .
      """)

  @Argument(
    help: "The search space: a name such as nasbench201, or the path of a .yaml file.",
    completion: .spaces)
  var space: String?
  @OptionGroup var additions: OperatorAdditions
  @Option(
    help: ArgumentHelp(
      "The table of trained networks, a CSV file; by default the space's table in the folder that "
        + "TGNAS_BENCHMARKS names.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var benchmark: String?
  @Option(
    help: ArgumentHelp(
      "A column of accuracies in a table of your own; may be repeated. The table names "
        + "architectures in the column arch, in any notation of the space. By default the columns "
        + "that the space file names, else the only other one.",
      valueName: "column"))
  var labelColumn: [String] = []
  @OptionGroup var direction: DirectionOption
  @OptionGroup var notation: NotationOption
  @Flag(help: "Evaluate every shipped space that has a table, without weights that saw its labels.")
  var leaveOneOut = false
  @Flag(
    help: """
      Train weights without each operator in turn, and evaluate the space that has it. It takes \
      some minutes.
      """)
  var leaveOneOperatorOut = false
  @Option(
    help: ArgumentHelp(
      "The folder of tables for --leave-one-out and --leave-one-operator-out; by default the one "
        + "that TGNAS_BENCHMARKS names.",
      valueName: "folder"),
    completion: .directory)
  var tables: String?
  @Option(
    help: ArgumentHelp(
      "Also draw accuracies against percentiles of the score, as an SVG picture.",
      valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var plot: String?
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if leaveOneOut || leaveOneOperatorOut { return try validateLeavingOneOut() }
    guard space != nil else {
      throw ValidationError("Missing expected argument '<space>', or --leave-one-out for all.")
    }
    guard tables == nil else {
      throw ValidationError("--tables goes with --leave-one-out; one space's table is --benchmark.")
    }
    guard benchmark != nil || BenchmarkFolder.path != nil else {
      throw ValidationError(
        "no benchmark table: name one with --benchmark FILE, or set \(BenchmarkFolder.variable) to "
          + "the folder of tables; docs/tables.md tells where they come from.")
    }
  }

  private func validateLeavingOneOut() throws {
    let misplaced = [
      ("a space", space != nil), ("--benchmark", benchmark != nil), ("--plot", plot != nil),
      ("--with-operator", !additions.withOperator.isEmpty),
      ("--label-column", !labelColumn.isEmpty), ("--minimise", direction.minimise),
      ("--from", notation.from != nil),
      ("--weights", predictor.weights != nil), ("--by", predictor.by != nil),
      (list(predictor.images.given), !predictor.images.given.isEmpty),
      ("--allow-seen-labels", predictor.allowSeenLabels),
      ("--leave-one-operator-out", leaveOneOut && leaveOneOperatorOut),
    ].filter(\.1).map(\.0)
    guard misplaced.isEmpty else {
      throw ValidationError(
        "\(leaveOneOut ? "--leave-one-out" : "--leave-one-operator-out") scores every space by "
          + "default; leave out \(list(misplaced)).")
    }
    guard tables != nil || BenchmarkFolder.path != nil else {
      throw ValidationError(
        "no benchmark tables: name their folder with --tables FOLDER, or set "
          + "\(BenchmarkFolder.variable) to it; docs/tables.md tells where they come from.")
    }
  }

  func run() throws {
    guard let space else {
      let folder = tables ?? BenchmarkFolder.path ?? "."
      return try leaveOneOut ? leaveOneOut(in: folder) : leaveOneOperatorOut(in: folder)
    }
    try evaluate(notation.applied(to: additions.added(to: SpaceArgument.load(space))))
  }

  private func evaluate(_ space: SearchSpace) throws {
    let networks = try TrainedNetworks(
      of: space, at: benchmark, columns: labelColumn, minimised: direction.minimise)
    let workbench = try predictor.workbench(for: space, notes: output)
    for sentence in networks.notes { output.note(sentence) }
    let baselines = try costs(of: networks, on: workbench)
    if let weights = workbench.scorer.identity.weights {
      output.note(
        "note: \(workbench.scorer is FormulaScorer ? "formula" : "weights") \(weights.name), "
          + "trained on labels of \(list(weights.labelsSeen)); "
          + "\(networks.architectures.count) rows")
    }
    output.measure(networks.architectures, on: workbench)
    let found = try workbench.scorer.checkedScores(of: networks.architectures)
    if let unscored = found.unscored(among: networks.architectures) {
      output.note(unscored.warning(among: networks.architectures.count, in: space))
    }
    let scores = EvaluatedScore.all(of: workbench.scorer, for: networks.architectures, found)
    var table = ResultTable(columns: ["accuracy", "score"] + EvaluatedScore.metrics)
    for column in networks.accuracyColumns {
      let accuracies = try networks.numbers(column)
      if let warning = LabelDirection.warning(
        scores: found.values, labels: accuracies, column: column, isMinimised: direction.minimise)
      {
        output.note(warning)
      }
      for score in scores + baselines {
        table.append(
          [.text(column), .text(score.name)]
            + (try score.cells(accuracies, isMinimised: direction.minimise)))
      }
    }
    if let plot {
      let panels = try panels(of: scores[0], networks, space)
      try AtomicFile.write(DensityPlot(score: scores[0].scorer, panels: panels).svg, to: plot)
    }
    try output.write(table)
  }

  /// The costs of the table as scores. If it has none, costs are counted on the networks, provided
  /// that these can be built.
  private func costs(
    of networks: TrainedNetworks, on workbench: Workbench
  ) throws -> [EvaluatedScore] {
    guard networks.baselines.isEmpty, !workbench.space.skeletons.isEmpty else {
      return try networks.baselines.map {
        EvaluatedScore(name: $0.name, costs: try networks.numbers($0.column))
      }
    }
    do {
      return try countedCosts(of: networks, on: workbench)
    } catch let error as NetworkError {
      output.note("note: no costs beside the scores: \(error)")
      return []
    }
  }

  /// Parameters and FLOPs as scores, counted on the networks.
  ///
  /// - Throws: `NetworkError` when the networks cannot be built.
  func countedCosts(
    of networks: TrainedNetworks, on workbench: Workbench
  ) throws -> [EvaluatedScore] {
    let costs: [any Proxy.Type] = [ParameterCount.self, MultiplyAccumulateCount.self]
    return try costs.flatMap {
      EvaluatedScore.all(
        of: try ProxyScorer($0, by: workbench.proxies()), for: networks.architectures)
    }
  }

  private func panels(
    of score: EvaluatedScore, _ networks: TrainedNetworks, _ space: SearchSpace
  ) throws -> [DensityPlot.Panel] {
    let values = score.members[0]
    let percentiles = Percentiles(of: values)
    return try networks.accuracyColumns.map { column in
      let accuracies = try networks.numbers(column)
      return DensityPlot.Panel(
        title: "\(space.title), \(column)",
        percentiles: values.map { percentiles.percentile(of: $0) }, accuracies: accuracies,
        decimals: TrainedNetworks.decimals(of: accuracies))
    }
  }
}
