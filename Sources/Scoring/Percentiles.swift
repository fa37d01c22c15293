/// Computes percentiles among the scores of a whole space or of a sample of it.
public struct Percentiles: Sendable {
  private let sorted: [Double]

  /// - Complexity: O(n log n)
  public init(of scores: some Sequence<Double>) {
    sorted = scores.sorted()
  }

  /// The percentage of the scores that are lower, in 0...100. 0 when there are no scores.
  ///
  /// - Complexity: O(log n)
  public func percentile(of score: Double) -> Double {
    guard !sorted.isEmpty else { return 0 }
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < score { low = middle + 1 } else { high = middle }
    }
    return 100 * Double(low) / Double(sorted.count)
  }
}
