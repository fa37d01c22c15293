import CKernels

/// A matrix product whose rows do not influence each other, for scoring.
///
/// OpenBLAS may sum a row in another order when it stands elsewhere in the matrix (its Haswell
/// kernel does), so that a score would depend on the other rows. Here a row of the product depends
/// on the same row of the first factor alone, to the last bit. The naive twin is
/// ``Matrix/naivelyMultiplied(by:)``.
public enum RowKernel {
  /// C = A B, stored row by row without gaps.
  ///
  /// - Parameters:
  ///   - columns: a multiple of ``Lanes/count``
  ///   - a: [rows, inner]
  ///   - b: [inner, columns]
  ///   - c: [rows, columns]
  public static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>
  ) {
    precondition(columns % Lanes.count == 0, "\(columns) columns are no multiple of \(Lanes.count)")
    tgnas_multiply_rows(rows, columns, inner, a, b, c)
  }

  /// C += A B with B in half precision, stored row by row without gaps. The naive twin is
  /// ``Matrix/naivelyMultiplied(by:)`` of the widened numbers.
  ///
  /// - Parameters:
  ///   - a: [rows, inner]
  ///   - b: [inner, columns], bit patterns of IEEE halves
  ///   - c: [rows, columns]
  public static func addProduct(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Float>,
    withHalves b: UnsafePointer<UInt16>, to c: UnsafeMutablePointer<Float>
  ) {
    tgnas_add_product_with_halves(rows, columns, inner, a, b, c)
  }

  /// The vector instructions in use on this processor, such as "AVX-512".
  public static var instructions: String { String(cString: tgnas_vector_instructions()) }
}
