import Plots
import Wording

/// How fast searches found their best architectures.
enum ProgressSection: ReportSectionMaker {
  static func make(from material: ReportMaterial) throws -> ReportSection? {
    let curves = material.sources.filter { $0.study != nil }.map { source in
      CurvePlot.Curve(name: source.name, points: points(of: source))
    }.filter { $0.points.count > 1 }
    guard !curves.isEmpty else { return nil }
    let studies = material.sources.compactMap { source in
      source.study.map { study in
        "\(source.name): \(study.strategy), seed \(study.seed), \(grouped(source.evaluations)) "
          + "evaluations."
      }
    }
    return ReportSection(
      title: "The best so far",
      words: studies,
      items: [
        .picture(
          name: "progress",
          svg: CurvePlot(panels: [
            CurvePlot.Panel(
              title: "", labels: ("evaluations", "best score so far"), curves: curves,
              isStepped: true)
          ]).svg,
          caption: "The highest score among the first so many candidates.")
      ],
      code: """
        studies = sources[sources.kind == "study"].source
        plt.figure(figsize=(6, 3.6))
        for source, rows in architectures[architectures.source.isin(studies)].groupby("source", \
        sort=False):
            allowed = rows[(rows.feasible == 1) & np.isfinite(rows.score)]
            plt.step(allowed.number, allowed.score.cummax(), where="post", label=source)
        plt.xscale("log")
        plt.xlabel("evaluations")
        plt.ylabel("best score so far")
        plt.legend()
        plt.show()
        """)
  }

  /// Where the best score rises, and the end.
  private static func points(of source: ReportSource) -> [(x: Double, y: Double)] {
    var points: [(x: Double, y: Double)] = []
    for entry in source.entries where entry.isFeasible && entry.score.isFinite {
      if let last = points.last, last.y >= entry.score { continue }
      points.append((Double(entry.number), entry.score))
    }
    if let last = points.last, let end = source.entries.last, last.x < Double(end.number) {
      points.append((Double(end.number), last.y))
    }
    return points
  }
}
