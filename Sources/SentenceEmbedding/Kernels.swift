/// The steps of a transformer that are no matrix products, on rows of single-precision numbers.
///
/// They are written for eight numbers at a time, because a compiler may not reorder sums by itself.
/// None depends on where the numbers lie in memory, so equal input gives equal bits.
package enum Kernels {
  typealias Lanes = SIMD8<Float>

  /// Softmax of each row in place: exp(x - max) / sum.
  ///
  /// - Parameter values: [rows, columns]
  package static func softmax(
    _ values: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    for row in 0..<rows {
      let values = values + row * columns
      let largest = maximum(values, count: columns)
      var sums = Lanes.zero
      var index = 0
      while index + 8 <= columns {
        let powers = exponential(load(values + index) - largest)
        store(powers, to: values + index)
        sums += powers
        index += 8
      }
      var sum = sums.sum()
      while index < columns {
        let power = exponential(Lanes(repeating: values[index] - largest))[0]
        values[index] = power
        sum += power
        index += 1
      }
      let factor = 1 / sum
      for index in 0..<columns { values[index] *= factor }
    }
  }

  /// Layer normalization of each row in place: (x - mean) / sqrt(variance + epsilon) * scale +
  /// offset, with the variance of the whole row.
  ///
  /// - Parameters:
  ///   - values: [rows, columns]
  ///   - scale: [columns]
  ///   - offset: [columns]
  package static func normalize(
    _ values: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
    scale: UnsafePointer<Float>, offset: UnsafePointer<Float>, epsilon: Double
  ) {
    for row in 0..<rows {
      let values = values + row * columns
      let mean = sum(values, count: columns) { $0 } / Float(columns)
      let variance = sum(values, count: columns) { ($0 - mean) * ($0 - mean) } / Float(columns)
      let factor = Float(1 / (Double(variance) + epsilon).squareRoot())
      for index in 0..<columns {
        values[index] = (values[index] - mean) * factor * scale[index] + offset[index]
      }
    }
  }

  /// The Gaussian error linear unit in place: x * Phi(x), with the exact normal distribution Phi as
  /// in BERT, not its tanh approximation.
  ///
  /// Phi is 1/2 + x P(x²)/Q(x²), a minimax fit of degrees 6 and 4 over |x| <= 5.2 with an error
  /// below 1e-8; the rounding of single precision adds ten times that.
  package static func gelu(_ values: UnsafeMutablePointer<Float>, count: Int) {
    var index = 0
    while index + 8 <= count {
      store(gelu(load(values + index)), to: values + index)
      index += 8
    }
    while index < count {
      values[index] = gelu(Lanes(repeating: values[index]))[0]
      index += 1
    }
  }

  @inline(__always)
  private static func gelu(_ x: Lanes) -> Lanes {
    let limit = Lanes(repeating: 5.2)
    let lower = x.replacing(with: -limit, where: x .< -limit)
    let clamped = lower.replacing(with: limit, where: lower .> limit)
    let square = clamped * clamped
    var above = Lanes(repeating: 1.267928401160745e-10)
    above = above * square - 2.2876960770190635e-08
    above = above * square + 2.953946932393592e-06
    above = above * square + 0.0001379321765853092
    above = above * square + 0.004298338666558266
    above = above * square + 0.032650262117385864
    above = above * square + 0.3989422023296356
    var below = Lanes(repeating: 5.21067668159958e-05)
    below = below * square + 0.00163964310195297
    below = below * square + 0.027194492518901825
    below = below * square + 0.24850761890411377
    below = below * square + 1
    return x * (0.5 + clamped * above / below)
  }

  /// x / (1 + exp(-x)) of `values`, times the numbers of `others`, in place.
  package static func swish(
    _ values: UnsafeMutablePointer<Float>, multipliedBy others: UnsafePointer<Float>, count: Int
  ) {
    var index = 0
    while index + 8 <= count {
      store(swish(load(values + index)) * load(others + index), to: values + index)
      index += 8
    }
    while index < count {
      values[index] = swish(Lanes(repeating: values[index]))[0] * others[index]
      index += 1
    }
  }

  @inline(__always)
  private static func swish(_ x: Lanes) -> Lanes {
    let isNegative = x .< 0
    let power = exponential(x.replacing(with: -x, where: .!isNegative))
    // exp(x) / (1 + exp(x)) below 0, which does not overflow.
    return x * Lanes(repeating: 1).replacing(with: power, where: isNegative) / (1 + power)
  }

  /// e to the power x for x <= 0, with a relative error below 1e-6; 0 or next to it below -87.
  @inline(__always)
  private static func exponential(_ x: Lanes) -> Lanes {
    let lowest = Lanes(repeating: -87)
    let x = x.replacing(with: lowest, where: x .< lowest)
    // Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits.
    let shifted = x * 1.442695 + 12_582_912
    let whole = shifted - 12_582_912
    // ln 2 in two parts, so that the remainder is exact.
    let rest = x - whole * 0.693359375 + whole * 2.12194440e-4
    // The Taylor polynomial; |rest| <= ln 2 / 2 leaves an error of 1.2e-7 at degree 6.
    var power = Lanes(repeating: 1 / 720)
    power = power * rest + (1 / 120)
    power = power * rest + (1 / 24)
    power = power * rest + (1 / 6)
    power = power * rest + 0.5
    power = power * rest + 1
    power = power * rest + 1
    let exponents = unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &<< 23
    return unsafeBitCast(
      unsafeBitCast(power, to: SIMD8<UInt32>.self) &+ exponents, to: Lanes.self)
  }

  private static func maximum(_ values: UnsafePointer<Float>, count: Int) -> Float {
    var largest = Lanes(repeating: -.infinity)
    var index = 0
    while index + 8 <= count {
      let lanes = load(values + index)
      largest = largest.replacing(with: lanes, where: lanes .> largest)
      index += 8
    }
    var result = largest.max()
    while index < count {
      result = max(result, values[index])
      index += 1
    }
    return result
  }

  @inline(__always)
  private static func sum(
    _ values: UnsafePointer<Float>, count: Int, _ term: (Lanes) -> Lanes
  ) -> Float {
    var sums = Lanes.zero
    var index = 0
    while index + 8 <= count {
      sums += term(load(values + index))
      index += 8
    }
    var result = sums.sum()
    while index < count {
      result += term(Lanes(repeating: values[index]))[0]
      index += 1
    }
    return result
  }

  @inline(__always)
  private static func load(_ address: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(address).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  private static func store(_ lanes: Lanes, to address: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(address).storeBytes(of: lanes, as: Lanes.self)
  }
}
