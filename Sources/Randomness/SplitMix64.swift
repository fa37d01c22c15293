/// The project's seeded generator: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
///
/// The standard library does not promise that its sampling methods keep their results from one
/// version to the next, so every draw that a seed must reproduce goes through this type and the
/// methods of `RandomNumberGenerator` in this module.
public struct SplitMix64: RandomNumberGenerator, Sendable, Equatable, Codable {
  /// The whole state; storing it and putting it back continues the sequence.
  public var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// An independent generator for a named part of the work, so that adding draws to one part does
  /// not shift another.
  public func stream(_ index: UInt64) -> SplitMix64 {
    var child = SplitMix64(seed: state ^ (index &+ 1) &* 0xD1B5_4A32_D192_ED03)
    _ = child.next()
    return child
  }
}
