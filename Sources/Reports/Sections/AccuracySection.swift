import Plots
import Scoring
import Statistics
import Tables
import Wording

/// Scores against the accuracies of trained networks.
enum AccuracySection: ReportSectionMaker {
  static func make(from material: ReportMaterial) throws -> ReportSection? {
    guard let truth = material.truth else { return nil }
    var panels: [DensityPlot.Panel] = []
    var table = ResultTable(columns: [
      "source", "networks", "kendall", "spearman", "top1", "best10", "regret", "best_of_all",
    ])
    for source in material.comparable {
      let rated = material.rated(source)
      let (scores, accuracies) = (rated.map(\.entry.score), rated.map(\.accuracy))
      let metrics = try RankingMetrics(scores: scores, accuracies: accuracies)
      let percentiles = Percentiles(of: scores)
      panels.append(
        DensityPlot.Panel(
          title: "\(source.name): \(truth.column)",
          percentiles: scores.map { percentiles.percentile(of: $0) },
          accuracies: accuracies, decimals: truth.decimals))
      table.append([
        .text(source.name), .integer(metrics.count),
        ReportText.cell(metrics.kendall, decimals: 3),
        ReportText.cell(metrics.spearman, decimals: 3),
        ReportText.cell(metrics.topOne, decimals: truth.decimals),
        ReportText.cell(metrics.bestOfTopTen, decimals: truth.decimals),
        ReportText.cell(metrics.regretOfTopOne, decimals: truth.decimals),
        ReportText.cell(accuracies.max(), decimals: truth.decimals),
      ])
    }
    let names = material.sources.map(\.name).filter { name in
      !material.comparable.contains { $0.name == name }
    }
    let left =
      names.isEmpty
      ? [] : ["Left out, as the table holds less than two of their architectures: \(list(names))."]
    return ReportSection(
      title: "Score against true accuracy",
      words: [
        "The accuracy is \(truth.column) of \(truth.path), of the architectures that it holds. "
          + "Kendall's tau-b and Spearman's rho are 1 for the same order and -1 for the opposite "
          + "one; top1 is the accuracy of the best scored architecture, best10 the highest among "
          + "the ten best scored, regret how far top1 is from the best of all."
      ] + left,
      items: [
        .table(table, caption: "How well the scores order the accuracies"),
        .picture(
          name: "accuracy", svg: DensityPlot(score: "the score", panels: panels).svg,
          caption:
            "\(truth.column) against the percentile of the score, darker where more architectures "
            + "lie; the lowest 3 % lie on the lower edge."),
      ],
      code: """
        rated = architectures.dropna(subset="true_accuracy").drop_duplicates(["source", "arch"])
        for source, rows in rated.groupby("source", sort=False):
            ranks = rows.score.rank()
            tau = ranks.corr(rows.true_accuracy, method="kendall")
            rho = ranks.corr(rows.true_accuracy, method="spearman")
            percentile = 100 * (rows.score.rank(method="min") - 1) / len(rows)
            low = rows.true_accuracy.quantile(0.03)
            plt.figure(figsize=(6, 4))
            plt.hexbin(percentile, rows.true_accuracy.clip(low), gridsize=50, bins="log", \
        cmap="Blues", mincnt=1)
            plt.xlabel("percentile of the score")
            plt.ylabel("\(truth.column)")
            plt.title(f"{source}: tau {tau:.3f}, rho {rho:.3f}")
            plt.show()
        """)
  }
}
