/// The Pareto front of what was evaluated so far: what meets all constraints and nothing dominates; of several that
/// are equal in all objectives the first that came.
public struct ParetoArchive<Member: Sendable>: Sendable {
  public struct Entry: Sendable {
    public let member: Member
    public let evaluation: Evaluation
  }

  /// In the order in which they came.
  public private(set) var entries: [Entry] = []
  /// The worst value in each objective of all that met the constraints, turned so that higher is better; nil while
  /// there was none.
  public private(set) var worst: [Double]?

  public init() {}

  /// - Returns: whether it is on the front
  /// - Complexity: O(objectives x size of the front)
  @discardableResult
  public mutating func insert(_ member: Member, _ evaluation: Evaluation) -> Bool {
    guard evaluation.isComparable else { return false }
    let objectives = evaluation.objectives
    worst = worst.map { zip($0, objectives).map { min($0, $1) } } ?? objectives
    let isBeaten = entries.contains { entry in
      let known = entry.evaluation.objectives
      return known == objectives || dominates(known, objectives)
    }
    if isBeaten { return false }
    entries.removeAll { dominates(objectives, $0.evaluation.objectives) }
    entries.append(Entry(member: member, evaluation: evaluation))
    return true
  }

  /// By the first objective from the best on, of equals in the order in which they came.
  public var sorted: [Entry] {
    entries.enumerated().sorted { left, right in
      let (one, other) = (
        left.element.evaluation.objectives[0], right.element.evaluation.objectives[0]
      )
      return one == other ? left.offset < right.offset : one > other
    }.map(\.element)
  }
}
