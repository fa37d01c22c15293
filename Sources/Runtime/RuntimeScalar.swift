import Tensors

/// A kind of numbers in which networks are run: single precision, or double where single overflows
/// or where gradients are checked.
public protocol RuntimeScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// C = alpha * op(A) op(B) + beta * C, as `BLAS.multiply`.
  static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    into c: UnsafeMutablePointer<Self>, transposingA: Bool, transposingB: Bool, alpha: Self,
    beta: Self)
}

extension Float: RuntimeScalar {
  @inlinable
  public static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, transposingA: Bool, transposingB: Bool, alpha: Float,
    beta: Float
  ) {
    BLAS.multiply(
      rows: rows, columns: columns, inner: inner, a, b, into: c, transposingA: transposingA,
      transposingB: transposingB, alpha: alpha, beta: beta)
  }
}

extension Double: RuntimeScalar {
  @inlinable
  public static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, transposingA: Bool, transposingB: Bool, alpha: Double,
    beta: Double
  ) {
    BLAS.multiply(
      rows: rows, columns: columns, inner: inner, a, b, into: c, transposingA: transposingA,
      transposingB: transposingB, alpha: alpha, beta: beta)
  }
}
