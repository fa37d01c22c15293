import Foundation
import Learning
import Predictor
import Signals
import Spaces
import TensorFiles
import Tensors
import TestSupport

/// The contents of `Goldens/predictor/networks.h5`; its generator is
/// `Scripts/goldens/predictor.py`, which describes the proofs.
struct NetworkGoldens {
  static let layers = 3
  static let width = 16
  /// As in the generator.
  static let responses: [OperatorResponse] = [
    .passes, .passes, .convolves, .convolves, .smooths(1), .smooths(0.5),
  ]

  let file: TensorFile
  let graphs: [OperatorGraph]
  /// With signals; the goldens of the plain directed network are of a network that reads none.
  let operators: OperatorInputs
  let targets: [Float]

  init() throws {
    file = try TensorFile(
      path: Locations.goldens.appendingPathComponent("predictor/networks.h5").path)
    let sizes = try NetworkGoldens.integers(file, "graphs/sizes")
    let kinds = try NetworkGoldens.integers(file, "graphs/operators")
    let edges = try NetworkGoldens.integers(file, "graphs/edges")
    let padded = kinds.count / sizes.count
    graphs = sizes.indices.map { graph in
      OperatorGraph(
        nodes: kinds[graph * padded..<graph * padded + sizes[graph]].map(UInt8.init),
        edges: stride(from: 0, to: edges.count, by: 4).filter { edges[$0] == graph }.map {
          .init(source: edges[$0 + 1], target: edges[$0 + 2], count: edges[$0 + 3])
        })
    }
    let table = try file.tensor("features")
    operators = OperatorInputs(
      features: Matrix(rows: table.shape[0], columns: table.shape[1], elements: table.floats),
      propagation: SignalPropagation(NetworkGoldens.responses))
    targets = try file.tensor("targets").floats
  }

  func floats(_ name: String) throws -> [Float] {
    try file.tensor(name).floats
  }

  /// The tensors below `prefix` in the order of the layout; running statistics keep their start.
  func vector(_ layout: ParameterLayout, below prefix: String) throws -> [Float] {
    try layout.entries.flatMap { entry -> [Float] in
      if entry.isTrained { return try floats("\(prefix)/\(entry.name)") }
      guard case .constant(let value) = entry.initialisation else { return [] }
      return Array(repeating: value, count: entry.range.count)
    }
  }

  private static func integers(_ file: TensorFile, _ name: String) throws -> [Int] {
    guard case .int32(let values) = try file.tensor(name).elements else { return [] }
    return values.map(Int.init)
  }
}
