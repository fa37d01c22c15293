import Documents
import Randomness
import Synchronization

/// Cells with operators on their vertices and plain edges between them, as in NAS-Bench-101 (Ying
/// et al., ICML 2019). Isomorphic cells are one point of the space.
///
/// Genes: for each vertex after the input the set of vertices that feed it, one byte whose bit `i`
/// stands for vertex `i`; then, for each vertex between input and output, the position of its
/// operator in the list of vertex operators. Every vertex lies on a path from input to output.
package final class OperatorsOnNodes: Topology {
  package static let kind = "operators-on-nodes"
  static let keys = ["maximum-vertices", "maximum-edges", "operators"]

  package let table: OperatorTable
  package let maximumVertices: Int
  package let maximumEdges: Int
  /// The operators a vertex can carry, as indices into the space's operators.
  package let vertexOperators: [Int]
  /// The operator that the space's networks insert on every edge out of the cell's input.
  package let projection: Int?
  /// Made at first use: most runs never list the space.
  private let catalogue = Mutex<CellCatalogue?>(nil)

  init(
    table: OperatorTable, maximumVertices: Int, maximumEdges: Int, vertexOperators: [Int],
    projection: Int?
  ) {
    self.table = table
    self.maximumVertices = maximumVertices
    self.maximumEdges = maximumEdges
    self.vertexOperators = vertexOperators
    self.projection = projection
  }

  package required convenience init?(
    reading section: DocumentSection, operators table: OperatorTable
  ) {
    guard
      let section = section.rereading(
        required: ["kind"] + OperatorsOnNodes.keys, optional: ["projection"])
    else { return nil }
    // A byte holds the predecessors of one vertex, and listing stays a matter of milliseconds.
    let vertices = section["maximum-vertices"]?.integer(in: 2...7)
    let edges = section["maximum-edges"]?.integer(in: 1...21)
    let operators = section["operators"]?.operatorIndices(
      in: table, roles: [.operation, .zero, .identity])
    let projection = section["projection"].map { $0.projectionIndex(in: table) } ?? .some(nil)
    guard let vertices, let edges, let operators, let projection else { return nil }
    self.init(
      table: table, maximumVertices: vertices, maximumEdges: edges, vertexOperators: operators,
      projection: projection)
  }

  func listed() -> CellCatalogue {
    catalogue.withLock { catalogue in
      if let known = catalogue { return known }
      let made = CellCatalogue(
        maximumVertices: maximumVertices, maximumEdges: maximumEdges,
        numberOfLabels: vertexOperators.count)
      catalogue = made
      return made
    }
  }

  package var size: SpaceSize { SpaceSize(listed().count) }

  package func makeIterator() -> AnyIterator<Architecture> {
    let catalogue = listed()
    var form = 0
    var labels: [UInt8]?
    return AnyIterator {
      while form < catalogue.forms.count {
        let current = catalogue.forms[form]
        var next =
          labels.map(catalogue.following)
          ?? [UInt8](repeating: 0, count: current.columns.count - 2)
        while let candidate = next, !catalogue.isSmallest(candidate, under: current.automorphisms) {
          next = catalogue.following(candidate)
        }
        labels = next
        if let next { return OperatorsOnNodes.architecture(current.columns, next) }
        form += 1
      }
      return nil
    }
  }

  package func randomArchitecture(
    using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    architecture(listed().randomCell(using: &generator))
  }

  package func architecture(_ cell: LabelledCell) -> Architecture {
    OperatorsOnNodes.architecture(cell.predecessors, cell.labels)
  }

  private static func architecture(_ predecessors: [UInt16], _ labels: [UInt8]) -> Architecture {
    let inputs = predecessors.count - 1
    return Architecture(
      genes: [UInt8](unsafeUninitializedCapacity: inputs + labels.count) { genes, count in
        for place in 0..<inputs { genes[place] = UInt8(predecessors[place + 1]) }
        for (place, label) in labels.enumerated() { genes[inputs + place] = label }
        count = inputs + labels.count
      })
  }

  /// - Precondition: the genes are those of a cell: 2 vertices - 3 of them.
  package func cell(_ architecture: Architecture) -> LabelledCell {
    let vertices = (architecture.genes.count + 3) / 2
    return LabelledCell(
      predecessors: [0] + architecture.genes[..<(vertices - 1)].map { UInt16($0) },
      labels: Array(architecture.genes[(vertices - 1)...]))
  }

  package func representative(of architecture: Architecture) -> Architecture {
    self.architecture(cell(architecture).canonical())
  }

  package func contains(_ architecture: Architecture) -> Bool {
    let genes = architecture.genes.count
    guard genes % 2 == 1, (genes + 3) / 2 <= maximumVertices else { return false }
    let cell = cell(architecture)
    return cell.numberOfEdges <= maximumEdges
      && cell.labels.allSatisfy { $0 < vertexOperators.count }
      && cell.predecessors.enumerated().allSatisfy { $0.element >> $0.offset == 0 }
      && cell.pruned()?.numberOfVertices == cell.numberOfVertices
  }

  package func operatorGraph(of architecture: Architecture) -> OperatorGraph? {
    let genes = architecture.genes
    let vertices = (genes.count + 3) / 2
    var graph = CellGraph(capacity: 2 * vertices)
    _ = graph.addNode(table.input, .operation)
    var places = CellOrder()
    for vertex in 1..<vertices {
      let predecessors = genes[vertex - 1]
      var projected: Int?
      if predecessors & 1 == 1, let projection {
        projected = graph.addNode(projection, .operation)
        graph.connect(0)
      }
      let isOutput = vertex == vertices - 1
      let index = isOutput ? table.output : vertexOperators[Int(genes[vertices - 2 + vertex])]
      places[vertex] = graph.addNode(index, table.kinds[index])
      var rest = predecessors
      while rest != 0 {
        let source = rest.trailingZeroBitCount
        rest &= rest - 1
        graph.connect(source == 0 ? projected ?? 0 : places[source])
      }
    }
    return graph.reduced()
  }
}
