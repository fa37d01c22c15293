/// The Pareto front of all candidates evaluated so far. A member meets all constraints, and no
/// other candidate dominates it. Of candidates equal in all objectives the archive keeps the first.
public struct ParetoArchive<Member: Sendable>: Sendable {
  /// A member of the front with its evaluation.
  public struct Entry: Sendable {
    /// What the caller inserted.
    public let member: Member
    /// Feasible, with finite objectives.
    public let evaluation: Evaluation
  }

  /// The front in order of insertion.
  public private(set) var entries: [Entry] = []
  /// The worst value in each objective among all feasible candidates, turned so that higher is
  /// better. Nil while there is none.
  public private(set) var worst: [Double]?

  /// An empty archive.
  public init() {}

  /// Inserts a candidate unless it is infeasible, dominated, or equal to a member in all
  /// objectives.
  ///
  /// - Returns: whether the candidate is on the front
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

  /// The front by the first objective, the best first. Ties are in order of insertion.
  public var sorted: [Entry] {
    entries.enumerated().sorted { left, right in
      let (one, other) = (
        left.element.evaluation.objectives[0], right.element.evaluation.objectives[0]
      )
      return one == other ? left.offset < right.offset : one > other
    }.map(\.element)
  }
}
