import Drawing
import Spaces
import Tables
import Wording

/// The best architectures: a row each, the first ones drawn.
enum BestSection: ReportSectionMaker {
  private static let rows = 10

  static func make(from material: ReportMaterial) throws -> ReportSection? {
    let distinct = material.sources.flatMap { source in
      places(in: source, material, count: material.drawn).map { (source, source.entries[$0]) }
    }
    let pictures = distinct.enumerated().map {
      number, found in
      ReportSection.Item.picture(
        name: "best-\(number + 1)",
        svg: SVGDrawing.text(
          of: CellDrawing(
            of: found.1.architecture, in: material.space, attributes: material.attributes)),
        caption: "\(found.0.name), \(found.0.study == nil ? "row" : "trial") "
          + "\(grouped(found.1.number)): score \(ReportText.score(found.1.score))")
    }
    let files = pictures.indices.map { "\"pictures/best-\($0 + 1).svg\"" }
    return ReportSection(
      title: "The best architectures",
      words: [
        "Higher scores are better; only differences mean anything. Of architectures that compute "
          + "the same, only the first is drawn."
      ],
      items: [.table(shown(material), caption: "The \(rows) best of each")] + pictures,
      code: """
        columns = ["source", "arch", "score"]
        display(architectures.sort_values("score", ascending=False, kind="stable")
                .groupby("source", sort=False)[columns].head(\(rows)))
        for picture in [\(list(files))]:
            display(SVG(picture))
        """)
  }

  /// The best architectures with different operator graphs, the best first.
  private static func places(
    in source: ReportSource, _ material: ReportMaterial, count: Int
  ) -> [Int] {
    var seen: Set<OperatorGraph.CanonicalForm?> = []
    var places: [Int] = []
    for place in source.order where places.count < count {
      let graph = material.space.operatorGraph(of: source.entries[place].architecture)
      if seen.insert(graph?.canonicalForm).inserted { places.append(place) }
    }
    return places
  }

  private static func shown(_ material: ReportMaterial) -> ResultTable {
    let names = ReportTables.columnNames(of: material.sources)
    var table = ResultTable(
      columns: ["source", "arch", "score"] + names + (material.truth.map { [$0.column] } ?? []))
    for source in material.sources {
      for place in source.order.prefix(rows) {
        let entry = source.entries[place]
        table.append(
          [
            .text(source.name), .text(entry.text),
            .number(entry.score, decimals: 4),
          ] + names.map { ReportText.cell(source.column($0)?.values[place]) }
            + (material.truth.map {
              [ReportText.cell($0.accuracies[entry.architecture], decimals: $0.decimals)]
            } ?? []))
      }
    }
    return table
  }
}
