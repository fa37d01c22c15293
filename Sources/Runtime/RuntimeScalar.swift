import CKernels
import Tensors

/// A kind of numbers in which networks are run: single precision, or double where single overflows
/// or where gradients are checked.
public protocol RuntimeScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// C = alpha * op(A) op(B) + beta * C, as `BLAS.multiply`.
  static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>,
    into c: UnsafeMutablePointer<Self>, transposingA: Bool, transposingB: Bool, alpha: Self,
    beta: Self)

  /// C[r, p] = sum over k of A[r, k] B[k][offset + p]; rows of C stand `pitch` apart.
  static func multiplyShifted(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Self>, _ b: ShiftedRows<Self>,
    from offset: Int, into c: UnsafeMutablePointer<Self>, pitch: Int)

  /// C[r, k] += sum over images and p of G[r, p] B[k][p]; rows of G stand `pitch` apart and are
  /// zero up to a whole vector, images of G and B stand `step` apart.
  static func addShiftedDots(
    rows: Int, inner: Int, columns: Int, images: Int,
    _ g: (start: UnsafePointer<Self>, pitch: Int, step: Int),
    _ b: (rows: ShiftedRows<Self>, step: Int), to c: UnsafeMutablePointer<Self>)

  /// y[p] = the largest of B[k][p], and the first k that has it.
  static func takeLargest(
    columns: Int, inner: Int, _ b: ShiftedRows<Self>, into y: UnsafeMutablePointer<Self>,
    _ chosen: UnsafeMutablePointer<Int32>)

  /// Adds to two moments the sum of x - centre and of its square.
  static func addMoments(
    _ count: Int, _ x: UnsafePointer<Self>, centre: Double,
    to moments: UnsafeMutablePointer<Double>)

  /// Adds to two moments the sum of g and of g (x - centre).
  static func addGradientMoments(
    _ count: Int, _ g: UnsafePointer<Self>, _ x: UnsafePointer<Self>, centre: Self,
    to moments: UnsafeMutablePointer<Double>)

  /// y = (x - centre) factor + shift.
  static func scale(
    _ count: Int, _ x: UnsafePointer<Self>, centre: Self, factor: Self, shift: Self,
    into y: UnsafeMutablePointer<Self>)

  /// back += factor g - mean - slope (x - centre).
  static func addNormGradient(
    _ count: Int, _ g: UnsafePointer<Self>, _ x: UnsafePointer<Self>, centre: Self, factor: Self,
    mean: Self, slope: Self, to back: UnsafeMutablePointer<Self>)

  /// y = max(x, 0).
  static func rectify(_ count: Int, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>)

  /// back += g where x > 0.
  static func addRectifierGradient(
    _ count: Int, _ x: UnsafePointer<Self>, _ g: UnsafePointer<Self>,
    to back: UnsafeMutablePointer<Self>)

  /// y += x.
  static func add(_ count: Int, _ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>)
}

/// Rows that each begin anywhere.
public typealias ShiftedRows<Scalar> = UnsafePointer<UnsafePointer<Scalar>?>

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

  public static func multiplyShifted(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Float>, _ b: ShiftedRows<Float>,
    from offset: Int, into c: UnsafeMutablePointer<Float>, pitch: Int
  ) {
    tgnas_shifted_products_f32(rows, columns, inner, a, b, offset, c, pitch)
  }

  public static func addShiftedDots(
    rows: Int, inner: Int, columns: Int, images: Int,
    _ g: (start: UnsafePointer<Float>, pitch: Int, step: Int),
    _ b: (rows: ShiftedRows<Float>, step: Int), to c: UnsafeMutablePointer<Float>
  ) {
    tgnas_shifted_dots_f32(
      rows, inner, columns, images, g.start, g.pitch, g.step, b.rows, b.step, c)
  }

  public static func takeLargest(
    columns: Int, inner: Int, _ b: ShiftedRows<Float>, into y: UnsafeMutablePointer<Float>,
    _ chosen: UnsafeMutablePointer<Int32>
  ) {
    tgnas_largest_of_shifted_f32(columns, inner, b, y, chosen)
  }

  public static func addMoments(
    _ count: Int, _ x: UnsafePointer<Float>, centre: Double,
    to moments: UnsafeMutablePointer<Double>
  ) {
    tgnas_line_moments_f32(count, x, centre, moments)
  }

  public static func addGradientMoments(
    _ count: Int, _ g: UnsafePointer<Float>, _ x: UnsafePointer<Float>, centre: Float,
    to moments: UnsafeMutablePointer<Double>
  ) {
    tgnas_gradient_moments_f32(count, g, x, centre, moments)
  }

  public static func scale(
    _ count: Int, _ x: UnsafePointer<Float>, centre: Float, factor: Float, shift: Float,
    into y: UnsafeMutablePointer<Float>
  ) {
    tgnas_scale_line_f32(count, x, centre, factor, shift, y)
  }

  public static func addNormGradient(
    _ count: Int, _ g: UnsafePointer<Float>, _ x: UnsafePointer<Float>, centre: Float,
    factor: Float, mean: Float, slope: Float, to back: UnsafeMutablePointer<Float>
  ) {
    tgnas_add_norm_gradient_f32(count, g, x, centre, factor, mean, slope, back)
  }

  public static func rectify(
    _ count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    tgnas_rectify_f32(count, x, y)
  }

  public static func addRectifierGradient(
    _ count: Int, _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>,
    to back: UnsafeMutablePointer<Float>
  ) {
    tgnas_add_rectifier_gradient_f32(count, x, g, back)
  }

  public static func add(
    _ count: Int, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>
  ) {
    tgnas_add_line_f32(count, x, y)
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

  public static func multiplyShifted(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Double>, _ b: ShiftedRows<Double>,
    from offset: Int, into c: UnsafeMutablePointer<Double>, pitch: Int
  ) {
    tgnas_shifted_products_f64(rows, columns, inner, a, b, offset, c, pitch)
  }

  public static func addShiftedDots(
    rows: Int, inner: Int, columns: Int, images: Int,
    _ g: (start: UnsafePointer<Double>, pitch: Int, step: Int),
    _ b: (rows: ShiftedRows<Double>, step: Int), to c: UnsafeMutablePointer<Double>
  ) {
    tgnas_shifted_dots_f64(
      rows, inner, columns, images, g.start, g.pitch, g.step, b.rows, b.step, c)
  }

  public static func takeLargest(
    columns: Int, inner: Int, _ b: ShiftedRows<Double>, into y: UnsafeMutablePointer<Double>,
    _ chosen: UnsafeMutablePointer<Int32>
  ) {
    tgnas_largest_of_shifted_f64(columns, inner, b, y, chosen)
  }

  public static func addMoments(
    _ count: Int, _ x: UnsafePointer<Double>, centre: Double,
    to moments: UnsafeMutablePointer<Double>
  ) {
    tgnas_line_moments_f64(count, x, centre, moments)
  }

  public static func addGradientMoments(
    _ count: Int, _ g: UnsafePointer<Double>, _ x: UnsafePointer<Double>, centre: Double,
    to moments: UnsafeMutablePointer<Double>
  ) {
    tgnas_gradient_moments_f64(count, g, x, centre, moments)
  }

  public static func scale(
    _ count: Int, _ x: UnsafePointer<Double>, centre: Double, factor: Double, shift: Double,
    into y: UnsafeMutablePointer<Double>
  ) {
    tgnas_scale_line_f64(count, x, centre, factor, shift, y)
  }

  public static func addNormGradient(
    _ count: Int, _ g: UnsafePointer<Double>, _ x: UnsafePointer<Double>, centre: Double,
    factor: Double, mean: Double, slope: Double, to back: UnsafeMutablePointer<Double>
  ) {
    tgnas_add_norm_gradient_f64(count, g, x, centre, factor, mean, slope, back)
  }

  public static func rectify(
    _ count: Int, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>
  ) {
    tgnas_rectify_f64(count, x, y)
  }

  public static func addRectifierGradient(
    _ count: Int, _ x: UnsafePointer<Double>, _ g: UnsafePointer<Double>,
    to back: UnsafeMutablePointer<Double>
  ) {
    tgnas_add_rectifier_gradient_f64(count, x, g, back)
  }

  public static func add(
    _ count: Int, _ x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>
  ) {
    tgnas_add_line_f64(count, x, y)
  }
}
