import Search

/// The trials that no other dominates, while more come.
struct GrowingFront {
  /// In the order in which they came.
  private(set) var members: [(number: Int, objectives: [Double])] = []

  /// - Returns: whether no trial so far dominates it; trials that violate a constraint or compute nothing are
  ///   on no front
  /// - Complexity: O(objectives x size of the front)
  mutating func insert(_ number: Int, _ evaluation: Evaluation) -> Bool {
    let objectives = evaluation.objectives
    guard evaluation.isFeasible, objectives.allSatisfy(\.isFinite),
      !members.contains(where: { dominates($0.objectives, objectives) })
    else { return false }
    members.removeAll { dominates(objectives, $0.objectives) }
    members.append((number, objectives))
    return true
  }
}
