import Plots
import Search
import Wording

/// The Pareto front of the searches.
enum FrontSection: ReportSectionMaker {
  /// One study's front against one of its other objectives.
  private struct Picture {
    let source: ReportSource
    let cost: ReportSource.Column
    /// Among ``ReportSource/front``.
    let knee: Int?
  }

  static func make(from material: ReportMaterial) throws -> ReportSection? {
    let pictures = pictures(material)
    guard !pictures.isEmpty else { return nil }
    let words = material.sources.filter { !$0.costs.isEmpty }.map { source in
      "\(source.name): \(source.front.count) of \(grouped(source.entries.count)) architectures are "
        + "on the front of \(list(source.study?.objectives.map(\.name) ?? [])): no other one is "
        + "better in one of these and as good in the others. After the knee more of one objective "
        + "costs the most of the others."
    }
    let panels = pictures.map(panel)
    let pairs = pictures.map {
      "(\(ReportText.python($0.source.name)), \(ReportText.python($0.cost.name)))"
    }
    return ReportSection(
      title: "The Pareto front", words: words,
      items: [
        .picture(
          name: "front", svg: ScatterPlot(panels: panels).svg,
          caption: "Every architecture that meets the constraints, and the front among them.")
      ],
      code: """
        front = table("front")
        for source, objective in [\(list(pairs))]:
            rows = architectures[(architectures.source == source) & (architectures.feasible == 1)]
            best = front[front.source == source].sort_values(objective)
            knee = best[best.knee == 1]
            plt.figure(figsize=(6, 3.6))
            plt.scatter(rows[objective], rows.score, s=4, color="\(PlotColours.many)", label="all")
            plt.plot(best[objective], best.score, "o-", lw=1, label="front")
            plt.plot(knee[objective], knee.score, "o", ms=10, color="\(PlotColours.found)", \
        label="knee")
            plt.xlabel(objective)
            plt.ylabel("score")
            plt.title(source)
            plt.legend()
            plt.show()
        """)
  }

  static func tables(from material: ReportMaterial) -> [ReportTable] {
    let sources = material.sources.filter { !$0.costs.isEmpty }
    if sources.isEmpty { return [] }
    let rows = sources.flatMap { source in
      let knee = knee(of: source)
      return source.front.enumerated().map { (source, $0.element, $0.offset == knee) }
    }
    var names: [String] = []
    for name in sources.flatMap(\.costs) where !names.contains(name) { names.append(name) }
    return [
      ReportTable(
        name: "front",
        columns: [
          ("source", .texts(rows.map(\.0.name))),
          ("number", .integers(rows.map { $0.0.entries[$0.1].number })),
          (
            "arch",
            .texts(rows.map { $0.0.entries[$0.1].text })
          ),
          ("score", .numbers(rows.map { $0.0.entries[$0.1].score })),
        ]
          + names.map { name in
            (name, .numbers(rows.map { $0.0.column(name)?.values[$0.1] ?? .nan }))
          } + [("knee", .truths(rows.map(\.2)))])
    ]
  }

  /// The knee among a source's front.
  private static func knee(of source: ReportSource) -> Int? {
    let objectives = source.study?.objectives ?? []
    return KneePoint.index(
      in: source.front.map { place in
        objectives.map { goal in
          let value = source.column(goal.name)?.values[place] ?? source.entries[place].score
          return goal.higherIsBetter ? value : -value
        }
      })
  }

  private static func pictures(_ material: ReportMaterial) -> [Picture] {
    material.sources.flatMap { source in
      let knee = knee(of: source)
      return source.costs.compactMap(source.column).map {
        Picture(source: source, cost: $0, knee: knee)
      }
    }
  }

  private static func panel(_ picture: Picture) -> ScatterPlot.Panel {
    let source = picture.source
    func point(_ place: Int) -> (x: Double, y: Double) {
      (picture.cost.values[place], source.entries[place].score)
    }
    func isDrawn(_ place: Int) -> Bool {
      source.entries[place].isFeasible && source.entries[place].score.isFinite
        && picture.cost.values[place].isFinite
    }
    let front = source.front.filter(isDrawn)
    return ScatterPlot.Panel(
      title: source.name, labels: (picture.cost.name, "score"),
      layers: [
        ScatterPlot.Layer(
          name: "all", points: source.entries.indices.filter(isDrawn).map(point), style: .many),
        ScatterPlot.Layer(
          name: "front", points: front.map(point).sorted { $0.x < $1.x }, style: .joined),
        ScatterPlot.Layer(
          name: "knee", points: picture.knee.map { [point(source.front[$0])] } ?? [], style: .found
        ),
      ])
  }
}
