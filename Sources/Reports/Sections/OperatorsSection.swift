import Drawing
import Plots
import Scoring
import Spaces
import Wording

/// The contribution of each operator of the best architecture to its score.
enum OperatorsSection: ReportSectionMaker {
  static let removed = "(removed)"
  /// The most operators that have a column each.
  private static let mostColumns = 16
  /// The most places that have a row each: those that change the score the most.
  private static let mostRows = 40

  static func make(from material: ReportMaterial) throws -> ReportSection? {
    guard let explained = material.explained, !explained.explanation.effects.isEmpty else {
      return nil
    }
    let explanation = explained.explanation
    let map = heatMap(explanation, material.space)
    let drawing = CellDrawing(
      of: explanation, in: material.space, attributes: material.attributes)
    return ReportSection(
      title: "Why the best one is good",
      words: [
        "How the score of the best architecture of \(material.sources[0].name), "
          + "\(ReportText.score(explanation.score)) by \(explained.by), changes when one of its "
          + "operators is removed or replaced by another that the space offers there; below 0 "
          + "where the change hurts. Removed means that \(material.space.removalMeaning)."
      ]
        + (explanation.effects.count > mostRows
          ? [
            "Of \(grouped(explanation.effects.count)) operators the map shows the \(mostRows) that "
              + "change the score the most."
          ]
          : []),
      items: [
        .picture(
          name: "operators-drawn", svg: SVGDrawing.text(of: drawing),
          caption:
            "The \(drawing.shading?.title ?? ""); blue operators are those that the score needs.")
      ]
        + (map.map {
          [
            .picture(
              name: "operators", svg: $0.svg,
              caption: "Change in score, by place and what stands there instead.")
          ]
        } ?? []),
      code: """
        display(SVG("pictures/operators-drawn.svg"))
        operators = table("operators")
        changes = operators.pivot_table(index="place", columns="replacement", values="difference", \
        sort=False)
        most = changes.abs().max(axis=1).nlargest(\(mostRows)).index
        changes = changes[changes.index.isin(most)]
        finite = changes.to_numpy()[np.isfinite(changes)]
        limit = abs(finite).max() if len(finite) else 1
        plt.figure(figsize=(1.2 + 0.8 * changes.shape[1], 0.8 + 0.5 * len(changes)))
        plt.imshow(changes.clip(-limit, limit), cmap="coolwarm", vmin=-limit, vmax=limit, \
        aspect="auto")
        plt.xticks(range(changes.shape[1]), changes.columns, rotation=35, ha="right")
        plt.yticks(range(len(changes)), changes.index)
        plt.colorbar(label="change in score")
        plt.show()
        """)
  }

  static func tables(from material: ReportMaterial) -> [ReportTable] {
    guard let explanation = material.explained?.explanation, !explanation.effects.isEmpty else {
      return []
    }
    let operators = material.space.operators
    let rows = explanation.effects.flatMap { effect in
      (([effect.removal].compactMap { $0 }) + effect.replacements).map { (effect.place, $0) }
    }
    return [
      ReportTable(
        name: "operators",
        columns: [
          ("place", .texts(rows.map(\.0.name))),
          ("operator", .texts(rows.map { operators[$0.0.operator].name })),
          (
            "replacement",
            .texts(rows.map { $0.1.replacement.map { operators[$0].name } ?? removed })
          ),
          ("score", .numbers(rows.map(\.1.score))),
          ("difference", .numbers(rows.map(\.1.difference))),
        ])
    ]
  }

  /// The effects with the greatest changes, in the order of the space.
  private static func mostImportant(_ effects: [Explanation.Effect]) -> [Explanation.Effect] {
    let changes = effects.map { effect in
      ([effect.removal].compactMap { $0 } + effect.replacements).map { abs($0.difference) }.max()
        ?? 0
    }
    let order = effects.indices.sorted {
      changes[$0] != changes[$1] ? changes[$0] > changes[$1] : $0 < $1
    }
    return order.prefix(mostRows).sorted().map { effects[$0] }
  }

  /// Places by their possible operators; nil where that would be too many columns to read.
  private static func heatMap(_ explanation: Explanation, _ space: SearchSpace) -> HeatMap? {
    let effects = mostImportant(explanation.effects)
    let offered = Set(effects.flatMap { $0.replacements.compactMap(\.replacement) }).sorted()
    let chosen = offered + Set(effects.map(\.place.operator)).subtracting(offered).sorted()
    let hasRemovals = effects.contains { $0.removal != nil }
    guard chosen.count <= mostColumns else { return nil }
    let values = effects.map { effect -> [Double?] in
      (hasRemovals ? [effect.removal?.difference] : [])
        + chosen.map { column in
          effect.replacements.first { $0.replacement == column }?.difference
        }
    }
    let greatest = values.joined().compactMap { $0 }.filter(\.isFinite).map(abs).max() ?? 0
    return HeatMap(
      rows: effects.map(\.place.name),
      columns: (hasRemovals ? [removed] : []) + chosen.map { space.operators[$0].name },
      values: values, greatest: greatest, decimals: 3, label: "change in score",
      framed: effects.map { effect in
        chosen.firstIndex(of: effect.place.operator).map { $0 + (hasRemovals ? 1 : 0) }
      })
  }
}
