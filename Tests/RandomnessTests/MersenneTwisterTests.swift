import Randomness
import Testing

/// Against CPython 3.11: `random.seed(s); [random.getrandbits(32) for _ in range(n)]`.
@Suite struct MersenneTwisterTests {
  @Test(
    "Draws are Python's",
    arguments: [
      (88, [1_707_201_716, 4_182_107_318, 813_946_014, 1_429_399_738]),
      (0, [3_626_764_237, 1_654_615_998, 3_255_389_356, 3_823_568_514]),
    ] as [(UInt32, [UInt32])])
  func draws(seed: UInt32, expected: [UInt32]) {
    var random = MersenneTwister(seed: seed)
    #expect(expected.indices.map { _ in random.next() } == expected)
  }

  @Test("So is the 2,000th draw, three turns of the state later")
  func late() {
    var random = MersenneTwister(seed: 88)
    for _ in 1..<2_000 { _ = random.next() }
    #expect(random.next() == 2_900_544_613)
  }

  @Test("A shuffle is Python's")
  func shuffle() {
    var random = MersenneTwister(seed: 0)
    var elements = Array(0..<12)
    random.shuffle(&elements)
    #expect(elements == [1, 9, 8, 5, 10, 2, 3, 7, 4, 0, 11, 6])
    var single = ["x"]
    random.shuffle(&single)
    #expect(single == ["x"])
  }
}
