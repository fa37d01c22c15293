import Wording

// What an architecture is, in a sentence or two, for each kind of topology.

extension Topology {
  package var summary: String { "An architecture is a point of the kind \(Self.kind)." }

  fileprivate func names(_ operators: [Int]) -> String {
    let names = operators.map { "`\(table.operators[$0].name)`" }
    guard let last = names.last, names.count > 1 else { return names.joined() }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension OperatorsOnEdges {
  package var summary: String {
    let edges = edges.map { "\($0.source) → \($0.target)" }.joined(separator: ", ")
    return
      "An architecture is a cell of \(numberOfNodes) feature maps, from \(input), the input, to "
      + "\(output), the output. Each of the edges \(edges) carries one operator, "
      + "\(names(edgeOperators)); a feature map is the sum of what its edges bring."
  }
}

extension OperatorsOnNodes {
  package var summary: String {
    let projection = projection.map { " Edges out of the input carry \(names([$0]))." } ?? ""
    return
      "An architecture is a cell: an acyclic graph of at most \(maximumVertices) vertices, input "
      + "and output included, and at most \(maximumEdges) edges. Every other vertex holds one operator, "
      + "\(names(vertexOperators)). Isomorphic cells are one architecture.\(projection)"
  }
}

extension ChainOfChoices {
  package var summary: String {
    var groups: [(places: [Int], operators: [Int])] = []
    for (place, operators) in positions.enumerated() {
      if let index = groups.firstIndex(where: { $0.operators == operators }) {
        groups[index].places.append(place + 1)
      } else {
        groups.append(([place + 1], operators))
      }
    }
    let lengths = counts.lengths
    let count = lengths.count == 1 ? "\(positions.count)" : "\(lengths[0]) to \(positions.count)"
    let rules = counts.rules.map { rule in
      let limits = [
        rule.minimum > 0 ? "at least \(rule.minimum)" : nil, rule.maximum.map { "at most \($0)" },
      ].compactMap { $0 }.joined(separator: " and ")
      return " Of \(names(rule.operators)) there are \(limits)."
    }
    return
      "An architecture is a whole network: a row of \(count) positions that each hold one operator. "
      + groups.map { group in
        let places = list(group.places.map(String.init))
        return groups.count == 1
          ? "Each can hold \(names(group.operators))."
          : "Position\(group.places.count == 1 ? "" : "s") \(places): \(names(group.operators))."
      }.joined(separator: " ") + rules.joined()
  }
}

extension CellPair {
  package var summary: String {
    let sources =
      areInputsDistinct ? "two different inputs or earlier nodes" : "inputs or earlier nodes"
    let output = outputRule == .all ? "all nodes" : "the nodes that no other node reads"
    let before = projection.map { " \(names([$0])) stands before each input." } ?? ""
    return
      "An architecture is a pair of cells, a normal one and one that reduces the resolution. Each reads "
      + "the outputs of the two layers before it and has \(numberOfNodes) nodes. A node adds up two "
      + "operators, each of them \(names(cellOperators)), on \(sources). The "
      + "output concatenates \(output).\(before)"
  }
}

extension Grammar {
  package var summary: String {
    let start = rules.rules[rules.start].name.map { " from `\($0)`" } ?? ""
    let names = rules.rules.compactMap(\.name).map { "`\($0)`" }.joined(separator: ", ")
    return
      "An architecture is \(makesCells ? "a cell" : "a whole network") that a context-free grammar "
      + "derives\(start). Its rules are \(names)."
  }
}
