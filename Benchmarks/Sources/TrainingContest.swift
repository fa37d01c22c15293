import Foundation
import Learning
import Predictor
import Statistics
import TGNAS
import Tables
import TensorFiles

/// One epoch of training on the NAS-Bench-101 cells of a benchmark table.
struct TrainingContest {
  private static let table = "nasbench101.csv"
  private static let (rate, decay, margin): (Float, Float, Float) = (0.002, 0.02, 0.02)
  private static let batchSize = 256

  let settings: Settings
  private let measured: MeasuredNetwork.Untrained
  private let graphs: [OperatorGraph]
  private let targets: [Float]
  private let batches: [[Int]]

  /// - Parameter tables: the folder of benchmark tables
  init(_ settings: Settings, tables: String) throws {
    self.settings = settings
    measured = try MeasuredNetwork.Untrained(ofSpace: "nasbench101", in: settings.installation)
    let table = try BenchmarkTable(
      path: "\(tables)/\(TrainingContest.table)", keys: measured.space.benchmark?.keys ?? [],
      separator: ":")
    let labels = try table.numbers("val_acc_108ep")
    var (graphs, kept): ([OperatorGraph], [Double]) = ([], [])
    for (row, text) in table.architectures.enumerated() {
      let architecture = try measured.space.architecture(parsing: text)
      guard let graph = measured.space.operatorGraph(of: architecture) else { continue }
      graphs.append(graph)
      kept.append(labels[row])
    }
    self.graphs = graphs
    targets = try RankCorrelation.averageRanks(kept).map { Float($0 / Double(kept.count)) }
    var random = SplitMix64(seed: 0)
    var rows = Array(graphs.indices)
    random.shuffle(&rows)
    let size = TrainingContest.batchSize
    batches = (0..<rows.count / size).map { Array(rows[$0 * size..<($0 + 1) * size]) }
  }

  func run() throws -> Section {
    var contestants = Set([1, settings.threads]).sorted().map { threads in
      Contestant("tgnas", "epoch", threads: threads) { _ = epoch(threads: threads) }
    }
    let peers = try settings.peers(["jax-training"]) { try export(to: $0 + "/training.h5") }
    contestants += peers.present.map {
      $0.contestant("epoch", "epoch", threads: settings.threads)
    }
    return Section(
      title: "Training: one epoch over \(graphs.count) NAS-Bench-101 cells, batches of "
        + "\(TrainingContest.batchSize), with signals",
      timings: try Contest.run(contestants, repetitions: settings.fewRepetitions),
      notes: peers.notes + [
        "Ours lays out graphs and computes signals anew in every step, "
          + "the peer gets both ready-made."
      ])
  }

  /// - Returns: the loss of each step
  private func epoch(threads: Int) -> [Float] {
    let network = measured.network
    var parameters = measured.parameters
    var gradient = [Float](repeating: 0, count: parameters.count)
    var optimiser = AdamW(layout: network.layout, decay: TrainingContest.decay)
    let loss = Loss.ranking(margin: TrainingContest.margin)
    return batches.enumerated().map { index, rows in
      let targets = rows.map { self.targets[$0] }
      let value = network.loss(
        of: rows.map { graphs[$0] }, operators: measured.operators, parameters: &parameters,
        gradient: &gradient, threads: threads
      ) { loss($0, targets) }
      optimiser.update(
        &parameters, gradient: gradient, rate: TrainingContest.rate, step: index + 1)
      return value
    }
  }

  private func export(to path: String) throws {
    var writer = TensorFileWriter()
    writer.addNetwork(measured.network, measured.parameters, measured.operators)
    writer.addGraphs(graphs, propagation: measured.operators.propagation)
    writer.set("rate", .number(Double(TrainingContest.rate)))
    writer.set("decay", .number(Double(TrainingContest.decay)))
    writer.set("margin", .number(Double(TrainingContest.margin)))
    writer.add("targets", shape: [targets.count], targets)
    writer.add(
      "batches",
      Tensor(
        shape: [batches.count, TrainingContest.batchSize],
        elements: .int32(batches.joined().map(Int32.init))))
    let losses = epoch(threads: settings.threads)
    writer.add("losses", shape: [losses.count], losses)
    try writer.write(to: path)
  }
}

extension MeasuredNetwork {
  /// A network of the default shape before its training.
  struct Untrained {
    let space: SearchSpace
    let network: DirectedGraphNetwork
    let parameters: [Float]
    let operators: OperatorInputs

    init(ofSpace name: String, in installation: Installation) throws {
      space = try SearchSpace.named(name, in: installation)
      operators = OperatorInputs(
        readings: try installation.predictor(for: space).readings)
      network = DirectedGraphNetwork(
        .init(features: operators.features.columns, width: 64, layers: 3, signals: true))
      var random = SplitMix64(seed: 0)
      parameters = network.layout.initialValues(using: &random)
    }
  }
}
