import Documents

/// One number an edge, as a Python tuple: `(4, 0, 3, 1, 4, 3)`. The order of the edges and that of
/// the operators, which the numbers count from 0, are given in the space file: libraries have their
/// own.
///
/// NASLib's tuples for NAS-Bench-201 go through the edges source by source, 0>1, 0>2, 0>3, 1>2,
/// 1>3, 2>3, with the operators skip_connect, none, nor_conv_3x3, nor_conv_1x1, avg_pool_3x3:
/// `EDGE_LIST` and `OP_NAMES_NB201` in naslib/search_spaces/nasbench201/conversions.py of
/// automl/NASLib (commit 28b1f2a; its nodes count from 1).
struct EdgeIndicesNotation: LiteralNotation {
  static let kind = "edge-indices"

  private let topology: OperatorsOnEdges
  /// The edge at each place of the tuple.
  private let edges: [Int]
  /// The gene that each number stands for.
  private let genes: [UInt8]

  init?(reading section: DocumentSection, topology: any Topology) {
    guard let section = section.rereading(required: ["name", "kind", "edges", "operators"]) else {
      return nil
    }
    guard let topology = topology as? OperatorsOnEdges else {
      Notations.reportMismatch(Self.kind, needs: OperatorsOnEdges.kind, in: section)
      return nil
    }
    let edges = section["edges"].flatMap { Self.readEdges($0, topology) }
    let operators = section["operators"].flatMap { Self.readOperators($0, topology) }
    guard let edges, let operators else { return nil }
    self.topology = topology
    self.edges = edges
    genes = operators
  }

  private static func readEdges(_ value: DocumentValue, _ topology: OperatorsOnEdges) -> [Int]? {
    guard let elements = value.elements() else { return nil }
    let nodes = 0...topology.numberOfNodes - 1
    var edges: [Int] = []
    for element in elements {
      guard let ends = element.elements()?.map({ $0.integer(in: nodes) }) else { return nil }
      let place = topology.edges.firstIndex { ends == [$0.source, $0.target] }
      guard let place, !edges.contains(place) else {
        element.report("\(element.subject) is no edge of the topology, or one listed before")
        return nil
      }
      edges.append(place)
    }
    guard edges.count == topology.edges.count else {
      value.report(
        "\(value.subject) are \(edges.count); expected each of the topology's "
          + "\(topology.edges.count) edges once")
      return nil
    }
    return edges
  }

  private static func readOperators(
    _ value: DocumentValue, _ topology: OperatorsOnEdges
  ) -> [UInt8]? {
    guard
      let indices = value.operatorIndices(
        in: topology.table, roles: [.operation, .zero, .identity])
    else { return nil }
    let genes = indices.compactMap { topology.edgeOperators.firstIndex(of: $0) }
    guard genes.count == indices.count, genes.count == topology.edgeOperators.count else {
      value.report(
        "\(value.subject) are not the topology's; expected each of its "
          + "\(topology.edgeOperators.count) operators once")
      return nil
    }
    return genes.map { UInt8($0) }
  }

  func recognises(_ value: Literal) -> Bool {
    guard let elements = value.elements, !elements.isEmpty else { return false }
    return EdgeIndicesNotation.flat(elements, groups).allSatisfy { $0.elements == nil }
  }

  func isConvention(_ value: Literal) -> Bool { true }

  /// How many edges in a row have one target, and how many one source: lists may group them so.
  private var groups: [[Int]] {
    let ends = edges.map { topology.edges[$0] }
    return [ends.map(\.target), ends.map(\.source)].compactMap { nodes in
      var runs: [(node: Int, count: Int)] = []
      for node in nodes {
        if runs.last?.node == node {
          runs[runs.count - 1].count += 1
        } else {
          runs.append((node, 1))
        }
      }
      return Set(runs.map(\.node)).count == runs.count ? runs.map(\.count) : nil
    }
  }

  /// The elements without the lists of each node, where these have the lengths of `groups`.
  static func flat(_ elements: [Literal], _ groups: [[Int]]) -> [Literal] {
    let lists = elements.compactMap(\.elements)
    guard lists.count == elements.count, groups.contains(lists.map(\.count)) else {
      return elements
    }
    return Array(lists.joined())
  }

  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    guard let elements = text.value.elements.map({ Self.flat($0, groups) }),
      elements.count == edges.count
    else {
      throw text.error(
        at: text.value,
        "found \(text.value.shown), expected \(edges.count) numbers, one for each edge")
    }
    var architecture = [UInt8](repeating: 0, count: edges.count)
    for (edge, element) in zip(edges, elements) {
      let ends = topology.edges[edge]
      if let gene = element.text.flatMap(topology.gene) {
        architecture[edge] = gene
      } else if let number = element.whole, genes.indices.contains(number) {
        architecture[edge] = genes[number]
      } else {
        throw text.error(
          at: element,
          "found \(element.shown), expected the number of the operator of the edge from node "
            + "\(ends.source) to node \(ends.target), 0 to \(genes.count - 1)")
      }
      guard topology.choices[edge].contains(architecture[edge]) else {
        throw text.error(
          at: element, topology.misplacement(of: architecture[edge], onEdge: edge))
      }
    }
    return Architecture(genes: architecture)
  }

  func text(of architecture: Architecture) -> String {
    let numbers = edges.map { edge in
      genes.firstIndex(of: architecture.genes[edge]).map(String.init) ?? ""
    }
    return "(\(numbers.joined(separator: ", ")))"
  }
}
