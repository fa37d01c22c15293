import Plots
import Statistics

/// The accuracy that training the best scored architectures would give.
package enum TopSection: ReportSectionMaker {
  /// The accuracies of the k best scored architectures of a source.
  private struct Top {
    let source: String
    let count: Int
    let best: Double
    let mean: Double
    let regret: Double
  }

  package static func make(from material: ReportMaterial) throws -> ReportSection? {
    guard let truth = material.truth else { return nil }
    let sources = material.comparable.map { source in
      (name: source.name, tops: tops(of: source, material))
    }
    func curves(_ value: (Top) -> Double) -> [CurvePlot.Curve] {
      sources.map { source in
        CurvePlot.Curve(
          name: source.name, points: source.tops.map { (Double($0.count), value($0)) })
      }
    }
    let best = material.comparable.flatMap { material.rated($0).map(\.accuracy) }.max() ?? 0
    let label = "best scored architectures (k)"
    let plot = CurvePlot(panels: [
      CurvePlot.Panel(
        title: "mean of the k best scored", labels: (label, truth.column), curves: curves(\.mean),
        level: (best, "best of all")),
      CurvePlot.Panel(
        title: "regret of the best of the k", labels: (label, "distance to the best of all"),
        curves: curves(\.regret), isStepped: true, level: (0, "")),
    ])
    return ReportSection(
      title: "The best k",
      words: [
        "Who trains the k best scored architectures and keeps the best of them loses the regret "
          + "against the best of all that were trained. Equal scores count in the order of the "
          + "file."
      ],
      items: [
        .picture(
          name: "top", svg: plot.svg, caption: "The k best scored, over k on a logarithmic axis.")
      ],
      code: """
        figure, (mean, regret) = plt.subplots(1, 2, figsize=(11, 3.8))
        for source, rows in rated.groupby("source", sort=False):
            accuracy = rows.sort_values("score", ascending=False, kind="stable").true_accuracy
            k = np.arange(1, len(accuracy) + 1)
            mean.plot(k, accuracy.expanding().mean(), label=source)
            regret.step(k, accuracy.max() - accuracy.cummax(), where="post", label=source)
        mean.set(xscale="log", xlabel="best scored architectures (k)", ylabel="mean \
        \(truth.column)")
        regret.set(xscale="log", xlabel="best scored architectures (k)", ylabel="regret of the \
        best of the k")
        regret.legend()
        plt.show()
        """)
  }

  package static func tables(from material: ReportMaterial) -> [ReportTable] {
    if material.truth == nil { return [] }
    let rows = material.comparable.flatMap { tops(of: $0, material) }
    return [
      ReportTable(
        name: "top",
        columns: [
          ("source", .texts(rows.map(\.source))), ("k", .integers(rows.map(\.count))),
          ("best", .numbers(rows.map(\.best))), ("mean", .numbers(rows.map(\.mean))),
          ("regret", .numbers(rows.map(\.regret))),
        ])
    ]
  }

  /// For 1, 2, 3 and so on, later on every twentieth more, and for all.
  private static func tops(of source: ReportSource, _ material: ReportMaterial) -> [Top] {
    let rated = material.rated(source)
    let accuracies = RankingMetrics.order(by: rated.map(\.entry.score)).map { rated[$0].accuracy }
    let highest = accuracies.max() ?? 0
    var (best, sum, next) = (-Double.infinity, 0.0, 1)
    var tops: [Top] = []
    for (place, accuracy) in accuracies.enumerated() {
      let count = place + 1
      let isBetter = accuracy > best
      best = max(best, accuracy)
      sum += accuracy
      guard count == next || isBetter || count == accuracies.count else { continue }
      if count >= next { next = max(count + 1, count + count / 20) }
      tops.append(
        Top(
          source: source.name, count: count, best: best, mean: sum / Double(count),
          regret: highest - best))
    }
    return tops
  }
}
