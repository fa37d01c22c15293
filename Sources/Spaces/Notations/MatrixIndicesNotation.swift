import Documents
import Wording

/// A matrix, row by row, and the numbers of the operators behind it in one tuple:
/// `(0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 2, 1)`, as NASLib and zc_combine write cells of NAS-Bench-101.
///
/// `operators` is the order that gives operators their numbers, input and output among them.
///
/// NASLib's is input, output, maxpool3x3, conv1x1-bn-relu, conv3x3-bn-relu:
/// `convert_spec_to_tuple` in naslib/search_spaces/nasbench101/conversions.py of automl/NASLib.
struct MatrixIndicesNotation: LiteralNotation {
  static let kind = "matrix-indices"

  private let topology: OperatorsOnNodes
  /// The names of the numbered operators.
  private let names: [String]

  init?(reading section: DocumentSection, topology: any Topology) {
    guard let section = section.rereading(required: ["name", "kind", "operators"]) else {
      return nil
    }
    guard let topology = topology as? OperatorsOnNodes else {
      Notations.reportMismatch(Self.kind, needs: OperatorsOnNodes.kind, in: section)
      return nil
    }
    guard let value = section["operators"],
      let indices = value.operatorIndices(
        in: topology.table, roles: [.operation, .zero, .identity, .input, .output])
    else { return nil }
    let expected = Set(topology.vertexOperators + [topology.table.input, topology.table.output])
    guard Set(indices) == expected else {
      value.report(
        "\(value.subject) are not the topology's; expected each of its operators, input and output "
          + "once")
      return nil
    }
    self.topology = topology
    names = indices.map { topology.table.operators[$0].name }
  }

  func recognises(_ value: Literal) -> Bool {
    value.elements.map { vertices(of: $0) != nil && $0.allSatisfy { $0.whole != nil } } ?? false
  }

  func isConvention(_ value: Literal) -> Bool { true }

  /// The number of vertices; a matrix of n x n and n operators are n (n + 1) numbers.
  private func vertices(of elements: [Literal]) -> Int? {
    (2...16).first { $0 * ($0 + 1) == elements.count }
  }

  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    guard let elements = text.value.elements, let vertices = vertices(of: elements) else {
      throw text.error(
        at: text.value,
        "found \(text.value.shown), expected n x n numbers of a matrix and n of operators")
    }
    var operators: [String] = []
    for element in elements[(vertices * vertices)...] {
      guard let number = element.whole, names.indices.contains(number) else {
        throw text.error(
          at: element,
          "found \(element.shown), expected the number of an operator, 0 to \(names.count - 1)")
      }
      operators.append(names[number])
    }
    let matrix = (0..<vertices).map { row in
      elements[row * vertices..<(row + 1) * vertices].map { $0.whole ?? -1 }
    }
    return try topology.architecture(
      matrix: matrix, operators: operators, text: text.text,
      places: OperatorsOnNodes.MatrixPlaces(
        entry: { elements[safe: $0 * vertices + $1]?.place },
        vertexOperator: { elements[safe: vertices * vertices + $0]?.place }))
  }

  func text(of architecture: Architecture) -> String {
    let cell = topology.cell(architecture)
    let operators = topology.operatorNames(of: cell).map { names.firstIndex(of: $0) ?? 0 }
    return "(\((cell.matrix.joined() + operators).map(String.init).joined(separator: ", ")))"
  }
}
