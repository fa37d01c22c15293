import Tensors

/// The directions in which rows vary most (Pearson, 1901), all scaled by one number, so that the
/// components have variance 1 in the mean.
public struct PrincipalComponents: Sendable {
  /// The mean of the rows, [d].
  private let centre: [Double]
  /// [components][d]; nil where rows have no more numbers than components are wanted.
  private let directions: [[Double]]?
  private let factor: Double

  /// - Parameters:
  ///   - rows: [n][d], at least one
  ///   - most: components; rows of no more numbers are only centred and scaled
  /// - Complexity: O(m^2 max(n, d)) with m the smaller of n and d
  public init(of rows: [[Double]], most: Int) {
    let (count, width) = (rows.count, rows[0].count)
    let centre = (0..<width).map { column in
      rows.reduce(0) { $0 + $1[column] } / Double(count)
    }
    let centred = rows.map { row in zip(row, centre).map { $0 - $1 } }
    self.centre = centre
    guard width > most else {
      directions = nil
      factor = PrincipalComponents.factor(centred)
      return
    }
    let directions = PrincipalComponents.directions(of: centred, most: min(most, count))
    self.directions = directions
    factor = PrincipalComponents.factor(
      centred.map { PrincipalComponents.projected($0, directions) })
  }

  /// The components of a row.
  public func callAsFunction(_ row: [Double]) -> [Double] {
    let centred = zip(row, centre).map { $0 - $1 }
    guard let directions else { return centred.map { factor * $0 } }
    return PrincipalComponents.projected(centred, directions).map { factor * $0 }
  }

  private static func projected(_ row: [Double], _ directions: [[Double]]) -> [Double] {
    directions.map { product($0, row) }
  }

  private static func product(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for index in first.indices { sum += first[index] * second[index] }
    return sum
  }

  private static func factor(_ rows: [[Double]]) -> Double {
    let numbers = rows.reduce(0) { $0 + $1.count }
    let square = rows.reduce(0) { $0 + product($1, $1) } / Double(max(1, numbers))
    return square > 0 ? 1 / square.squareRoot() : 1
  }

  private static func directions(of rows: [[Double]], most: Int) -> [[Double]] {
    let (count, width) = (rows.count, rows[0].count)
    let elements = rows.flatMap { $0 }
    // The smaller of the two matrices of products has the same values.
    let isTall = count > width
    let order = min(count, width)
    var products = [Double](repeating: 0, count: order * order)
    BLAS.multiply(
      rows: order, columns: order, inner: max(count, width), elements, elements, into: &products,
      transposingA: isTall, transposingB: !isTall)
    guard let (values, vectors) = SymmetricEigenvalues.withVectors(of: products, order: order)
    else { return [] }
    let largest = max(0, values.last ?? 0)
    var directions: [[Double]] = []
    for place in (0..<order).reversed().prefix(most) {
      // What is left over is rounding.
      guard values[place] > 1e-12 * largest else { break }
      if isTall {
        directions.append(vectors[place])
      } else {
        var direction = [Double](repeating: 0, count: width)
        let length = values[place].squareRoot()
        for row in 0..<count {
          let weight = vectors[place][row] / length
          for column in 0..<width { direction[column] += weight * rows[row][column] }
        }
        directions.append(direction)
      }
    }
    return directions
  }
}
