import Randomness
import Tensors
import Testing

/// Rankings must not depend on how architectures are put into batches, to the last bit.
///
/// A row's result never depends on the values of the other rows. It does depend on where the row
/// stands: OpenBLAS 0.3.21's Haswell and Zen kernels take rows in groups of twelve, whose two
/// halves round differently, and treat the remainder of the division by twelve in a third way (its
/// AVX-512 kernels treat all alike). Blocks are therefore a multiple of 48 rows long, of which
/// every kernel's group is a divisor, and compared rows stand at the same place modulo 48.
@Suite("Row independence")
struct RowIndependenceTests {
  private static let group = 48

  private static func numbers(_ count: Int, using random: inout SplitMix64) -> [Float] {
    (0..<count).map { _ in Float(random.normal()) }
  }

  @Test(
    "A row's result does not depend on the other rows", arguments: [64, 100, 256], [32, 48, 64])
  func otherRows(rows: Int, width: Int) {
    var random = SplitMix64(seed: UInt64(rows + width))
    let b = Matrix(
      rows: width, columns: width, elements: Self.numbers(width * width, using: &random))
    let row = Self.numbers(width, using: &random)
    for position in [0, 5, 6, 13, rows - 1] {
      var results: Set<[UInt32]> = []
      for _ in 0..<10 {
        var a = Matrix(
          rows: rows, columns: width, elements: Self.numbers(rows * width, using: &random))
        a.elements.replaceSubrange(position * width..<(position + 1) * width, with: row)
        results.insert(a.multiplied(by: b).row(position).map(\.bitPattern))
      }
      #expect(results.count == 1, "row \(position) on \(BLAS.coreName)")
    }
  }

  @Test(
    "A group of 48 rows has the same result in every block of whole groups, at every place",
    arguments: [32, 48, 64, 128])
  func groups(width: Int) {
    var random = SplitMix64(seed: UInt64(width))
    let b = Matrix(
      rows: width, columns: width, elements: Self.numbers(width * width, using: &random))
    let rows = Self.numbers(Self.group * width, using: &random)
    var results: Set<[UInt32]> = []
    for groups in [1, 2, 3, 4, 8, 11, 16] {
      for place in 0..<groups {
        var a = Self.numbers(groups * rows.count, using: &random)
        let range = place * rows.count..<(place + 1) * rows.count
        a.replaceSubrange(range, with: rows)
        let product = Matrix(rows: groups * Self.group, columns: width, elements: a)
          .multiplied(by: b)
        results.insert(product.elements[range].map(\.bitPattern))
      }
    }
    #expect(results.count == 1, "\(results.count) different results on \(BLAS.coreName)")
  }
}
