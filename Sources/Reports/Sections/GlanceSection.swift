import Statistics
import Wording

/// The key figures of each source.
enum GlanceSection: ReportSectionMaker {
  static func make(from material: ReportMaterial) throws -> ReportSection? {
    ReportSection(
      title: "At a glance",
      words: [],
      items: try material.sources.map { source in
        .figures(try figures(of: source, material), caption: source.name)
      },
      code: """
        display(architectures.sort_values("score", ascending=False, kind="stable")
                .groupby("source", sort=False).head(1))
        """)
  }

  private static func figures(
    of source: ReportSource, _ material: ReportMaterial
  ) throws -> [ReportSection.Figure] {
    let best = source.order[0]
    var figures = [
      ReportSection.Figure(
        name: source.study == nil ? "architectures" : "evaluations",
        value: grouped(source.study == nil ? source.entries.count : source.evaluations)),
      ReportSection.Figure(name: "best score", value: ReportText.score(source.bestScore)),
    ]
    if let percentile = source.column("percentile")?.values[best], percentile.isFinite {
      figures.append(
        ReportSection.Figure(name: "its percentile", value: "\(fixed(percentile, 2)) %"))
    }
    guard let truth = material.truth else { return figures }
    let rated = material.rated(source)
    let accuracies = rated.map(\.accuracy)
    if let accuracy = truth.accuracies[source.best] {
      figures.append(
        ReportSection.Figure(
          name: "its \(truth.column)", value: fixed(accuracy, truth.decimals)))
      if let most = accuracies.max() {
        figures.append(
          ReportSection.Figure(
            name: "regret against \(fixed(most, truth.decimals))",
            value: fixed(most - accuracy, truth.decimals)))
      }
    }
    guard rated.count > 1 else { return figures }
    let tau = try RankingMetrics(scores: rated.map(\.entry.score), accuracies: accuracies).kendall
    return figures + [
      ReportSection.Figure(
        name: "Kendall's tau over \(grouped(rated.count))", value: tau.map { fixed($0, 3) } ?? "-")
    ]
  }
}
