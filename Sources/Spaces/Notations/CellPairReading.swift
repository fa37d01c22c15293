import Wording

/// Reads both cells of a pair from a value in any of the forms in use: flat lists of two entries a
/// node, or a list, a tuple or a key for each node; entries `('sep_conv_3x3', 0)`, with a weight or
/// the node behind; the dictionaries of nni and of NAS-Bench-301's ConfigSpace.
struct CellPairReading {
  let topology: CellPair
  let text: LiteralText
  /// The places of the operators that numbers stand for; nil where operators have names.
  var numbered: [Int]?

  static let cellNames = ["normal", "reduce"]
  private static let synonyms = [
    "normal": ["normal", "normal_cell", "cell_normal"],
    "reduce": [
      "reduce", "reduction", "reduce_cell", "reduction_cell", "cell_reduce", "cell_reduction",
    ],
  ]
  private static let concatenated = ["_concat", "_concats", "_concatenate"]

  private var known: [String] {
    topology.cellOperators.map { topology.table.operators[$0].name }
  }

  /// Whether a value has the form of two cells.
  static func recognises(_ value: Literal) -> Bool {
    switch value.value {
    case .call(let name, let fields):
      name.lowercased().hasSuffix("genotype") && (2...8).contains(fields.count)
    case .entries(let entries):
      value.name?.lowercased().hasSuffix("genotype") == true
        || entries.contains { entry in
          guard let key = entry.key.text?.lowercased() else { return false }
          return synonyms.values.joined().contains(key) || isPath(key)
        }
    default: false
    }
  }

  private static func isPath(_ key: String) -> Bool {
    key.hasPrefix("normal/") || key.hasPrefix("reduce/") || key.contains("edge_normal_")
      || key.contains("edge_reduce_")
  }

  func architecture() throws(ArchitectureError) -> Architecture {
    if let entries = text.value.entries,
      entries.contains(where: { $0.key.text.map { CellPairReading.isPath($0) } ?? false })
    {
      return try architecture(ofPaths: entries)
    }
    var genes: [UInt8] = []
    for (number, (name, fields)) in zip(Self.cellNames, try fields()).enumerated() {
      let nodes = try nodes(of: fields.cell, named: name)
      if let output = fields.output { try check(output, of: nodes, number) }
      genes += topology.genes(of: [nodes]) ?? []
    }
    return Architecture(genes: genes)
  }

  // MARK: Fields

  private typealias Fields = (cell: Literal, output: Literal?)

  private func fields() throws(ArchitectureError) -> [Fields] {
    switch text.value.value {
    case .call(let name, let values):
      guard values.count >= 4 else {
        throw text.error(
          at: text.value,
          "\(name)(...) has \(values.count) fields without names, expected normal, normal_concat, "
            + "reduce and reduce_concat")
      }
      if let other = values.dropFirst(4).first(where: { !$0.saysNothing }) {
        throw text.error(at: other, "found \(other.shown), expected no field behind the fourth")
      }
      return [(values[0], values[1]), (values[2], values[3])]
    case .list(let cells) where cells.count == 2:
      return cells.map { ($0, nil) }
    case .entries(let entries):
      return try fields(of: entries)
    default:
      throw text.error(
        at: text.value,
        "found \(text.value.shown), expected Genotype(normal=[...], normal_concat=..., ...)")
    }
  }

  private func fields(of entries: [Literal.Entry]) throws(ArchitectureError) -> [Fields] {
    var fields: [Fields] = []
    var used: Set<Int> = []
    for name in Self.cellNames {
      let names = Self.synonyms[name] ?? [name]
      let cells = entries.indices.filter { index in
        entries[index].key.text.map { names.contains($0.lowercased()) } ?? false
      }
      guard let cell = cells.first else {
        throw text.error("has no \"\(name)\"; expected \(list(Self.cellNames))")
      }
      guard cells.count == 1 else {
        throw text.error(at: entries[cells[1]].key, "gives the \(name) cell twice")
      }
      let outputs = entries.indices.filter { index in
        guard let key = entries[index].key.text?.lowercased() else { return false }
        return names.contains { name in Self.concatenated.contains { key == name + $0 } }
      }
      used.formUnion(cells + outputs)
      let output = outputs.first.map { entries[$0].value }
      fields.append((entries[cell].value, output?.isNull == true ? nil : output))
    }
    for (index, entry) in entries.enumerated()
    where !used.contains(index) && !entry.value.saysNothing {
      let known = Self.cellNames + Self.cellNames.map { "\($0)_concat" }
      throw text.error(at: entry.key, text.unknown(entry.key, among: known))
    }
    return fields
  }

  // MARK: Nodes

  /// The terms of each node.
  private func nodes(
    of cell: Literal, named name: String
  ) throws(ArchitectureError) -> [[CellPair.Term]] {
    let groups = try groups(of: cell, named: name)
    guard groups.count == topology.numberOfNodes else {
      throw text.error(
        at: cell,
        "\"\(name)\" has \(groups.count) nodes, expected \(topology.numberOfNodes)")
    }
    var nodes: [[CellPair.Term]] = []
    for (node, group) in groups.enumerated() {
      var terms: [CellPair.Term] = []
      for entry in group.entries {
        terms.append(try term(entry, of: CellPair.numberOfInputs + node, name))
      }
      guard terms.count == 2 else {
        throw text.error(
          at: group.place,
          "node \(CellPair.numberOfInputs + node) of \"\(name)\" has \(terms.count) entries, "
            + "expected 2")
      }
      guard topology.genes(of: [[terms]]) != nil else {
        throw text.error(
          at: group.place,
          "both entries of node \(CellPair.numberOfInputs + node) of \"\(name)\" read node "
            + "\(terms[0].source), expected different ones")
      }
      nodes.append(terms)
    }
    return nodes
  }

  private typealias Group = (entries: [Literal], place: Literal)

  /// The entries of each node, whether the text groups them or not.
  private func groups(of cell: Literal, named name: String) throws(ArchitectureError) -> [Group] {
    if let entries = cell.entries {
      let numbers = entries.map { $0.key.whole ?? $0.key.text.flatMap { Int($0) } }
      let first = numbers.first ?? nil
      guard let first, (0...CellPair.numberOfInputs).contains(first),
        numbers == entries.indices.map({ first + $0 })
      else {
        throw text.error(at: cell, "the keys of \"\(name)\" are not the numbers of nodes in order")
      }
      return try groups(of: Literal(.list(entries.map(\.value)), at: cell.place), named: name)
    }
    guard let elements = cell.elements else {
      throw text.error(at: cell, "found \(cell.shown), expected \"\(name)\" to be a list")
    }
    if elements.contains(where: isEntry) {
      guard elements.count == 2 * topology.numberOfNodes else {
        throw text.error(
          at: cell,
          "\"\(name)\" has \(elements.count) entries, expected \(2 * topology.numberOfNodes), two "
            + "for each node")
      }
      return stride(from: 0, to: elements.count, by: 2).map {
        ([elements[$0], elements[$0 + 1]], elements[$0])
      }
    }
    var groups: [Group] = []
    for element in elements {
      guard let entries = element.elements else {
        throw text.error(
          at: element, "found \(element.shown), expected entries such as ('\(known[0])', 0)")
      }
      groups.append((entries, element))
    }
    return groups
  }

  /// Whether a value is an operator with the node that it reads, and no list of such.
  private func isEntry(_ value: Literal) -> Bool {
    guard let parts = value.elements else { return false }
    return parts.contains { $0.elements == nil } || parts.isEmpty
  }

  private func term(
    _ entry: Literal, of node: Int, _ name: String
  ) throws(ArchitectureError) -> CellPair.Term {
    guard let parts = entry.elements, (2...3).contains(parts.count) else {
      throw text.error(
        at: entry,
        "found \(entry.shown), expected "
          + (numbered == nil
            ? "an entry such as ('\(known[0])', 0)"
            : "a pair of numbers, the node that is read and the operator"))
    }
    let isReversed = numbered != nil || parts[0].text == nil
    let choice = try operatorPlace(isReversed ? parts[1] : parts[0])
    let source = try source(
      isReversed ? parts[0] : parts[1], and: parts.count == 3 ? parts[2] : nil, of: node)
    return CellPair.Term(source: source, operator: choice)
  }

  private func operatorPlace(_ value: Literal) throws(ArchitectureError) -> Int {
    if let numbered {
      guard let number = value.whole, numbered.indices.contains(number) else {
        throw text.error(
          at: value,
          "found \(value.shown), expected the number of an operator, 0 to \(numbered.count - 1)")
      }
      return numbered[number]
    }
    let name = try text.operatorName(value)
    guard let choice = known.firstIndex(of: name) else {
      throw text.error(
        at: value,
        "unknown operator \"\(name)\", expected one of \(list(known))"
          + NearestName.hint(for: name, among: known))
    }
    return choice
  }

  /// The node that an entry reads. Behind it may stand a weight, or the number of the node itself.
  private func source(
    _ value: Literal, and third: Literal?, of node: Int
  ) throws(ArchitectureError) -> Int {
    var value = value
    if let third {
      switch (value.whole, third.value) {
      case (_, .decimal): break
      case (node, .whole): value = third
      case (_, .whole(node)): break
      default:
        throw text.error(
          at: third,
          "found \(third.shown), expected a weight such as 0.5, or the number of the node, \(node)")
      }
    }
    guard case .whole(let source) = value.value, (0..<node).contains(source) else {
      throw text.error(
        at: value, "found \(value.shown), expected a node before node \(node), 0 to \(node - 1)")
    }
    return source
  }

  /// The nodes that the output concatenates follow from the space, and have to agree.
  ///
  /// - Parameter number: of the cell, 0 for the normal one
  private func check(
    _ output: Literal, of nodes: [[CellPair.Term]], _ number: Int
  ) throws(ArchitectureError) {
    guard let elements = output.elements else {
      throw text.error(
        at: output, "found \(output.shown), expected a list of nodes or a range")
    }
    let found = elements.compactMap(\.whole)
    guard found.count == elements.count else {
      throw text.error(at: output, "expected the numbers of nodes")
    }
    let expected = topology.output(of: nodes, number)
    guard Set(found) == Set(expected) else {
      throw text.error(
        at: output,
        "the cell concatenates the nodes \(list(Set(found).sorted().map(String.init))), expected "
          + "\(list(expected.map(String.init))), \(topology.outputInWords)")
    }
  }
}

// MARK: - Dictionaries with a key for each choice

extension CellPairReading {
  /// nni's `{'normal/op_2_0': 'sep_conv_3x3', 'normal/input_2_0': 0, ...}`, and ConfigSpace's
  /// `{'...:edge_normal_0': 'sep_conv_3x3', '...:inputs_node_normal_3': '0_1', ...}`.
  private func architecture(
    ofPaths entries: [Literal.Entry]
  ) throws(ArchitectureError) -> Architecture {
    var terms: [[[(entry: Int, term: CellPair.Term, place: Literal)]]] = Array(
      repeating: Array(repeating: [], count: topology.numberOfNodes), count: 2)
    var sources: [String: Literal] = [:]
    var inputs: [String: [Int]] = [:]
    for entry in entries {
      guard let key = entry.key.text else { continue }
      let name = key.split(separator: ":").last.map(String.init) ?? key
      let words = name.split { $0 == "_" || $0 == "/" }.map(String.init)
      if words.count == 4, words[1] == "input" {
        sources["\(words[0]) \(words[2]) \(words[3])"] = entry.value
      } else if words.count == 4, words[0] == "inputs", words[1] == "node" {
        inputs["\(words[2]) \(words[3])"] = (entry.value.text ?? "").split(separator: "_")
          .compactMap { Int($0) }
      }
    }
    for entry in entries {
      guard let key = entry.key.text else { throw text.error(at: entry.key, "expected a text") }
      let name = key.split(separator: ":").last.map(String.init) ?? key
      let words = name.split { $0 == "_" || $0 == "/" }.map(String.init)
      if words.count == 4, ["input", "node"].contains(words[1]) { continue }
      if words.count == 4, words[1] == "op", let cell = Self.cellNames.firstIndex(of: words[0]),
        let node = Int(words[2]), terms[cell].indices.contains(node - CellPair.numberOfInputs),
        let number = Int(words[3]), var source = sources["\(words[0]) \(words[2]) \(words[3])"]
      {
        if let only = source.elements, only.count == 1 { source = only[0] }
        let term = CellPair.Term(
          source: try self.source(source, and: nil, of: node),
          operator: try operatorPlace(entry.value))
        terms[cell][node - CellPair.numberOfInputs].append((number, term, entry.key))
      } else if words.count == 3, words[0] == "edge",
        let cell = Self.cellNames.firstIndex(of: words[1]), let edge = Int(words[2]),
        let (node, source) = ends(ofEdge: edge)
      {
        let term = CellPair.Term(source: source, operator: try operatorPlace(entry.value))
        if let listed = inputs["\(words[1]) \(node)"], !listed.contains(source) {
          throw text.error(
            at: entry.key,
            "is the edge from node \(source) to node \(node), which is not among its inputs")
        }
        terms[cell][node - CellPair.numberOfInputs].append((source, term, entry.key))
      } else if entry.value.isNull
        || ["init_channels", "layers", "width", "depth", "num_cells"]
          .contains(words.joined(separator: "_"))
      {
        continue
      } else {
        throw text.error(at: entry.key, "unknown key \"\(key)\"")
      }
    }
    var genes: [UInt8] = []
    for (name, cell) in zip(Self.cellNames, terms) {
      for (number, node) in cell.enumerated() {
        let subject = "node \(CellPair.numberOfInputs + number) of \"\(name)\""
        guard node.count == 2 else {
          throw text.error("\(subject) has \(node.count) operators, expected 2")
        }
        guard let found = topology.genes(of: [[node.map(\.term)]]) else {
          throw text.error(
            at: node[1].place,
            "both operators of \(subject) read node \(node[0].term.source), expected different ones"
          )
        }
        genes += found
      }
    }
    return Architecture(genes: genes)
  }

  /// The ends of an edge in the order of DARTS: all edges into node 2, then all into node 3.
  private func ends(ofEdge edge: Int) -> (node: Int, source: Int)? {
    var rest = edge
    for node in 0..<topology.numberOfNodes {
      let count = CellPair.numberOfInputs + node
      if (0..<count).contains(rest) { return (count, rest) }
      rest -= count
    }
    return nil
  }
}

extension CellPair {
  fileprivate var outputInWords: String {
    switch outputRule {
    case .all: "all nodes"
    case .looseEnds: "those that no other node reads"
    case .looseEndsAndInputs:
      "those that no other node reads, in the normal cell also the inputs that none reads"
    }
  }
}

extension Literal {
  /// `None`, an empty text or an empty list: what codes keep in fields that an architecture does
  /// not use.
  fileprivate var saysNothing: Bool {
    if isNull || text == "" { return true }
    if case .list(let elements) = value { return elements.isEmpty }
    return false
  }
}
