import Documents

extension Motif {
  private static let largestNode = 31
  private static let largestEdges = 64

  /// Reads `{name: Residual, edges: [[0, 1], [1, 2], [0, 2]], concatenate: [2]}`. An edge carries
  /// the next part unless a third element is the number of a part or the name of an operator.
  init?(reading value: DocumentValue, _ table: OperatorTable) {
    guard let section = value.section(required: ["name", "edges"], optional: ["concatenate"]),
      let nameValue = section["name"], let name = nameValue.name(),
      let edgesValue = section["edges"], let elements = edgesValue.someElements()
    else { return nil }
    guard elements.count <= Motif.largestEdges else {
      edgesValue.report(
        "\(edgesValue.subject) are \(elements.count); at most \(Motif.largestEdges) are supported")
      return nil
    }
    var edges: [Edge] = []
    var parts = 0
    for element in elements {
      guard let edge = Motif.readEdge(element, part: parts, table) else { return nil }
      if case .argument = edge.content, element.elements()?.count == 2 { parts += 1 }
      edges.append(edge)
    }
    let count = (edges.map(\.target).max() ?? 0) + 1
    let named = edges.compactMap { edge in
      if case .argument(let part) = edge.content { part } else { nil }
    }
    let arity = (named.max() ?? -1) + 1
    guard arity > 0, Set(named).count == arity else {
      edgesValue.report(
        "\(edgesValue.subject) carry \(Set(named).count) parts, the last of them number "
          + "\(arity - 1); expected at least one, and every number from 0 on")
      return nil
    }
    guard
      (1..<count).allSatisfy({ node in edges.contains { $0.target == node } }),
      (0..<count - 1).allSatisfy({ node in edges.contains { $0.source == node } })
    else {
      edgesValue.report(
        "\(edgesValue.subject) leave a node aside; expected every node on a path from 0 to "
          + "\(count - 1)")
      return nil
    }
    var concatenates = [Bool](repeating: false, count: count)
    for element in section["concatenate"].map({ $0.someElements() ?? [] }) ?? [] {
      guard let node = element.integer(in: 1...max(1, count - 1)) else { return nil }
      concatenates[node] = true
    }
    self.init(
      name: name, arity: arity, concatenates: concatenates,
      edges: edges.sorted { ($0.target) < ($1.target) })
  }

  private static func readEdge(
    _ value: DocumentValue, part: Int, _ table: OperatorTable
  ) -> Edge? {
    guard let elements = value.elements() else { return nil }
    guard (2...3).contains(elements.count) else {
      value.report(
        "\(value.subject) has \(elements.count) elements; expected [source, target] and perhaps "
          + "the number of a part or the name of an operator")
      return nil
    }
    guard let source = elements[0].integer(in: 0...largestNode - 1),
      let target = elements[1].integer(in: source + 1...largestNode)
    else { return nil }
    guard elements.count == 3 else {
      return Edge(source: source, target: target, content: .argument(part))
    }
    if let text = elements[2].scalarText(), text.allSatisfy(\.isNumber) {
      guard let part = elements[2].integer(in: 0...largestEdges - 1) else { return nil }
      return Edge(source: source, target: target, content: .argument(part))
    }
    guard let index = elements[2].operatorIndex(in: table) else { return nil }
    guard [.operation, .identity, .zero].contains(table.operators[index].role) else {
      elements[2].report(
        "operator \"\(table.operators[index].name)\" has the role "
          + "\(table.operators[index].role.rawValue), which no edge can carry")
      return nil
    }
    return Edge(source: source, target: target, content: .operator(index))
  }
}
