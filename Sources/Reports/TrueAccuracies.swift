import Spaces

/// The accuracies of trained networks of the space.
public struct TrueAccuracies: Sendable {
  /// The file.
  public let path: String
  /// The column of the file.
  public let column: String
  /// Higher is better.
  let accuracies: [Architecture: Double]
  /// Two digits in per cent, four as shares.
  let decimals: Int

  /// - Parameter networks: of an architecture that comes twice the first counts
  public init(
    path: String, column: String, _ networks: some Sequence<(Architecture, Double)>,
    in space: SearchSpace
  ) {
    (self.path, self.column) = (path, column)
    accuracies = Dictionary(
      networks.map { (space.representative(of: $0.0), $0.1) },
      uniquingKeysWith: { first, _ in first }
    )
    decimals = accuracies.values.allSatisfy { abs($0) <= 1 } ? 4 : 2
  }
}
