#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The loss that training minimises over a batch of architectures of one space and one task.
package enum Loss: Sendable, Equatable {
  /// Pairwise logistic ranking loss: the mean of log(1 + exp(s_worse - s_better)) over all pairs
  /// whose targets differ by more than `margin`.
  ///
  /// The targets are rank quantiles, because accuracies of two spaces are not comparable.
  case ranking(margin: Float)
  /// The mean of (score - target)^2.
  case squaredError

  /// The loss and its derivative by each score.
  ///
  /// - Complexity: O(B^2) for the ranking loss, B architectures.
  package func callAsFunction(
    _ scores: [Float], _ targets: [Float]
  ) -> (value: Float, derivative: [Float]) {
    precondition(scores.count == targets.count, "one target for each score")
    switch self {
    case .ranking(let margin): return ranking(scores, targets, margin)
    case .squaredError:
      let count = Float(scores.count)
      let errors = zip(scores, targets).map { $0 - $1 }
      return (errors.reduce(0) { $0 + $1 * $1 } / count, errors.map { 2 * $0 / count })
    }
  }

  private func ranking(
    _ scores: [Float], _ targets: [Float], _ margin: Float
  ) -> (value: Float, derivative: [Float]) {
    var derivative = [Float](repeating: 0, count: scores.count)
    var sum = 0.0
    var pairs = 0
    // Best target first: every pair is met once, with the better one first.
    let order = targets.indices.sorted { (targets[$0], $0) > (targets[$1], $1) }
    for (position, better) in order.enumerated() {
      for worse in order[(position + 1)...] where targets[better] - targets[worse] > margin {
        let difference = scores[worse] - scores[better]
        let power = exp(-abs(difference))
        sum += Double(max(difference, 0) + log1p(power))
        let slope = (difference > 0 ? 1 : power) / (1 + power)
        derivative[worse] += slope
        derivative[better] -= slope
        pairs += 1
      }
    }
    guard pairs > 0 else { return (0, derivative) }
    return (Float(sum / Double(pairs)), derivative.map { $0 / Float(pairs) })
  }
}
