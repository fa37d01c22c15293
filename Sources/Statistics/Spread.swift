/// Mean and sample standard deviation of one figure over several seeds.
public struct Spread: Equatable, Sendable {
  /// The number of values.
  public let count: Int
  /// The mean of the values.
  public let mean: Double
  /// With the divisor n - 1; nil for a single value, of which no spread can be known.
  public let standardDeviation: Double?

  /// Nil for no values.
  ///
  /// - Complexity: O(n)
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    count = values.count
    self.mean = mean
    standardDeviation =
      values.count == 1
      ? nil
      : (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
        .squareRoot()
  }
}
