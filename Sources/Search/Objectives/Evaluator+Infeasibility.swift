import Randomness
import Spaces
import Wording

extension Evaluator {
  /// The largest space that is examined whole. Of a larger one a random sample is examined.
  private static var largestWhole: Int { 20_000 }
  private static var sampleSize: Int { 2_000 }

  /// Explains in one sentence why a search found no feasible architecture. It names the constraint
  /// that excludes every architecture. The constraints are measured on the whole space, or on a
  /// random sample together with the best architecture of the search.
  func infeasibility(after run: SearchRun) throws -> UserError {
    let isWhole = space.size.isAtMost(Self.largestWhole)
    var random = SplitMix64(seed: 0)
    var architectures =
      isWhole
      ? Array(space.architectures)
      : (0..<Self.sampleSize).map { _ in space.sample(using: &random) }
    if !isWhole, let closest = run.best { architectures.append(closest.architecture) }
    // Architectures that compute nothing do not count.
    architectures = architectures.filter { space.operatorGraph(of: $0) != nil }
    let scores = [Double](repeating: 0, count: architectures.count)
    var values: [[Double]] = []
    for constraint in goals.constraints {
      values.append(try constraint.objective.values(of: architectures, scores: scores))
    }
    let among =
      isWhole
      ? "the \(architectures.count) architectures of \(space.name)"
      : "\(architectures.count) architectures of \(space.name)"
    func text(_ value: Double, _ constraint: SearchGoals.Constraint) -> String {
      type(of: constraint.objective).quantity.text(of: value)
    }
    // A constraint that no architecture meets.
    for (constraint, values) in zip(goals.constraints, values) {
      guard let least = values.min(), least > constraint.bound else { continue }
      return UserError(
        "nothing meets \(constraint.text): the least \(constraint.objective.label) of \(among) is "
          + "\(text(least, constraint))")
    }
    // A constraint that no architecture meets together with the constraints before it.
    var meeting = Array(architectures.indices)
    for (number, constraint) in goals.constraints.enumerated() {
      let next = meeting.filter { values[number][$0] <= constraint.bound }
      if next.isEmpty, let least = meeting.map({ values[number][$0] }).min() {
        let others = Sentence.list(goals.constraints[..<number].map(\.text))
        return UserError(
          "nothing meets \(constraint.text) together with \(others): of those of \(among) "
            + "that meet the latter, the least \(constraint.objective.label) is "
            + "\(text(least, constraint))")
      }
      meeting = next
    }
    return UserError(
      "the search met not all of \(Sentence.list(goals.constraints.map(\.text))) "
        + "in \(run.evaluations) evaluations, though "
        + "\(meeting.count) of \(among) do; allow more with \(set: .budget)")
  }
}
