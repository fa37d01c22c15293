import Plots
import Spaces
import Statistics
import Wording

/// How much several measures agree on the order of the same architectures.
///
/// A proxy that orders architectures like the number of parameters tells nothing new; TG-NAS (arXiv
/// 2404.00271) calls this analysis the proxies' independence.
package enum AgreementSection: ReportSectionMaker {
  /// Numbers of the architectures that all sources have.
  private struct Measures {
    /// In the space's official notation.
    let architectures: [String]
    let columns: [(name: String, values: [Double])]

    /// Nil where there is but one measure.
    ///
    /// - Complexity: O(measures x architectures)
    init?(_ material: ReportMaterial) {
      let columns = material.sources.flatMap(\.columns).count(where: \.isMeasure)
      guard material.sources.count + columns + (material.truth == nil ? 0 : 1) > 1 else {
        return nil
      }
      let places = material.sources.map { source in
        Dictionary(
          source.entries.enumerated().map { ($0.element.architecture, $0.offset) },
          uniquingKeysWith: { first, _ in first })
      }
      var all: [(name: String, values: (Architecture) -> Double?)] = []
      for (place, source) in material.sources.enumerated() {
        let isOnly = material.sources.count == 1
        all.append(
          (isOnly ? "score" : source.name, { places[place][$0].map { source.entries[$0].score } }))
        for column in source.columns where column.isMeasure {
          let name = isOnly ? column.name : "\(source.name) \(column.name)"
          all.append((name, { places[place][$0].map { column.values[$0] } }))
        }
      }
      if let truth = material.truth { all.append((truth.column, { truth.accuracies[$0] })) }
      var (architectures, rows): ([String], [[Double]]) = ([], [])
      var seen: Set<Architecture> = []
      for entry in material.sources[0].entries where seen.insert(entry.architecture).inserted {
        let values = all.compactMap { $0.values(entry.architecture) }
        guard values.count == all.count, !values.contains(where: \.isNaN) else { continue }
        architectures.append(entry.text)
        rows.append(values)
      }
      self.architectures = architectures
      let names = ReportTables.distinct(all.map(\.name), from: ["arch"])
      self.columns = names.enumerated().map { place, name in (name, rows.map { $0[place] }) }
    }
  }

  package static func make(from material: ReportMaterial) throws -> ReportSection? {
    guard let measures = Measures(material) else { return nil }
    let count = measures.architectures.count
    guard count > 1 else {
      return ReportSection(
        title: "Agreement",
        words: ["The sources have \(count) architectures in common: too few to compare."],
        items: [], code: "# The sources have too few architectures in common.")
    }
    let columns = measures.columns
    func map(
      _ label: String, _ correlation: ([Double], [Double]) throws -> Double?
    ) throws -> HeatMap {
      var values = [[Double?]](
        repeating: [Double?](repeating: 1, count: columns.count), count: columns.count)
      for row in columns.indices {
        for column in columns.indices[..<row] {
          let value = try correlation(columns[row].values, columns[column].values)
          (values[row][column], values[column][row]) = (value, value)
        }
      }
      return HeatMap(
        rows: columns.map(\.name), columns: columns.map(\.name), values: values, greatest: 1,
        decimals: 2, label: label)
    }
    return ReportSection(
      title: "Agreement",
      words: [
        "How alike \(columns.count) measures order the \(grouped(count)) architectures that all of "
          + "them have. Measures that agree little are independent: together they may tell more "
          + "than each alone."
      ],
      items: [
        .picture(
          name: "kendall", svg: try map("Kendall's tau-b", RankCorrelation.kendall).svg,
          caption: "Kendall's tau-b of each pair."),
        .picture(
          name: "spearman", svg: try map("Spearman's rho", RankCorrelation.spearman).svg,
          caption: "Spearman's rho of each pair."),
      ],
      code: """
        measures = table("measures").drop(columns="arch")
        for method in ["kendall", "spearman"]:
            # Ranks first: -inf is the lowest score, and pandas would leave it out.
            correlations = measures.rank().corr(method=method)
            plt.figure(figsize=(2.5 + 0.8 * len(correlations), 2 + 0.6 * len(correlations)))
            plt.imshow(correlations, cmap="coolwarm", vmin=-1, vmax=1, aspect="auto")
            for row in range(len(correlations)):
                for column in range(len(correlations)):
                    value = correlations.iloc[row, column]
                    plt.text(column, row, f"{value:.2f}", ha="center", va="center", color="white" \
        if abs(value) > 0.7 else "black")
            plt.xticks(range(len(correlations)), correlations.columns, rotation=35, ha="right")
            plt.yticks(range(len(correlations)), correlations.columns)
            plt.title(method)
            plt.show()
        """)
  }

  package static func tables(from material: ReportMaterial) -> [ReportTable] {
    guard let measures = Measures(material), measures.architectures.count > 1 else { return [] }
    return [
      ReportTable(
        name: "measures",
        columns: [("arch", .texts(measures.architectures))]
          + measures.columns.map { ($0.name, .numbers($0.values)) })
    ]
  }
}
