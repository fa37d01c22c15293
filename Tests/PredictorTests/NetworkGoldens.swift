import Fixtures
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
  let file: TensorFile
  let graphs: [OperatorGraph]
  /// With signals; the goldens of the plain directed network are of a network that reads none.
  let operators: OperatorInputs
  let targets: [Float]

  init() throws {
    let goldens = try GraphGoldens()
    (file, graphs) = (goldens.file, goldens.graphs)
    let table = try file.tensor("features")
    operators = OperatorInputs(
      features: Matrix(rows: table.shape[0], columns: table.shape[1], elements: table.floats),
      propagation: SignalPropagation(GraphGoldens.responses))
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
}
