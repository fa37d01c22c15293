import Randomness
import TensorFiles

/// Where each named tensor of a network lies in its one flat vector of parameters.
///
/// With all parameters in one vector the optimiser, the checkpoint and the sum of gradients over
/// threads are each one loop.
package struct ParameterLayout: Sendable {
  /// How a tensor is drawn before training.
  package enum Initialisation: Sendable {
    case constant(Float)
    case normal(deviation: Double)
    case uniform(bound: Double)
  }

  package struct Entry: Sendable {
    package let name: String
    package let shape: [Int]
    package let range: Range<Int>
    package let initialisation: Initialisation
    /// False for running statistics, which no gradient moves.
    package let isTrained: Bool
  }

  package private(set) var entries: [Entry] = []
  package init() {}

  package var count: Int { entries.last?.range.upperBound ?? 0 }

  /// Reserves the next `shape` numbers and returns where they lie.
  package mutating func add(
    _ name: String, _ shape: [Int], _ initialisation: Initialisation, isTrained: Bool = true
  ) -> Range<Int> {
    let range = count..<count + shape.reduce(1, *)
    entries.append(
      Entry(
        name: name, shape: shape, range: range, initialisation: initialisation,
        isTrained: isTrained))
    return range
  }

  /// A vector drawn as the entries prescribe, in their order.
  package func initialValues(using random: inout some RandomNumberGenerator) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count)
    for entry in entries {
      for _ in entry.range {
        switch entry.initialisation {
        case .constant(let value): values.append(value)
        case .normal(let deviation): values.append(Float(deviation * random.normal()))
        case .uniform(let bound): values.append(Float(random.uniform(in: -bound..<bound)))
        }
      }
    }
    return values
  }

  /// Declares the tensors below `prefix` in the table of a file.
  package func declare(in table: inout TensorTable, below prefix: String) {
    for entry in entries {
      table.add(prefix + entry.name, entry.shape, storage: [.float32])
    }
  }

  package func store(_ values: [Float], in writer: inout TensorFileWriter, below prefix: String) {
    for entry in entries {
      writer.add(prefix + entry.name, shape: entry.shape, Array(values[entry.range]))
    }
  }

  package func values(from tensors: [String: Tensor], below prefix: String) -> [Float] {
    entries.flatMap { tensors[prefix + $0.name]?.floats ?? [] }
  }
}
