import Foundation
import Operators
import Randomness
import Testing

@Suite("Zero and identity of a space")
struct JointReadingTests {
  private typealias Part = JointReading.Part
  private typealias Odds = JointReading.Odds

  /// Probabilities of every size, in thousands of random cases.
  private func randomOdds(_ count: Int, _ random: inout SplitMix64) -> [Odds] {
    func value() -> Float { Float(pow(10, -6 * random.uniform())) }
    return (0..<count).map { _ in
      let values = [value(), value(), value()]
      let sum = values.reduce(0, +)
      return Odds(zero: values[0] / sum, identity: values[1] / sum, other: values[2] / sum)
    }
  }

  private func probability(_ odds: Odds, _ part: Part) -> Double {
    switch part {
    case .zero: Double(odds.zero)
    case .identity: Double(odds.identity)
    case .other: Double(odds.other)
    }
  }

  /// The logarithm that is to be largest.
  private func value(_ parts: [Part], _ odds: [Odds], taken: Set<Part>) -> Double {
    let repeated = [Part.zero, .identity].map { part in
      max(0, parts.count { $0 == part } - (taken.contains(part) ? 0 : 1))
    }.reduce(0, +)
    return zip(odds, parts).map { log(probability($0, $1)) }.reduce(0, +)
      + Double(repeated) * log(Double(JointReading.repetition))
  }

  /// The part of each operator, the others keeping theirs.
  private func parts(_ odds: [Odds], taken: Set<Part>) -> [Part] {
    let joint = JointReading(odds, taken: taken)
    return odds.indices.map { index in
      Part.allCases.max {
        probability(odds[index], $0) * Double(joint.weight(of: $0, for: index))
          < probability(odds[index], $1) * Double(joint.weight(of: $1, for: index))
      } ?? .other
    }
  }

  @Test("No other way to read the operators is more probable", arguments: 0..<5)
  func exhaustive(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let ways = (0..<count).reduce([[Part]]([[]])) { ways, _ in
      ways.flatMap { way in Part.allCases.map { way + [$0] } }
    }
    for taken in [[], [.zero], [.identity], [.zero, .identity]] as [Set<Part>] {
      for _ in 0..<300 {
        let odds = randomOdds(count, &random)
        let found = value(parts(odds, taken: taken), odds, taken: taken)
        let best = ways.map { value($0, odds, taken: taken) }.max() ?? 0
        #expect(abs(found - best) < 1e-6, "\(odds), \(taken)")
      }
    }
  }

  @Test("The order of the operators changes nothing")
  func permuted() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<300 {
      let odds = randomOdds(6, &random)
      var order = Array(0..<6)
      random.shuffle(&order)
      let parts = parts(odds, taken: [])
      #expect(self.parts(order.map { odds[$0] }, taken: []) == order.map { parts[$0] })
    }
  }

  @Test("What is certain stays what it is, whoever joins")
  func certain() {
    var random = SplitMix64(seed: 8)
    let certain = [
      (Part.zero, Odds(zero: 0.9999, identity: 0.00005, other: 0.00005)),
      (.identity, Odds(zero: 0.00005, identity: 0.9999, other: 0.00005)),
      (.other, Odds(zero: 0.2, identity: 0.2, other: 0.6)),
    ]
    for _ in 0..<300 {
      let others = randomOdds(3, &random)
      for (part, odds) in certain {
        let found = parts([odds] + others, taken: [.zero, .identity])
        #expect(found[0] == part, "\(others)")
        if part != .other { #expect(parts([odds] + others, taken: [])[0] == part) }
      }
    }
  }

  @Test("The less certain of two gives way; alone, or beside what computes, nothing changes")
  func givesWay() {
    let clear = Odds(zero: 0.9, identity: 0.05, other: 0.05)
    let doubtful = Odds(zero: 0.6, identity: 0.3, other: 0.1)
    let computing = Odds(zero: 0.1, identity: 0.1, other: 0.8)
    #expect(parts([clear], taken: []) == [.zero])
    #expect(parts([doubtful, computing], taken: []) == [.zero, .other])
    #expect(parts([doubtful, clear], taken: []) == [.identity, .zero])
    #expect(parts([doubtful], taken: [.zero]) == [.identity])
    #expect(parts([doubtful], taken: [.zero, .identity]) == [.other])
    #expect(parts([], taken: [.zero]).isEmpty)
  }
}
