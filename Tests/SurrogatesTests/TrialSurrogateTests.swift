import Foundation
import Randomness
import Surrogates
import Testing

@Suite("Surrogates of trainings") struct TrialSurrogateTests {
  /// Rows whose first number is the score, in whose sixth the truth also grows.
  private static func rows(_ count: Int, seed: UInt64) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<6).map { _ in Double.random(in: -2...2, using: &random) } }
  }

  private static func truth(_ row: [Double]) -> Double { 90 + row[0] + 2 * row[5] }

  @Test("Without results the best scores come first, and none twice")
  func first() throws {
    let candidates = Self.rows(50, seed: 1)
    let surrogate = try TrialSurrogate([], accuracies: [])
    let chosen = surrogate.choose(50, among: candidates, pending: [], threads: 2)
    #expect(chosen.map(\.candidate).sorted() == Array(0..<50))
    let scores = candidates.map { $0[0] }
    #expect(scores[chosen[0].candidate] > scores.sorted()[47])
    #expect(chosen.allSatisfy { $0.expected == nil && $0.deviation == nil })
    // Fewer results than teach anything, or such that are all alike, change nothing of that.
    for accuracies in [[90.0, 91, 92, 93, nil], [90, 90, 90, 90, 90, 90]] as [[Double?]] {
      let rows = Self.rows(accuracies.count, seed: 2)
      let few = try TrialSurrogate(rows, accuracies: accuracies)
      #expect(few.choose(1, among: candidates, pending: [], threads: 1)[0].expected == nil)
    }
  }

  @Test("Equal candidates are not proposed together while others are as good")
  func diverse() throws {
    var candidates = [[Double]](repeating: [2, 0, 0, 0, 0, 0], count: 5)
    candidates.append([1.95, 1.2, 0, 0, 0, 0])
    let chosen = try TrialSurrogate([], accuracies: []).choose(
      2, among: candidates, pending: [], threads: 1)
    #expect(chosen.map(\.candidate) == [0, 5])
    // What is pending counts as if it were known.
    let next = try TrialSurrogate([], accuracies: []).choose(
      1, among: candidates, pending: [candidates[0]], threads: 1)
    #expect(next.map(\.candidate) == [5])
  }

  @Test("Results are learned: what they speak for is chosen, and what is expected is near")
  func learned() throws {
    let known = Self.rows(60, seed: 3)
    let surrogate = try TrialSurrogate(known, accuracies: known.map(Self.truth))
    let candidates = Self.rows(400, seed: 4)
    let chosen = surrogate.choose(10, among: candidates, pending: [], threads: 2)
    let sorted = candidates.map(Self.truth).sorted(by: >)
    let mean = chosen.reduce(0) { $0 + Self.truth(candidates[$1.candidate]) } / 10
    #expect(mean > sorted[30])
    let errors = try chosen.map { choice in
      let expected = try #require(choice.expected)
      let deviation = try #require(choice.deviation)
      return abs(expected - Self.truth(candidates[choice.candidate])) / deviation
    }
    // Deviations of a normal distribution: two thirds are below 1, and 3 is rare.
    #expect(errors.sorted()[5] < 2)
  }

  @Test("A shift of all results shifts what is expected; a failed training is the worst")
  func scale() throws {
    let known = Self.rows(30, seed: 5)
    let candidates = Self.rows(40, seed: 6)
    func choices(_ accuracies: [Double?]) throws -> [TrialSurrogate.Choice] {
      try TrialSurrogate(known, accuracies: accuracies).choose(
        5, among: candidates, pending: [], threads: 1)
    }
    let plain = try choices(known.map(Self.truth))
    let shifted = try choices(known.map { Self.truth($0) / 4 - 7 })
    #expect(plain.map(\.candidate) == shifted.map(\.candidate))
    for (first, second) in zip(plain, shifted) {
      let (one, two) = (try #require(first.expected), try #require(second.expected))
      #expect(abs(one / 4 - 7 - two) < 1e-9)
    }
    var failed = known.map { Optional(Self.truth($0)) }
    var least = failed
    failed[3] = nil
    least[3] = -1e6
    #expect(try choices(failed).map(\.candidate) == choices(least).map(\.candidate))
    // The ranks are the same, and a failure is no number that could be expected.
    let expected = try choices(failed).compactMap(\.expected)
    #expect(expected.allSatisfy { $0 > 80 })
  }

  @Test("Threads change no choice")
  func threads() throws {
    let known = Self.rows(20, seed: 7)
    let surrogate = try TrialSurrogate(known, accuracies: known.map(Self.truth))
    let candidates = Self.rows(700, seed: 8)
    let one = surrogate.choose(6, among: candidates, pending: known, threads: 1)
    #expect(surrogate.choose(6, among: candidates, pending: known, threads: 2) == one)
  }
}
