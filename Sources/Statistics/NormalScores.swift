import Foundation

/// Ranks as quantiles of the normal distribution. Regression needs them because the scale of
/// accuracies means little and outliers, such as diverged trainings, are far out.
package enum NormalScores {
  /// The normal quantile of rank / (n + 1) of each value; equal values share their mean rank.
  ///
  /// - Throws: `TableError` when a value is not a number.
  package static func of(_ values: [Double]) throws -> [Double] {
    let ranks = try RankCorrelation.averageRanks(values)
    return ranks.map { quantile($0 / Double(values.count + 1)) }
  }

  /// The x at which the normal distribution function is `probability`, to the last bits.
  ///
  /// - Precondition: 0 < probability < 1
  package static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "no quantile of \(probability)")
    // Beyond 39 the distribution function is 0 in double precision.
    var (low, high) = (-39.0, 39.0)
    while true {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { return middle }
      if erfc(-middle / 2.0.squareRoot()) / 2 < probability { low = middle } else { high = middle }
    }
  }
}
