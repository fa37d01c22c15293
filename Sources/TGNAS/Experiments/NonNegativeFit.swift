import Formulas

/// A sum of terminals with weights that are not negative, fitted to the ranks of accuracies by
/// least squares: what a formula has to beat. Each space has one vote.
///
/// Coordinate descent: with the others fixed, the best weight of a terminal is its correlation with
/// what is left, or 0.
enum NonNegativeFit {
  private static let sweeps = 200

  /// - Parameter problems: of spaces; terminals are columns, in the same order for all
  /// - Returns: one weight for each terminal
  static func weights(_ problems: [(columns: [[Double]], target: [Double])]) -> [Double] {
    guard let first = problems.first else { return [] }
    let count = first.columns.count
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    // Sums over spaces of the products of all pairs.
    var pairs = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var targets = [Double](repeating: 0, count: count)
    for problem in problems {
      for row in 0..<count {
        targets[row] += product(problem.columns[row], problem.target)
        for column in 0...row {
          let value = product(problem.columns[row], problem.columns[column])
          pairs[row][column] += value
          if column < row { pairs[column][row] += value }
        }
      }
    }
    var weights = [Double](repeating: 0, count: count)
    for _ in 0..<sweeps {
      for place in 0..<count where pairs[place][place] > 0 {
        let others = product(pairs[place], weights) - pairs[place][place] * weights[place]
        weights[place] = max(0, (targets[place] - others) / pairs[place][place])
      }
    }
    return weights
  }
}
