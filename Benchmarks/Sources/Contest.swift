import Foundation
import TGNAS

/// A contestant: a program or library that does a piece of work.
struct Contestant {
  let who: String
  /// The work. Contestants with equal work and threads are compared.
  let what: String
  let threads: Int
  /// Floating-point operations of one run, two for a multiply-add; nil where they are not counted.
  let operations: Double?
  /// Does the work once and returns its cost.
  let run: () throws -> Cost

  init(
    _ who: String, _ what: String, threads: Int, operations: Double? = nil,
    costing run: @escaping () throws -> Cost
  ) {
    (self.who, self.what, self.threads) = (who, what, threads)
    (self.operations, self.run) = (operations, run)
  }

  /// - Parameter body: is timed as a whole
  init(
    _ who: String, _ what: String, threads: Int, operations: Double? = nil,
    _ body: @escaping () throws -> Void
  ) {
    self.init(who, what, threads: threads, operations: operations) {
      Cost(seconds: try Stopwatch.seconds(body))
    }
  }
}

/// The cost of one run.
struct Cost: Codable {
  var seconds: Double
  /// The peak memory of its process; nil where it shares a process with others.
  var peakMegabytes: Double?
}

enum Stopwatch {
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    let duration = ContinuousClock.now - start
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}

/// The times of a contestant.
struct Timing: Codable {
  let who: String
  let what: String
  let threads: Int
  let operations: Double?
  /// In the order in which they were taken.
  let seconds: [Double]
  let peakMegabytes: Double?
  let median: Double
  let fastest: Double
  let slowest: Double

  init(_ contestant: Contestant, _ costs: [Cost]) {
    (who, what, threads) = (contestant.who, contestant.what, contestant.threads)
    operations = contestant.operations
    seconds = costs.map(\.seconds)
    peakMegabytes = costs.compactMap(\.peakMegabytes).max()
    let sorted = seconds.sorted()
    precondition(!sorted.isEmpty, "at least one run")
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    (fastest, slowest) = (sorted[0], sorted[sorted.count - 1])
  }
}

enum Contest {
  /// A pause between contestants in seconds: a thread pool may go on spinning after its work.
  static let pause = 0.02

  /// Lets contestants take turns, A B C A B C ..., so that other load on the machine hits all
  /// alike.
  ///
  /// Each runs once before, which does not count.
  static func run(_ contestants: [Contestant], repetitions: Int) throws -> [Timing] {
    var costs = [[Cost]](repeating: [], count: contestants.count)
    for round in 0...repetitions {
      for (index, contestant) in contestants.enumerated() {
        Thread.sleep(forTimeInterval: pause)
        let cost = try contestant.run()
        if round > 0 { costs[index].append(cost) }
      }
    }
    return zip(contestants, costs).map(Timing.init)
  }
}
