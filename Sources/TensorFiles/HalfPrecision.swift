/// Conversion between single precision and IEEE half precision.
///
/// It is done here, not by HDF5: version 1.10 of the library rounds wrongly where a carry reaches
/// the exponent (0.99998379 becomes 0.5).
public enum HalfPrecision {
  /// Every half-precision number, infinities and NaN included, is exact in single precision.
  public static func widened(_ bits: [UInt16]) -> [Float] {
    [Float](unsafeUninitializedCapacity: bits.count) { buffer, count in
      for (index, half) in bits.enumerated() {
        buffer[index] = widened(half)
      }
      count = bits.count
    }
  }

  @inlinable
  public static func widened(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF) << 13
    if bits & 0x7C00 == 0x7C00 {
      return Float(bitPattern: sign | 0x7F80_0000 | magnitude)
    }
    // The exponent field moves in place; a multiplication by 2^112 corrects its bias and
    // normalises subnormal numbers at the same time.
    return Float(bitPattern: sign | (Float(bitPattern: magnitude) * 0x1p112).bitPattern)
  }

  /// Rounds to nearest, ties to even.
  public static func narrowed(_ values: [Float]) -> [UInt16] {
    values.map { Float16($0).bitPattern }
  }
}
