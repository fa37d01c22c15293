/// The generator of Python's `random` module, for orders that published benchmarks drew with it:
/// MT19937 (Matsumoto and Nishimura, ACM TOMACS 1998), seeded as their `init_by_array` does.
///
/// The project's own draws come from ``SplitMix64``.
public struct MersenneTwister: Sendable {
  private static let size = 624
  private static let middle = 397
  private var words: [UInt32]
  private var place = MersenneTwister.size

  /// The state after Python's `random.seed(seed)`.
  public init(seed: UInt32) {
    let size = MersenneTwister.size
    words = [UInt32](repeating: 0, count: size)
    words[0] = 19_650_218
    for index in 1..<size { words[index] = spread(index, by: 1_812_433_253) &+ UInt32(index) }
    // The key has one word, so that each word of the state is mixed with the whole seed.
    var index = 1
    func advance(_ words: inout [UInt32]) {
      index += 1
      if index == size {
        words[0] = words[size - 1]
        index = 1
      }
    }
    for _ in 0..<size {
      words[index] = (words[index] ^ spread(index, by: 1_664_525)) &+ seed
      advance(&words)
    }
    for _ in 1..<size {
      words[index] = (words[index] ^ spread(index, by: 1_566_083_941)) &- UInt32(index)
      advance(&words)
    }
    words[0] = 0x8000_0000
  }

  private func spread(_ index: Int, by factor: UInt32) -> UInt32 {
    (words[index - 1] ^ words[index - 1] >> 30) &* factor
  }

  /// The next 32 random bits.
  public mutating func next() -> UInt32 {
    if place == MersenneTwister.size { turn() }
    var word = words[place]
    place += 1
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C_5680
    word ^= word << 15 & 0xEFC6_0000
    return word ^ word >> 18
  }

  private mutating func turn() {
    for index in words.indices {
      let joined =
        words[index] & 0x8000_0000 | words[(index + 1) % words.count] & 0x7FFF_FFFF
      let far = words[(index + MersenneTwister.middle) % words.count]
      words[index] = far ^ joined >> 1 ^ (joined & 1 == 1 ? 0x9908_B0DF : 0)
    }
    place = 0
  }

  /// Puts the elements in the order that Python's `random.shuffle` does (CPython 3.2 and later).
  ///
  /// - Complexity: O(n)
  public mutating func shuffle<T>(_ elements: inout [T]) {
    precondition(UInt32(exactly: elements.count) != nil, "too many elements for 32-bit draws")
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      // As many bits as the bound has, drawn again until they stay below it.
      let bits = UInt32(last + 1).leadingZeroBitCount
      var draw = next() >> UInt32(bits)
      while draw > last { draw = next() >> UInt32(bits) }
      elements.swapAt(last, Int(draw))
    }
  }
}
