import COpenBLAS

/// Eigenvalues and eigenvectors of symmetric matrices, by LAPACK.
public enum SymmetricEigenvalues {
  /// In rising order, [n].
  ///
  /// - Parameter matrix: [n, n], of which one triangle is read
  /// - Returns: nil where a number is not finite or LAPACK does not converge.
  /// - Complexity: O(n^3)
  public static func of(_ matrix: [Double], order: Int) -> [Double]? {
    decomposition(matrix, order, "N")?.values
  }

  /// The values in rising order, [n], and with each a vector of length 1, [n, n], in rows. The sign
  /// of a vector makes its largest number positive, so that the same matrix gives the same vectors.
  ///
  /// - Parameter matrix: [n, n], of which one triangle is read
  /// - Returns: nil where a number is not finite or LAPACK does not converge.
  /// - Complexity: O(n^3)
  public static func withVectors(
    of matrix: [Double], order: Int
  ) -> (values: [Double], vectors: [[Double]])? {
    guard let (values, elements) = decomposition(matrix, order, "V") else { return nil }
    // Fortran's columns are our rows.
    let vectors = (0..<order).map { row in
      let vector = Array(elements[row * order..<(row + 1) * order])
      let largest = vector.max { abs($0) < abs($1) } ?? 0
      return largest < 0 ? vector.map { -$0 } : vector
    }
    return (values, vectors)
  }

  private static func decomposition(
    _ matrix: [Double], _ order: Int, _ job: String
  ) -> (values: [Double], elements: [Double])? {
    precondition(matrix.count == order * order, "a square matrix is expected")
    guard matrix.allSatisfy({ $0.isFinite }) else { return nil }
    var elements = matrix
    var values = [Double](repeating: 0, count: order)
    let size = max(1, 34 * order)
    var work = [Double](repeating: 0, count: size)
    var (count, room, status): (blasint, blasint, blasint) = (blasint(order), blasint(size), 0)
    var stride = blasint(max(1, order))
    BLAS.useOneThread()
    dsyev_(job, "L", &count, &elements, &stride, &values, &work, &room, &status, 1, 1)
    return status == 0 ? (values, elements) : nil
  }
}
