import Foundation
import Predictor
import TGNAS

/// Scores all distinct cells of NAS-Bench-201: our engine, its naive twin, and peers with the same
/// weights.
struct NetworkContest {
  let measured: MeasuredNetwork
  let settings: Settings
  /// How many cells the naive twin scores; its time is scaled to all cells.
  private static let naiveCells = 100

  init(_ settings: Settings) throws {
    self.settings = settings
    measured = try MeasuredNetwork(ofSpace: "nasbench201", in: settings.installation)
  }

  func run() throws -> Section {
    try checkNaive()
    var contestants = SgemmPeak.contestants(threads: settings.threads) + oneMember + ensemble
    contestants.append(naive)
    let peers = try settings.peers(["numpy-network", "torch-network", "jax-network"]) {
      try measured.export(to: $0 + "/network.h5")
    }
    // A run of the tests has numpy: results that nobody compares are no results.
    if settings.python != nil, !peers.present.contains(where: { $0.name == "numpy-network" }) {
      throw BenchmarkError("the peer in numpy is left out: " + peers.notes.joined(separator: " "))
    }
    for view in MeasuredNetwork.View.allCases {
      contestants += peers.present.map {
        $0.contestant(view.rawValue, name(view), threads: settings.threads)
      }
    }
    return Section(
      title: "Graph network: the \(measured.graphs.count) distinct cells of NAS-Bench-201",
      timings: try Contest.run(contestants, repetitions: settings.repetitions),
      notes: peers.notes + [
        "GFLOP/s count what is left to compute: "
          + "the first layer is looked up, and equal states are shared.",
        "All get graphs laid out and signals computed, but for the rows that say otherwise.",
      ])
  }

  private func name(_ view: MeasuredNetwork.View) -> String {
    "one member \(view == .signals ? "with" : "without") signals"
  }

  private var oneMember: [Contestant] {
    MeasuredNetwork.View.allCases.flatMap { view in
      let (engine, graphs) = (measured.engine(view), measured.graphs)
      return settings.threadCounts.flatMap { threads in
        let layouts = GraphScoringEngine.layouts(of: graphs, for: [engine], threads: threads)
        return [
          Contestant(
            "tgnas", name(view), threads: threads,
            operations: measured.operations(of: layouts, view)
          ) { _ = GraphScoringEngine.scores(of: layouts, with: [engine], threads: threads) },
          Contestant("tgnas", name(view) + ", graphs laid out anew", threads: threads) {
            _ = engine.scores(of: graphs, threads: threads)
          },
        ]
      }
    }
  }

  private var ensemble: [Contestant] {
    var predictor = measured.predictor
    predictor.threads = settings.threads
    let (shipped, graphs, architectures) = (predictor, measured.graphs, measured.architectures)
    return [
      Contestant(
        "tgnas", "as shipped: \(shipped.memberCount) members in both views, and a bag",
        threads: settings.threads
      ) { _ = shipped.scores(ofGraphs: graphs) },
      Contestant(
        "tgnas", "as shipped, from all \(architectures.count) architectures",
        threads: settings.threads
      ) { _ = shipped.scores(of: architectures) },
    ]
  }

  private var naive: Contestant {
    let sample = measured.graphs.prefix(NetworkContest.naiveCells)
    let parameters = measured.parameters.map(Double.init)
    let scale = Double(measured.graphs.count) / Double(sample.count)
    return Contestant(
      "naive twin, scaled from \(sample.count) cells", name(.plain), threads: 1,
      costing: {
        let seconds = Stopwatch.seconds {
          for graph in sample {
            _ = measured.network.naiveScore(
              of: graph, operators: measured.inputs(.plain), parameters: parameters)
          }
        }
        return Cost(seconds: scale * seconds)
      })
  }

  /// - Throws: ``BenchmarkError`` when the engine and its naive twin compute different scores.
  private func checkNaive() throws {
    let sample = Array(measured.graphs.prefix(NetworkContest.naiveCells))
    let parameters = measured.parameters.map(Double.init)
    for view in MeasuredNetwork.View.allCases {
      let scores = measured.engine(view).scores(of: sample, threads: 1)
      for (graph, score) in zip(sample, scores) {
        let naive = measured.network.naiveScore(
          of: graph, operators: measured.inputs(view), parameters: parameters)
        guard abs(naive - Double(score)) < 1e-4 else {
          throw BenchmarkError("the engine scores \(score) where its naive twin scores \(naive)")
        }
      }
    }
  }
}
