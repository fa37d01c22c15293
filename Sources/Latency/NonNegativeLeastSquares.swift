/// Finds weights of 0 or more with which features add up to targets as nearly as possible.
public enum NonNegativeLeastSquares {
  /// The share of each feature's own square that is added as a ridge, so that redundant features
  /// share their weight; small beside any noise of measurements.
  static let ridge = 1e-6
  /// Gradients this small, as a share of the largest at the start, are rounding.
  private static let tolerance = 1e-10

  /// Minimises ||A w - b||² + ridge x sum of (A'A)_jj w_j² for w >= 0 by the active-set method of
  /// Lawson and Hanson ("Solving Least Squares Problems", 1974, chapter 23). Features join one by
  /// one, the one that helps most first. Then the others are refitted, and features whose weight
  /// would become negative leave again. The objective is strictly convex, so that there is one
  /// minimum.
  ///
  /// - Parameters:
  ///   - rows: the features of each sample that are not zero, by column; a column occurs once in a
  ///     row
  ///   - columns: the number of features
  /// - Complexity: O(entries of the rows x entries of a row + columns to the power of 4)
  public static func weights(
    rows: [[(column: Int, value: Double)]], columns: Int, targets: [Double]
  ) -> [Double] {
    precondition(rows.count == targets.count, "\(rows.count) rows and \(targets.count) targets")
    let equations = NormalEquations(rows: rows, columns: columns, targets: targets)
    var weights = [Double](repeating: 0, count: columns)
    var free: [Int] = []
    let largest = equations.products.map(abs).max() ?? 0
    // Every feature joins and leaves a few times at most; the bound is for the effects of rounding.
    for _ in 0..<(10 * columns + 10) {
      let descent = equations.descent(at: weights)
      let candidates = descent.indices.filter {
        !free.contains($0) && descent[$0] > tolerance * largest
      }
      guard let next = candidates.max(by: { (descent[$0], $1) < (descent[$1], $0) }) else { break }
      free.append(next)
      while true {
        let solution = equations.solution(for: free)
        let negative = free.indices.filter { solution[$0] <= 0 }
        if negative.isEmpty {
          for (place, column) in free.enumerated() { weights[column] = solution[place] }
          break
        }
        // Moves towards the solution until a weight becomes 0.
        let step =
          negative.map { place in
            let weight = weights[free[place]]
            return weight <= 0 ? 0 : weight / (weight - solution[place])
          }.min() ?? 0
        for (place, column) in free.enumerated() {
          weights[column] += step * (solution[place] - weights[column])
        }
        let leaving = Set(negative.filter { weights[free[$0]] <= tolerance }.map { free[$0] })
        for column in leaving { weights[column] = 0 }
        free.removeAll { leaving.contains($0) }
        if free.isEmpty { break }
      }
    }
    return weights
  }
}

/// A'A with the ridge, and A'b.
private struct NormalEquations {
  let columns: Int
  private(set) var squares: [Double]
  private(set) var products: [Double]

  init(rows: [[(column: Int, value: Double)]], columns: Int, targets: [Double]) {
    self.columns = columns
    squares = [Double](repeating: 0, count: columns * columns)
    products = [Double](repeating: 0, count: columns)
    for (row, target) in zip(rows, targets) {
      for one in row {
        products[one.column] += one.value * target
        for other in row {
          squares[one.column * columns + other.column] += one.value * other.value
        }
      }
    }
    for column in 0..<columns {
      squares[column * columns + column] *= 1 + NonNegativeLeastSquares.ridge
    }
  }

  /// How fast the error falls with each weight.
  func descent(at weights: [Double]) -> [Double] {
    (0..<columns).map { row in
      (0..<columns).reduce(products[row]) { $0 - squares[row * columns + $1] * weights[$1] }
    }
  }

  /// The weights of some features that fit best when all others are 0, by Cholesky's method.
  ///
  /// - Precondition: each of the features occurs in some row.
  func solution(for free: [Int]) -> [Double] {
    let count = free.count
    var lower = [Double](repeating: 0, count: count * count)
    var solution = free.map { products[$0] }
    for row in 0..<count {
      for column in 0...row {
        var sum = squares[free[row] * columns + free[column]]
        for inner in 0..<column {
          sum -= lower[row * count + inner] * lower[column * count + inner]
        }
        lower[row * count + column] =
          row == column ? sum.squareRoot() : sum / lower[column * count + column]
      }
      for column in 0..<row { solution[row] -= lower[row * count + column] * solution[column] }
      solution[row] /= lower[row * count + row]
    }
    for row in (0..<count).reversed() {
      for later in row + 1..<count { solution[row] -= lower[later * count + row] * solution[later] }
      solution[row] /= lower[row * count + row]
    }
    return solution
  }
}
