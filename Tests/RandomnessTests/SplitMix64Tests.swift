import Foundation
import Randomness
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
  @Test("The sequence is the published one")
  func reference() {
    var random = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.indices.map { _ in random.next() } == expected)
    var zero = SplitMix64(seed: 0)
    #expect(zero.next() == 16_294_208_416_658_607_535)
  }

  @Test("A stored state continues the sequence, also through JSON")
  func restored() throws {
    var random = SplitMix64(seed: .max)
    for _ in 0..<10 { _ = random.next() }
    var decoded = try JSONDecoder().decode(
      SplitMix64.self, from: JSONEncoder().encode(random))
    #expect(decoded == random)
    #expect((0..<5).map { _ in decoded.next() } == (0..<5).map { _ in random.next() })
  }

  @Test("Streams of one seed differ from each other, from the parent and from other seeds' streams")
  func streams() {
    var first: Set<UInt64> = []
    for seed in 0..<50 as Range<UInt64> {
      var parent = SplitMix64(seed: seed)
      for index in 0..<50 as Range<UInt64> {
        var child = parent.stream(index)
        #expect(child == parent.stream(index))
        #expect(first.insert(child.next()).inserted)
      }
      #expect(first.insert(parent.next()).inserted)
    }
  }
}
