import Randomness
import Tensors
import TestSupport
import Testing

/// Products with weights as they lie in a model's file.
@Suite("Products with stored numbers")
struct StoredProductTests {
  /// Numbers of a format, as bytes. Scales are such that numbers are about 1.
  private static func bytes(
    _ format: StoredFormat, count: Int, _ random: inout SplitMix64
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    func add(_ half: Float16) {
      bytes += [UInt8(truncatingIfNeeded: half.bitPattern), UInt8(half.bitPattern >> 8)]
    }
    for _ in 0..<count / format.blockLength {
      switch format {
      case .float32:
        withUnsafeBytes(of: Float(random.normal()).bitPattern.littleEndian) { bytes += $0 }
      case .float16: add(Float16(random.normal()))
      case .bfloat16:
        let bits = Float(random.normal()).bitPattern >> 16
        bytes += [UInt8(truncatingIfNeeded: bits), UInt8(bits >> 8)]
      case .q4_0, .q4_1, .q8_0:
        add(Float16(random.normal() / 8))
        if format == .q4_1 { add(Float16(random.normal())) }
        for _ in 0..<(format == .q8_0 ? 32 : 16) {
          bytes.append(UInt8.random(in: .min ... .max, using: &random))
        }
      }
    }
    return bytes
  }

  /// The numbers of a block, by the formulas of ggml's documentation.
  private static func naive(_ format: StoredFormat, _ bytes: [UInt8], count: Int) -> [Float] {
    func half(_ place: Int) -> Float {
      Float(Float16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8))
    }
    return (0..<count).map { index in
      let start = index / format.blockLength * format.blockBytes
      let inner = index % format.blockLength
      switch format {
      case .float32:
        return Float(
          bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
      case .float16: return half(start)
      case .bfloat16:
        return Float(bitPattern: UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 24)
      case .q8_0: return half(start) * Float(Int8(bitPattern: bytes[start + 2 + inner]))
      case .q4_0, .q4_1:
        let byte = bytes[start + (format == .q4_0 ? 2 : 4) + inner % 16]
        let four = Float(inner < 16 ? byte & 15 : byte >> 4)
        return format == .q4_0 ? half(start) * (four - 8) : half(start) * four + half(start + 2)
      }
    }
  }

  private static func unpacked(_ format: StoredFormat, _ bytes: [UInt8], count: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { bytes in
        if let from = bytes.baseAddress, let to = buffer.baseAddress {
          format.unpack(from, count: count, into: to)
        }
      }
      initialized = count
    }
  }

  private static func product(
    _ a: [Float], _ bytes: [UInt8], _ format: StoredFormat, addedTo c: [Float], rows: Int,
    columns: Int, inner: Int
  ) -> [Float] {
    var c = c
    c.withUnsafeMutableBufferPointer { c in
      a.withUnsafeBufferPointer { a in
        bytes.withUnsafeBytes { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          RowKernel.addProduct(
            rows: rows, columns: columns, inner: inner, a, withStored: b, format, to: c)
        }
      }
    }
    return c
  }

  @Test("Numbers are unpacked as ggml documents them", arguments: StoredFormat.allCases)
  func unpacking(format: StoredFormat) {
    var random = SplitMix64(seed: 5)
    for count in [32, 4_096, 4_096 + 64] {
      let bytes = Self.bytes(format, count: count, &random)
      #expect(bytes.count == format.bytes(of: count))
      #expect(
        Self.unpacked(format, bytes, count: count) == Self.naive(format, bytes, count: count))
    }
  }

  @Test("Every half is widened exactly")
  func everyHalf() {
    let halves = (UInt16.min...UInt16.max).filter { Float16(bitPattern: $0).isFinite }
    let bytes = halves.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    #expect(
      Self.unpacked(.float16, bytes, count: halves.count)
        == halves.map { Float(Float16(bitPattern: $0)) })
  }

  @Test(
    "Products equal what plain loops in double precision give, within the rounding error",
    arguments: StoredFormat.allCases)
  func naiveTwin(format: StoredFormat) {
    var random = SplitMix64(seed: 6)
    for (rows, columns, inner) in [
      (1, 1, 32), (2, 64, 64), (3, 80, 256), (5, 131, 288), (6, 144, 608), (20, 96, 32),
      (25, 64, 512),
    ] {
      let a = (0..<rows * inner).map { _ in Float(random.normal()) }
      let bytes = Self.bytes(format, count: columns * inner, &random)
      let b = Self.naive(format, bytes, count: columns * inner)
      let before = (0..<rows * columns).map { _ in Float(random.normal()) }
      let c = Self.product(
        a, bytes, format, addedTo: before, rows: rows, columns: columns, inner: inner)
      var (expected, tolerance): ([Float], [Double]) = ([], [])
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = Double(before[row * columns + column])
          var magnitude = abs(sum)
          for index in 0..<inner {
            let term = Double(a[row * inner + index]) * Double(b[column * inner + index])
            (sum, magnitude) = (sum + term, magnitude + abs(term))
          }
          expected.append(Float(sum))
          tolerance.append(RoundingError.gamma(inner + 2) * magnitude)
        }
      }
      expectClose(c, expected, "\(rows) x \(inner) x \(columns)", columns: columns) {
        tolerance[$0]
      }
    }
  }

  @Test(
    "A row's result does not depend on the number of rows or its place, to the last bit",
    arguments: [StoredFormat.float32, .q4_1])
  func rowsAreIndependent(format: StoredFormat) {
    let (columns, inner) = (150, 320)
    var random = SplitMix64(seed: 7)
    let bytes = Self.bytes(format, count: columns * inner, &random)
    let row = (0..<inner).map { _ in Float(random.normal()) }
    let start = (0..<columns).map { _ in Float(random.normal()) }
    let alone = Self.product(
      row, bytes, format, addedTo: start, rows: 1, columns: columns, inner: inner)
    for rows in 2...14 {
      let place = rows * 2 / 3
      var a = (0..<rows * inner).map { _ in Float(random.normal()) }
      var c = (0..<rows * columns).map { _ in Float(random.normal()) }
      a.replaceSubrange(place * inner..<(place + 1) * inner, with: row)
      c.replaceSubrange(place * columns..<(place + 1) * columns, with: start)
      let result = Self.product(
        a, bytes, format, addedTo: c, rows: rows, columns: columns, inner: inner)
      #expect(Array(result[place * columns..<(place + 1) * columns]) == alone, "\(rows) rows")
    }
  }
}
