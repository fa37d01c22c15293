import Scoring
import Spaces
import Tables
import Wording

/// An explanation as a table.
public struct ExplainedTable {
  /// The most operators for which the table for people has columns.
  public static let mostColumns = 10

  private let explanation: Explanation
  private let operators: [Operator]

  /// - Parameter space: the space of the explained architecture
  public init(_ explanation: Explanation, in space: SearchSpace) {
    (self.explanation, operators) = (explanation, space.operators)
  }

  /// A score as text, as it is printed.
  public static func text(_ score: Double) -> String {
    score.isFinite ? fixed(score, 4) : "\(score)"
  }

  /// One row for each operator, one column for each operator that can replace it.
  public var forPeople: ResultTable {
    let offered = Set(
      explanation.effects.flatMap { $0.replacements.compactMap(\.replacement) }
    ).filter { !isRemoval($0) }
    guard offered.count <= ExplainedTable.mostColumns else { return changes }
    let columns = offered.sorted()
    var table = ResultTable(
      columns: ["place", "operator", "removed"] + columns.map { operators[$0].name })
    for effect in explanation.effects {
      let changes =
        [effect.removal]
        + columns.map { column in
          effect.replacements.first { $0.replacement == column }
        }
      table.append(
        [.text(effect.place.name), .text(operators[effect.place.operator].name)]
          + changes.map { $0.map { .number($0.difference, decimals: 4) } ?? .missing })
    }
    return table
  }

  /// Whether replacing by this operator is the same as a removal, so that it needs no column.
  private func isRemoval(_ index: Int) -> Bool {
    operators[index].role == .zero
      && explanation.effects.allSatisfy { effect in
        let change = effect.replacements.first { $0.replacement == index }
        return change?.difference == effect.removal?.difference
      }
  }

  /// One row for each change.
  public var changes: ResultTable {
    var table = ResultTable(columns: ["place", "operator", "replacement", "score", "difference"])
    for effect in explanation.effects {
      for change in [effect.removal].compactMap({ $0 }) + effect.replacements {
        table.append([
          .text(effect.place.name), .text(operators[effect.place.operator].name),
          change.replacement.map { .text(operators[$0].name) } ?? .missing,
          .number(change.score, decimals: 4), .number(change.difference, decimals: 4),
        ])
      }
    }
    return table
  }
}
