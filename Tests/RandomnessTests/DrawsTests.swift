import Randomness
import Testing

/// Gives the same bits for ever, to reach the ends of every range.
private struct ConstantBits: RandomNumberGenerator {
  let bits: UInt64
  mutating func next() -> UInt64 { bits }
}

/// Pearson's statistic against equal frequencies, and the bound that a right generator exceeds with
/// a probability below 1e-6 (Wilson and Hilferty's normal approximation at 4.75 standard
/// deviations).
private func expectEvenlySpread(
  _ counts: [Int], _ subject: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let expected = Double(counts.reduce(0, +)) / Double(counts.count)
  let statistic =
    counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
    / expected
  let freedom = Double(counts.count - 1)
  let root = 1 - 2 / (9 * freedom) + 4.75 * (2 / (9 * freedom)).squareRoot()
  let bound = freedom * root * root * root
  #expect(
    statistic < bound, "\(subject): chi-square \(statistic), bound \(bound), counts \(counts)",
    sourceLocation: sourceLocation)
}

@Suite("Draws")
struct DrawsTests {
  @Test("Integers below bounds beyond 64 bits are evenly spread, and smaller bounds draw as before")
  func wideIntegers() {
    var random = SplitMix64(seed: 11)
    let bound = UInt128(3) << 80
    var counts = [0, 0, 0]
    for _ in 0..<30_000 {
      let draw = random.integer(below: bound)
      #expect(draw < bound)
      counts[Int(draw >> 80)] += 1
    }
    expectEvenlySpread(counts, "thirds")
    var (first, second) = (SplitMix64(seed: 42), SplitMix64(seed: 42))
    #expect(first.integer(below: UInt128(10)) == UInt128(second.integer(below: 10)))
  }

  @Test("A seed gives the same draws for ever, as an independent implementation does")
  func pinned() {
    var random = SplitMix64(seed: 42)
    #expect(
      (0..<10).map { _ in random.integer(below: 10) } == [7, 1, 2, 3, 0, 8, 2, 8, 3, 6])
    random = SplitMix64(seed: 42)
    #expect(
      (0..<4).map { _ in random.integer(below: 3 << 61) } == [
        5_129_796_574_783_228_279, 1_927_231_405_673_536_446, 2_380_949_272_596_845_911,
        263_074_794_803_236_218,
      ])
    random = SplitMix64(seed: 42)
    var elements = Array(0..<10)
    random.shuffle(&elements)
    #expect(elements == [8, 3, 6, 5, 4, 0, 9, 2, 1, 7])
    random = SplitMix64(seed: 42)
    #expect(random.sample(6, below: 20) == [14, 4, 7, 8, 1, 18])
  }

  @Test("Integers fill their range evenly", arguments: [1, 2, 3, 5, 10, 100, 257])
  func evenIntegers(bound: Int) {
    var random = SplitMix64(seed: 20)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<100_000 { counts[random.integer(below: bound)] += 1 }
    if bound > 1 { expectEvenlySpread(counts, "below \(bound)") }
    #expect(counts.reduce(0, +) == 100_000)
  }

  /// With 2^64 numbers for 3 * 2^61 results, a remainder favours the lower two thirds (3 : 3 : 2),
  /// and a product without rejection favours the results that leave 0 or 1 when divided by 3.
  @Test("A bound near the generator's range shows no bias, neither of remainders nor of products")
  func hugeBound() {
    var random = SplitMix64(seed: 21)
    let bound = 3 << 61
    var (thirds, residues) = ([0, 0, 0], [0, 0, 0])
    for _ in 0..<30_000 {
      let number = random.integer(below: bound)
      thirds[number / (1 << 61)] += 1
      residues[number % 3] += 1
    }
    expectEvenlySpread(thirds, "thirds")
    expectEvenlySpread(residues, "residues")
  }

  @Test("Uniform numbers stay below their upper bound at both ends of the generator's range")
  func uniformEnds() {
    var (lowest, highest) = (ConstantBits(bits: 0), ConstantBits(bits: .max))
    #expect(lowest.uniform() == 0)
    #expect(highest.uniform() == 1.0.nextDown)
    for range in [1..<1.0.nextUp, -1..<(-1.0).nextUp, 0..<1e300, -3..<5, 1e16..<1e16 + 2] {
      #expect(lowest.uniform(in: range) == range.lowerBound)
      let number = highest.uniform(in: range)
      #expect(range.contains(number), "\(number) in \(range)")
    }
  }

  @Test("Uniform numbers are spread evenly over a hundred parts")
  func uniformSpread() {
    var random = SplitMix64(seed: 22)
    var counts = [Int](repeating: 0, count: 100)
    for _ in 0..<100_000 { counts[Int((random.uniform(in: -2..<2) + 2) * 25)] += 1 }
    expectEvenlySpread(counts, "hundredths")
  }

  /// The bounds are five standard errors of each moment of n normal numbers.
  @Test("Normal numbers have the moments of the normal distribution")
  func normalMoments() {
    var random = SplitMix64(seed: 23)
    let count = 200_000
    let numbers = (0..<count).map { _ in random.normal() }
    func moment(_ power: Int) -> Double {
      numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1.0) { product, _ in product * x } }
        / Double(count)
    }
    let n = Double(count)
    for (power, expected, variance) in [
      (1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96), (6, 15, 10_170),
    ] {
      let bound = 5 * (variance / n).squareRoot()
      let found = moment(power)
      #expect(abs(found - expected) < bound, "moment \(power) is \(found), not \(expected)")
    }
    // Neighbouring draws do not correlate.
    let product = zip(numbers, numbers.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / n
    #expect(abs(product) < 5 / n.squareRoot())
  }

  @Test("Normal numbers are finite at both ends of the generator's range")
  func normalEnds() {
    var (lowest, highest) = (ConstantBits(bits: 0), ConstantBits(bits: .max))
    #expect(lowest.normal() == 0)
    #expect(highest.normal().isFinite)
  }

  @Test("A shuffle keeps the elements and reaches all orders evenly")
  func shuffles() {
    var random = SplitMix64(seed: 24)
    for count in [0, 1, 2, 3, 100] {
      var elements = Array(0..<count)
      random.shuffle(&elements)
      #expect(elements.sorted() == Array(0..<count))
    }
    var orders: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var elements = [0, 1, 2, 3]
      random.shuffle(&elements)
      orders[elements, default: 0] += 1
    }
    #expect(orders.count == 24)
    expectEvenlySpread(orders.values.sorted(), "orders")
  }

  @Test("A sample is distinct, in range, evenly spread and in random order")
  func samples() {
    var random = SplitMix64(seed: 25)
    for (count, population) in [(0, 0), (0, 5), (1, 1), (3, 5), (5, 5), (9, 5), (100, 10_000)] {
      let sample = random.sample(count, below: population)
      #expect(sample.count == min(count, population))
      #expect(Set(sample).count == sample.count)
      #expect(sample.allSatisfy { (0..<population).contains($0) })
    }
    var pairs: [[Int]: Int] = [:]
    for _ in 0..<20_000 { pairs[random.sample(2, below: 5), default: 0] += 1 }
    #expect(pairs.count == 20)
    expectEvenlySpread(pairs.values.sorted(), "ordered pairs")
  }

  @Test("One element of a collection is drawn evenly, and none of an empty one")
  func elements() {
    var random = SplitMix64(seed: 26)
    #expect(random.element(of: [Int]()) == nil)
    let slice = Array(0..<10)[3..<7]
    var counts = [Int](repeating: 0, count: 4)
    for _ in 0..<10_000 {
      guard let element = random.element(of: slice) else { continue }
      counts[element - 3] += 1
    }
    #expect(counts.reduce(0, +) == 10_000)
    expectEvenlySpread(counts, "elements")
  }
}
