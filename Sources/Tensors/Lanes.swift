/// The number of neighbouring numbers that the project's own kernels process at once. Widths of
/// hidden vectors are multiples of it.
public enum Lanes {
  /// The number of lanes.
  public static let count = 16
}

extension UnsafePointer where Pointee == Float {
  /// The sixteen numbers from `offset` on.
  @inlinable @inline(__always)
  public func lanes(at offset: Int) -> SIMD16<Float> {
    UnsafeRawPointer(self + offset).loadUnaligned(as: SIMD16<Float>.self)
  }
}

extension UnsafeMutablePointer where Pointee == Float {
  /// The sixteen numbers from `offset` on.
  @inlinable @inline(__always)
  public func lanes(at offset: Int) -> SIMD16<Float> {
    UnsafeRawPointer(self + offset).loadUnaligned(as: SIMD16<Float>.self)
  }

  @inlinable @inline(__always)
  public func store(_ lanes: SIMD16<Float>, at offset: Int) {
    UnsafeMutableRawPointer(self + offset).storeBytes(of: lanes, as: SIMD16<Float>.self)
  }
}

extension SIMD16 where Scalar == Float {
  /// The sum of the sixteen numbers, always in the same order.
  @inlinable @inline(__always)
  public var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// max(x, 0) of each number.
  ///
  /// By the sign bit: the standard library's ways go lane by lane on the baseline instruction set.
  @inlinable @inline(__always)
  public var rectified: SIMD16<Float> {
    let bits = unsafeBitCast(self, to: SIMD16<Int32>.self)
    return unsafeBitCast(bits & ~(bits &>> 31), to: SIMD16<Float>.self)
  }
}
