/// The best of all that was evaluated, where there is more than one thing to be good at.
struct ParetoArchive {
  /// By the first objective from the best on.
  private(set) var members: [SearchResult.Best] = []
  /// The worst value in each objective.
  private(set) var worst: [Double]?

  /// Keeps what meets all constraints, has a number for every objective, and is not dominated; of equals the first
  /// that was found.
  ///
  /// - Complexity: O(members x objectives)
  mutating func insert(_ found: SearchResult.Best) {
    let objectives = found.evaluation.objectives
    guard found.evaluation.isFeasible, objectives.allSatisfy(\.isFinite) else { return }
    worst = worst.map { zip($0, objectives).map { min($0, $1) } } ?? objectives
    let isBeaten = members.contains { member in
      let known = member.evaluation.objectives
      return known == objectives || dominates(known, objectives)
    }
    if isBeaten { return }
    members.removeAll { dominates(objectives, $0.evaluation.objectives) }
    let place =
      members.firstIndex { $0.evaluation.objectives[0] < objectives[0] } ?? members.count
    members.insert(found, at: place)
  }
}
