import Scoring
import Spaces
import Tables
import Wording

/// An explanation as rows.
public struct ExplainedTable {
  /// The most operators that have a column each.
  public static let mostColumns = 10

  private let explanation: Explanation
  private let operators: [Operator]

  public init(_ explanation: Explanation, in space: SearchSpace) {
    (self.explanation, operators) = (explanation, space.operators)
  }

  public static func text(_ score: Double) -> String {
    score.isFinite ? fixed(score, 4) : "\(score)"
  }

  /// A row for each operator, a column for each of those that can be there instead.
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

  /// Whether an operator is what removed ones become, so that a column of its own would say the same.
  private func isRemoval(_ index: Int) -> Bool {
    operators[index].role == .zero
      && explanation.effects.allSatisfy { effect in
        let change = effect.replacements.first { $0.replacement == index }
        return change?.difference == effect.removal?.difference
      }
  }

  /// A row for each change.
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
