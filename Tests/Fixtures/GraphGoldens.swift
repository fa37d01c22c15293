import Signals
import Spaces
import TensorFiles
import TestSupport

/// The graphs of `Goldens/predictor/networks.h5`; its generator, `Scripts/goldens/predictor.py`,
/// says what they prove.
package struct GraphGoldens {
  /// As in the generator.
  package static let responses: [OperatorResponse] = [
    .passes, .passes, .convolves, .convolves, .smooths(1), .smooths(0.5),
  ]

  package let file: TensorFile
  package let graphs: [OperatorGraph]

  package init() throws {
    file = try TensorFile(
      path: Locations.goldens.appendingPathComponent("predictor/networks.h5").path)
    let sizes = try GraphGoldens.integers(file, "graphs/sizes")
    let kinds = try GraphGoldens.integers(file, "graphs/operators")
    let edges = try GraphGoldens.integers(file, "graphs/edges")
    let padded = kinds.count / sizes.count
    graphs = sizes.indices.map { graph in
      OperatorGraph(
        nodes: kinds[graph * padded..<graph * padded + sizes[graph]].map(UInt8.init),
        edges: stride(from: 0, to: edges.count, by: 4).filter { edges[$0] == graph }.map {
          .init(source: edges[$0 + 1], target: edges[$0 + 2], count: edges[$0 + 3])
        })
    }
  }

  package func floats(_ name: String) throws -> [Float] { try file.tensor(name).floats }

  private static func integers(_ file: TensorFile, _ name: String) throws -> [Int] {
    guard case .int32(let values) = try file.tensor(name).elements else { return [] }
    return values.map(Int.init)
  }
}
