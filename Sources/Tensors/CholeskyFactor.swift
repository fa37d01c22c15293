import COpenBLAS
import Foundation

/// The Cholesky factor of a symmetric positive definite matrix, by LAPACK.
public struct CholeskyFactor: Sendable {
  /// n
  public let order: Int
  /// [n, n]; LAPACK's lower triangle, column by column.
  private let elements: [Double]

  /// - Parameter matrix: [n, n], of which one triangle is read
  /// - Returns: nil when the matrix is not positive definite.
  /// - Complexity: O(n^3)
  public init?(_ matrix: [Double], order: Int) {
    precondition(matrix.count == order * order, "a square matrix is expected")
    var elements = matrix
    var (size, status): (blasint, blasint) = (blasint(order), 0)
    var stride = blasint(max(1, order))
    BLAS.useOneThread()
    dpotrf_("L", &size, &elements, &stride, &status, 1)
    guard status == 0 else { return nil }
    (self.order, self.elements) = (order, elements)
  }

  /// The solution x of A x = b, [n].
  public func solving(_ right: [Double]) -> [Double] {
    precondition(right.count == order, "one number for each row")
    var solution = right
    var (size, one, status): (blasint, blasint, blasint) = (blasint(order), 1, 0)
    var stride = blasint(max(1, order))
    var strideOfSides = stride
    BLAS.useOneThread()
    dpotrs_("L", &size, &one, elements, &stride, &solution, &strideOfSides, &status, 1)
    precondition(status == 0, "LAPACK refused argument \(-status)")
    return solution
  }

  /// The solutions x of L x = b for several right sides b, where A = L L'. The squares of each x
  /// add up to b' A^(-1) b.
  ///
  /// - Parameter rights: [count, n], one right side after the other
  /// - Complexity: O(n^2 count)
  public func halfSolving(_ rights: [Double], count: Int) -> [Double] {
    precondition(rights.count == count * order, "one number for each row of each right side")
    guard count > 0 else { return [] }
    var solutions = rights
    BLAS.useOneThread()
    cblas_dtrsm(
      CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, blasint(order),
      blasint(count), 1, elements, blasint(order), &solutions, blasint(order))
    return solutions
  }

  /// log det A.
  public var logDeterminant: Double {
    (0..<order).reduce(0) { $0 + 2 * log(elements[$1 * order + $1]) }
  }
}
