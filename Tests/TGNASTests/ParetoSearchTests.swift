import Fixtures
import Foundation
import TGNAS
import Tables
import TestSupport
import Testing
import Wording

@Suite struct ParetoSearchTests {
  /// Latencies as they were measured.
  private struct MeasuredLatency: Objective {
    static let name = "measured"
    static let summary = "measured latency, for tests"
    static let quantity = Quantity.time
    let latencies: [Architecture: Double]

    init(_ latencies: [Architecture: Double]) { self.latencies = latencies }

    init(from sources: ObjectiveSources, device: String?) throws {
      throw UserError("measured latencies are for tests")
    }

    func values(of architectures: [Architecture], scores: [Double]) -> [Double] {
      architectures.map { latencies[$0] ?? .infinity }
    }
  }

  @Test(
    "With 1,000 evaluations the front of score and latency has 95 % of the true hypervolume",
    .enabled(if: Locations.benchmarks != nil, "no benchmark tables (TGNAS_BENCHMARKS)"))
  func hypervolume() throws {
    guard let folder = Locations.benchmarks else { return }
    let installation = Installation(root: Locations.root.path)
    let space = try SearchSpace.named("nasbench201", in: installation)
    let predictor = try installation.predictor(for: space)
    let table = try BenchmarkTable(
      path: folder.appendingPathComponent("nasbench201-hardware-cifar10.csv").path)
    var latencies: [Architecture: Double] = [:]
    for (text, latency) in zip(table.architectures, try table.numbers("raspi4_latency")) {
      latencies[try space.architecture(parsing: text)] = latency
    }
    let measured = MeasuredLatency(latencies)
    let goals = SearchGoals(objectives: [ScoreObjective(), measured])
    var whole = try SearchRun(
      Exhaustive.self, with: ScorerEvaluator(predictor, goals), budget: 1, seed: 0)
    let front = try whole.run().front.map(\.evaluation.objectives)
    let reference = try #require(whole.worst)
    let best = Hypervolume.volume(of: front, above: reference)

    let samples = latencies.keys.sorted().filter { space.operatorGraph(of: $0) != nil }
    let fit = try LatencyFit(
      samples, of: space, latencies: samples.compactMap { latencies[$0] }, device: "raspi4",
      unit: .milliseconds)
    let model = try LatencyModel(fit.table, of: space, path: "fit")
    let fitted = SearchGoals(objectives: [
      ScoreObjective(),
      try LatencyObjective(
        from: ObjectiveSources(of: space, latencies: [model], threads: 1), device: nil),
    ])
    var (shares, fittedShares, randomShares): ([Double], [Double], [Double]) = ([], [], [])
    for seed in 0..<20 as Range<UInt64> {
      func share(_ strategy: any SearchStrategy.Type, _ goals: SearchGoals) throws -> Double {
        var run = try SearchRun(
          strategy, with: ScorerEvaluator(predictor, goals), budget: 1_000, seed: seed)
        // Whatever objective guided the search, its result is judged by the measured accuracies.
        let points = try run.run().front.map { found in
          [found.evaluation.score, -(latencies[found.architecture] ?? .infinity)]
        }
        return Hypervolume.volume(of: points, above: reference) / best
      }
      shares.append(try share(NSGA2.self, goals))
      fittedShares.append(try share(NSGA2.self, fitted))
      randomShares.append(try share(RandomSearch.self, goals))
    }
    func text(_ shares: [Double]) -> String {
      let mean = shares.reduce(0, +) / Double(shares.count)
      return "mean \(mean), least \(shares.min() ?? .nan)"
    }
    print("front of the space: \(front.count); reference \(reference)")
    print("hypervolume shares by measured latency: \(text(shares))")
    print("by fitted latency: \(text(fittedShares)); random search: \(text(randomShares))")
    #expect(shares.allSatisfy { $0 >= 0.95 })
  }
}
