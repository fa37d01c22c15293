import Randomness
import Tensors
import TestSupport
import Testing

@Suite("Matrix product")
struct MatrixProductTests {
  /// A stored matrix whose rows are `stride` numbers apart; the numbers between them are NaN.
  private static func stored(
    rows: Int, columns: Int, stride: Int, using random: inout SplitMix64
  ) -> [Float] {
    var numbers = [Float](repeating: .nan, count: rows * stride)
    for row in 0..<rows {
      for column in 0..<columns { numbers[row * stride + column] = Float(random.normal()) }
    }
    return numbers
  }

  @Test(
    "Every transposition, stride, alpha and beta gives the naive sum within its rounding error",
    arguments: [
      (1, 1, 1), (1, 7, 3), (5, 1, 2), (3, 2, 1), (17, 13, 31), (64, 48, 32), (65, 33, 129),
      (130, 67, 5), (2, 3, 0),
    ], [(false, false), (false, true), (true, false), (true, true)])
  func naiveTwin(sizes: (Int, Int, Int), transposing: (a: Bool, b: Bool)) {
    let (rows, columns, inner) = sizes
    var random = SplitMix64(seed: UInt64(rows * 1000 + columns * 10 + inner))
    for (gap, alpha, beta) in [(0, 1, 0), (3, -0.5, 1), (1, 2, -0.25)] as [(Int, Float, Float)] {
      let (aRows, aColumns) = transposing.a ? (inner, rows) : (rows, inner)
      let (bRows, bColumns) = transposing.b ? (columns, inner) : (inner, columns)
      let (aStride, bStride, cStride) = (aColumns + gap, bColumns + gap, columns + gap)
      let a = Self.stored(rows: aRows, columns: aColumns, stride: aStride, using: &random)
      let b = Self.stored(rows: bRows, columns: bColumns, stride: bStride, using: &random)
      var c = Self.stored(rows: rows, columns: columns, stride: cStride, using: &random)
      if beta == 0 { c = c.map { _ in .nan } }  // what is overwritten may hold anything
      let before = c
      c.withUnsafeMutableBufferPointer { c in
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            // A matrix without numbers may have no address.
            let nothing = UnsafeMutablePointer<Float>.allocate(capacity: 1)
            defer { nothing.deallocate() }
            BLAS.multiply(
              rows: rows, columns: columns, inner: inner, a.baseAddress ?? .init(nothing),
              b.baseAddress ?? .init(nothing), into: c.baseAddress ?? nothing,
              transposingA: transposing.a, transposingB: transposing.b, alpha: alpha, beta: beta,
              strideOfA: gap == 0 ? nil : aStride, strideOfB: gap == 0 ? nil : bStride,
              strideOfC: gap == 0 ? nil : cStride)
          }
        }
      }
      var (actual, expected, tolerance) = ([Float](), [Float](), [Double]())
      for row in 0..<rows {
        for column in 0..<columns {
          var (sum, magnitude) = (0.0, 0.0)
          for index in 0..<inner {
            let left = a[transposing.a ? index * aStride + row : row * aStride + index]
            let right = b[transposing.b ? column * bStride + index : index * bStride + column]
            sum += Double(left) * Double(right)
            magnitude += abs(Double(left) * Double(right))
          }
          let old = beta == 0 ? 0 : Double(beta) * Double(before[row * cStride + column])
          actual.append(c[row * cStride + column])
          expected.append(Float(Double(alpha) * sum + old))
          // The sum, its scaling by alpha, beta's product, their sum, and the rounding of
          // `expected`.
          tolerance.append(
            RoundingError.gamma(inner + 4) * (abs(Double(alpha)) * magnitude + abs(old)))
        }
        let gapNumbers = c[(row * cStride + columns)..<((row + 1) * cStride)]
        let isUntouched = gapNumbers.allSatisfy { $0.isNaN }
        #expect(isUntouched, "the gap after row \(row) was written to")
      }
      expectClose(actual, expected, "\(sizes) \(transposing) gap \(gap)", columns: columns) {
        tolerance[$0]
      }
    }
  }

  @Test(
    "Matrices multiply as their naive twins do", arguments: [(1, 1, 1), (7, 0, 3), (33, 65, 17)])
  func matrices(rows: Int, inner: Int, columns: Int) {
    var random = SplitMix64(seed: 5)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map { _ in Float(random.uniform(in: -1..<1)) })
    }
    let (a, b) = (matrix(rows, inner), matrix(inner, columns))
    let product = a.multiplied(by: b)
    #expect(product.rows == rows && product.columns == columns)
    // Every product is below 1.
    expectClose(
      product.elements, a.naivelyMultiplied(by: b).elements,
      within: RoundingError.gamma(inner + 1) * Double(inner), columns: columns)
  }

  @Test("A matrix lies row by row")
  func layout() {
    var matrix = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    matrix[1, 2] = 7
    #expect(matrix.elements == [1, 2, 3, 4, 5, 7])
    #expect(Array(matrix.row(1)) == [4, 5, 7])
    #expect(Matrix(rows: 2, columns: 2, repeating: 3).elements == [3, 3, 3, 3])
  }

  @Test("OpenBLAS names its kernels and version")
  func description() {
    #expect(!BLAS.coreName.isEmpty)
    #expect(BLAS.configuration.hasPrefix("OpenBLAS"))
  }
}
