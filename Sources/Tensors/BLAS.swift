import COpenBLAS

/// Matrix products on OpenBLAS.
///
/// OpenBLAS runs on one thread: the project splits its work over independent blocks itself, which
/// is faster for matrices this small and keeps every result independent of the number of threads.
public enum BLAS {
  private static let oneThread: Void = openblas_set_num_threads(1)

  /// Has to be called before anything of OpenBLAS is.
  static func useOneThread() { _ = oneThread }

  /// Ends the threads that OpenBLAS starts when it is loaded. They spin before they fall asleep,
  /// which takes a processor from the project's own threads for tens of milliseconds, and never get
  /// work.
  ///
  /// For programs; a library shares OpenBLAS with others.
  public static func endThreads() {
    useOneThread()
    tgnas_end_openblas_threads()
  }

  /// C = alpha * op(A) op(B) + beta * C, stored row by row; op is the transpose where asked for.
  ///
  /// - Parameters:
  ///   - rows: rows of op(A) and of C
  ///   - columns: columns of op(B) and of C
  ///   - inner: columns of op(A), rows of op(B)
  ///   - a: [rows, inner], or [inner, rows] if transposed
  ///   - b: [inner, columns], or [columns, inner] if transposed
  ///   - c: [rows, columns]
  ///   - strideOfA: distance in numbers between the beginnings of two stored rows, for matrices
  ///     that are parts of wider ones; by default the rows follow each other without gaps
  public static func multiply(
    rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    transposingA: Bool = false, transposingB: Bool = false, alpha: Float = 1, beta: Float = 0,
    strideOfA: Int? = nil, strideOfB: Int? = nil, strideOfC: Int? = nil
  ) {
    guard rows > 0, columns > 0 else { return }
    useOneThread()
    cblas_sgemm(
      CblasRowMajor, transposingA ? CblasTrans : CblasNoTrans,
      transposingB ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns), blasint(inner),
      alpha, a, blasint(strideOfA ?? max(1, transposingA ? rows : inner)), b,
      blasint(strideOfB ?? max(1, transposingB ? inner : columns)), beta, c,
      blasint(strideOfC ?? columns))
  }

  /// The same in double precision, for matrices whose rows follow each other without gaps.
  public static func multiply(
    rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    transposingA: Bool = false, transposingB: Bool = false, alpha: Double = 1, beta: Double = 0
  ) {
    guard rows > 0, columns > 0 else { return }
    useOneThread()
    cblas_dgemm(
      CblasRowMajor, transposingA ? CblasTrans : CblasNoTrans,
      transposingB ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns), blasint(inner),
      alpha, a, blasint(max(1, transposingA ? rows : inner)), b,
      blasint(max(1, transposingB ? inner : columns)), beta, c, blasint(columns))
  }

  /// The kernel family that OpenBLAS chose for this processor, such as "Haswell". Last digits of
  /// results differ between families.
  public static var coreName: String { String(cString: openblas_get_corename()) }

  /// Version and build options, such as "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ...".
  public static var configuration: String { String(cString: openblas_get_config()) }
}

extension Matrix {
  /// The product `self * other`, [rows, other.columns].
  public func multiplied(by other: Matrix) -> Matrix {
    precondition(columns == other.rows, "inner sizes differ: \(columns) and \(other.rows)")
    var product = Matrix(rows: rows, columns: other.columns)
    product.elements.withUnsafeMutableBufferPointer { c in
      elements.withUnsafeBufferPointer { a in
        other.elements.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          BLAS.multiply(rows: rows, columns: other.columns, inner: columns, a, b, into: c)
        }
      }
    }
    return product
  }

  /// The product of `self` with the transpose of `other`, [rows, other.rows].
  public func multiplied(byTransposed other: Matrix) -> Matrix {
    precondition(columns == other.columns, "inner sizes differ: \(columns) and \(other.columns)")
    var product = Matrix(rows: rows, columns: other.rows)
    product.elements.withUnsafeMutableBufferPointer { c in
      elements.withUnsafeBufferPointer { a in
        other.elements.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          BLAS.multiply(
            rows: rows, columns: other.rows, inner: columns, a, b, into: c, transposingB: true)
        }
      }
    }
    return product
  }

  /// The naive twin of ``multiplied(by:)``, with double-precision sums.
  public func naivelyMultiplied(by other: Matrix) -> Matrix {
    precondition(columns == other.rows, "inner sizes differ: \(columns) and \(other.rows)")
    var product = Matrix(rows: rows, columns: other.columns)
    for row in 0..<rows {
      for column in 0..<other.columns {
        var sum = 0.0
        for index in 0..<columns {
          sum += Double(self[row, index]) * Double(other[index, column])
        }
        product[row, column] = Float(sum)
      }
    }
    return product
  }
}
