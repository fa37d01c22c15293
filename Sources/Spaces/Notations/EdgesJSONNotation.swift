import Documents
import Wording

/// The operator of each edge as JSON: `{"edges":[[0,1,"none"],[0,2,"skip_connect"]]}`, source,
/// target and operator. Edges are printed in the order of the space file and read in any.
///
/// Read are also dictionaries with a key for each edge, `{'0_1': 'none', ...}` as in nni,
/// `{'1<-0': 'none', ...}` as in the ConfigSpace of AutoDL-Projects, `{(0, 1): 'none', ...}`, nodes
/// counted from 0 or from 1; and the operators and sources of each node,
/// `[[('none', 0)], [('none', 0), ('none', 1)], ...]`.
///
/// Of several edges between two nodes the first in the file is the first in the text; where an
/// operator is a choice of one of them only, it is on that one.
///
/// `aliases` (optional) names operators as other projects do: `{conv_3x3: nor_conv_3x3}`.
struct EdgesJSONNotation: LiteralNotation {
  static let kind = "edges-json"

  private let topology: OperatorsOnEdges
  private let aliases: [String: String]

  init?(reading section: DocumentSection, topology: any Topology) {
    guard
      let section = section.rereading(required: ["name", "kind"], optional: ["aliases"])
    else { return nil }
    guard let topology = topology as? OperatorsOnEdges else {
      Notations.reportMismatch(Self.kind, needs: OperatorsOnEdges.kind, in: section)
      return nil
    }
    var aliases: [String: String] = [:]
    for (alias, value) in section["aliases"]?.someEntries() ?? [] {
      guard let index = value.operatorIndex(in: topology.table) else { return nil }
      aliases[alias] = topology.table.operators[index].name
    }
    self.init(topology, aliases)
  }

  private init(_ topology: OperatorsOnEdges, _ aliases: [String: String]) {
    (self.topology, self.aliases) = (topology, aliases)
  }

  func extended(to topology: any Topology) -> (any Notation)? {
    (topology as? OperatorsOnEdges).map { Self($0, aliases) }
  }

  func recognises(_ value: Literal) -> Bool {
    value.entries != nil || nodes(of: value) != nil
  }

  /// The lists of each node where they hold operators with their sources.
  private func nodes(of value: Literal) -> [[Literal]]? {
    let nodes = value.elements?.map(\.elements) ?? []
    let found = nodes.compactMap { $0 }
    let isListed = found.joined().allSatisfy {
      $0.elements?.count == 2 && $0.elements?[0].text != nil
    }
    return found.count == nodes.count && !found.isEmpty && isListed ? found : nil
  }

  private typealias Edge = (source: Literal, target: Literal, operator: Literal)

  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    if let nodes = nodes(of: text.value) { return try architecture(ofNodes: nodes, text) }
    let entries = text.value.entries ?? []
    let isListed = entries.isEmpty || entries.contains { $0.key.text == "edges" }
    return isListed
      ? try architecture(ofList: text.list(at: "edges"), text)
      : try architecture(ofKeys: entries, text)
  }

  private func architecture(
    ofList elements: [Literal], _ text: LiteralText
  ) throws(ArchitectureError) -> Architecture {
    var genes = Genes(topology, text)
    for (number, element) in elements.enumerated() {
      guard let parts = element.elements, parts.count == 3, let source = parts[0].whole,
        let target = parts[1].whole, parts[2].text != nil
      else {
        throw text.error(
          at: element, "edge \(number + 1) is not of the form [source, target, \"operator\"]")
      }
      try genes.set((source, target), try gene(parts[2], text), at: element)
    }
    return try genes.architecture()
  }

  private func architecture(
    ofNodes nodes: [[Literal]], _ text: LiteralText
  ) throws(ArchitectureError) -> Architecture {
    let groups = topology.edgesByTarget
    guard nodes.count == groups.count else {
      throw text.error(
        at: text.value, "has \(nodes.count) nodes, expected \(groups.count)")
    }
    var genes = Genes(topology, text)
    for (node, group) in zip(nodes, groups) {
      let target = topology.edges[group[0]].target
      for entry in node {
        guard let parts = entry.elements, let source = parts[1].whole else {
          throw text.error(at: entry, "expected an operator and the node that it reads")
        }
        try genes.set((source, target), try gene(parts[0], text), at: entry)
      }
    }
    return try genes.architecture()
  }

  private func architecture(
    ofKeys entries: [Literal.Entry], _ text: LiteralText
  ) throws(ArchitectureError) -> Architecture {
    var ends: [(Int, Int)] = []
    for entry in entries {
      guard let pair = self.ends(of: entry.key) else {
        throw text.error(
          at: entry.key,
          "unknown key \(entry.key.shown), expected \"edges\", or one for each edge, such as "
            + "\"\(topology.edges[0].source)_\(topology.edges[0].target)\""
            + NearestName.hint(for: entry.key.text ?? "", among: ["edges"]))
      }
      ends.append(pair)
    }
    // Some projects count nodes from 1; then there is one beyond the last.
    let isFromOne = ends.contains { max($0.0, $0.1) == topology.numberOfNodes }
    var genes = Genes(topology, text)
    for (entry, pair) in zip(entries, ends) {
      var (source, target) = isFromOne ? (pair.0 - 1, pair.1 - 1) : pair
      if !topology.edges.contains(.init(source: source, target: target)) {
        (source, target) = (target, source)
      }
      try genes.set((source, target), try gene(entry.value, text), at: entry.key)
    }
    return try genes.architecture()
  }

  /// The two numbers of a key such as `0_1`, `cell/0_1`, `1<-0` or `(0, 1)`.
  private func ends(of key: Literal) -> (Int, Int)? {
    if let parts = key.elements, parts.count == 2, let first = parts[0].whole,
      let second = parts[1].whole
    {
      return (first, second)
    }
    let name = key.text?.split { $0 == "/" || $0 == ":" }.last ?? ""
    let numbers = name.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
    return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
  }

  private func gene(
    _ value: Literal, _ text: LiteralText
  ) throws(ArchitectureError) -> UInt8 {
    let known = topology.edgeOperators.map { topology.table.operators[$0].name }
    let name = try text.operatorName(value)
    guard let gene = topology.gene(named: name) ?? aliases[name].flatMap(topology.gene) else {
      throw text.error(
        at: value,
        "unknown operator \"\(name)\", expected one of \(list(known))"
          + NearestName.hint(for: name, among: known))
    }
    return gene
  }

  func text(of architecture: Architecture) -> String {
    let elements = zip(topology.edges, architecture.genes).map { edge, gene in
      let name = topology.table.operators[topology.edgeOperators[Int(gene)]].name
      // Names hold neither quotes nor backslashes: the space file is checked for that.
      return "[\(edge.source),\(edge.target),\"\(name)\"]"
    }
    return "{\"edges\":[\(elements.joined(separator: ","))]}"
  }
}

/// The genes of edges that come in any order, each once.
private struct Genes {
  private let topology: OperatorsOnEdges
  private let text: LiteralText
  private var genes: [UInt8?]

  init(_ topology: OperatorsOnEdges, _ text: LiteralText) {
    (self.topology, self.text) = (topology, text)
    genes = Array(repeating: nil, count: topology.edges.count)
  }

  mutating func set(
    _ ends: (source: Int, target: Int), _ gene: UInt8, at place: Literal
  ) throws(ArchitectureError) {
    let edge = OperatorsOnEdges.Edge(source: ends.source, target: ends.target)
    let between = topology.edges.indices.filter { topology.edges[$0] == edge }
    guard let first = between.first else {
      throw text.error(
        at: place,
        "there is no edge from node \(ends.source) to node \(ends.target) in the space")
    }
    let open = between.filter { genes[$0] == nil }
    guard !open.isEmpty else {
      throw text.error(
        at: place,
        "the edge from node \(ends.source) to node \(ends.target) is given "
          + (between.count == 1 ? "twice" : "more than \(between.count) times"))
    }
    if let index = open.first(where: { topology.choices[$0].contains(gene) }) {
      genes[index] = gene
      return
    }
    // An operator that was given before may be meant for the open edge.
    for index in between where topology.choices[index].contains(gene) {
      guard let earlier = genes[index],
        let other = open.first(where: { topology.choices[$0].contains(earlier) })
      else { continue }
      (genes[index], genes[other]) = (gene, earlier)
      return
    }
    throw text.error(at: place, topology.misplacement(of: gene, onEdge: open.first ?? first))
  }

  func architecture() throws(ArchitectureError) -> Architecture {
    let found = genes.compactMap { $0 }
    guard found.count == genes.count else {
      throw text.error("there are \(found.count) edges, expected \(genes.count)")
    }
    return Architecture(genes: found)
  }
}
