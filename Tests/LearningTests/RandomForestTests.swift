import Foundation
import Learning
import Randomness
import Testing

@Suite("Random forests") struct RandomForestTests {
  private static func data(_ count: Int, seed: UInt64) -> (rows: [[Double]], targets: [Double]) {
    var random = SplitMix64(seed: seed)
    let rows = (0..<count).map { _ in
      [
        Double(random.integer(below: 4)), random.normal(), random.normal(),
        Double(random.integer(below: 2)),
      ]
    }
    let targets = rows.map { $0[0] + 2 * sin(2 * $0[1]) + $0[3] * $0[2] + 0.1 * random.normal() }
    return (rows, targets)
  }

  private static func error(_ forest: RandomForest, seed: UInt64) -> Double {
    let (rows, targets) = data(500, seed: seed)
    let squares = zip(rows, targets).reduce(0) { sum, pair in
      let difference = forest.prediction(at: pair.0) - pair.1
      return sum + difference * difference
    }
    return squares / 500
  }

  @Test("A function is learned, better from more rows, and predictions stay within the targets")
  func learned() {
    let (rows, targets) = Self.data(800, seed: 1)
    let few = RandomForest(
      Array(rows.prefix(50)), targets: Array(targets.prefix(50)), seed: 0, threads: 2)
    let many = RandomForest(rows, targets: targets, seed: 0, threads: 2)
    let mean = targets.reduce(0, +) / 800
    let variance = targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 800
    #expect(Self.error(many, seed: 2) < 0.15 * variance)
    #expect(Self.error(many, seed: 2) < 0.5 * Self.error(few, seed: 2))
    let range = (targets.min() ?? 0)...(targets.max() ?? 0)
    for row in Self.data(100, seed: 3).rows {
      #expect(range.contains(many.prediction(at: row)))
      #expect(many.deviation(at: row) >= 0)
    }
  }

  @Test("One tree of a sample gives every sampled row its own mean")
  func exact() {
    // All rows differ, so that a tree grown to the end separates them.
    let rows = (0..<40).map { [Double($0 % 7), Double($0 / 7)] }
    let targets = rows.map { 10 * $0[0] - $0[1] * $0[1] }
    let tree = RandomForest(rows, targets: targets, trees: 1, seed: 4, threads: 1)
    let right = zip(rows, targets).count { abs(tree.prediction(at: $0) - $1) < 1e-12 }
    // A bootstrap sample of 40 holds 25 different rows in the mean, 20 almost surely.
    #expect(right >= 20)
  }

  @Test("Constant targets and constant columns give the constant")
  func constant() {
    let rows = (0..<10).map { [1.0, Double($0)] }
    let flat = RandomForest(
      rows, targets: [Double](repeating: 3, count: 10), seed: 0, threads: 1)
    #expect(flat.prediction(at: [1, 4]) == 3 && flat.deviation(at: [1, 4]) == 0)
    let same = RandomForest(
      [[Double]](repeating: [1, 2], count: 6), targets: [1, 2, 3, 1, 2, 3], seed: 0, threads: 1)
    #expect(abs(same.prediction(at: [1, 2]) - 2) < 0.5)
  }

  @Test("Threads change no bit, seeds do; the scale of a column changes nothing")
  func invariances() {
    let (rows, targets) = Self.data(200, seed: 5)
    let forest = RandomForest(rows, targets: targets, seed: 7, threads: 1)
    let threaded = RandomForest(rows, targets: targets, seed: 7, threads: 2)
    let other = RandomForest(rows, targets: targets, seed: 8, threads: 2)
    let stretched = RandomForest(
      rows.map { [$0[0], 4 * $0[1], $0[2], $0[3]] }, targets: targets, seed: 7, threads: 2)
    for row in rows {
      #expect(forest.prediction(at: row) == threaded.prediction(at: row))
      #expect(
        forest.prediction(at: row)
          == stretched.prediction(at: [row[0], 4 * row[1], row[2], row[3]]))
    }
    #expect(rows.contains { forest.prediction(at: $0) != other.prediction(at: $0) })
  }
}
