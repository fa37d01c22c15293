import COpenBLAS

/// Eigenvalues of symmetric matrices, by LAPACK.
public enum SymmetricEigenvalues {
  /// In rising order, [n].
  ///
  /// - Parameter matrix: [n, n], of which one triangle is read
  /// - Returns: nil where a number is not finite or LAPACK does not converge.
  /// - Complexity: O(n^3)
  public static func of(_ matrix: [Double], order: Int) -> [Double]? {
    precondition(matrix.count == order * order, "a square matrix is expected")
    guard matrix.allSatisfy({ $0.isFinite }) else { return nil }
    var elements = matrix
    var values = [Double](repeating: 0, count: order)
    let size = max(1, 34 * order)
    var work = [Double](repeating: 0, count: size)
    var (count, room, status): (blasint, blasint, blasint) = (blasint(order), blasint(size), 0)
    var stride = blasint(max(1, order))
    BLAS.useOneThread()
    dsyev_("N", "L", &count, &elements, &stride, &values, &work, &room, &status, 1, 1)
    return status == 0 ? values : nil
  }
}
