import Randomness
import Wording

// What is left of a space when neither the names nor the order of its operators count. Labels say what
// each operator of the table is; equal ones are taken for one another.

extension Topology {
  /// The graphs of architectures that are drawn from the space with its choices sorted by label, for
  /// kinds that have no shorter description.
  package func outline(_ labels: [String]) -> [String] {
    let sorted = offering(table) { $0.sorted { (labels[$0], $0) < (labels[$1], $1) } }
    let classes = Set(labels).sorted()
    let numbers = labels.map { label in UInt8(classes.firstIndex(of: label) ?? 0) }
    var random = SplitMix64(seed: 0)
    return classes
      + (0..<64).map { _ in
        let drawn = (sorted ?? self).randomArchitecture(using: &random)
        guard let graph = (sorted ?? self).operatorGraph(of: drawn) else { return "none" }
        return OperatorGraph(nodes: graph.nodes.map { numbers[Int($0)] }, edges: graph.edges)
          .canonicalForm.text
      }
  }
}

extension OperatorsOnEdges {
  /// The nodes and edges up to isomorphism, and what an edge can carry.
  package func outline(_ labels: [String]) -> [String] {
    var places = Array(repeating: 0, count: numberOfNodes)
    for (place, node) in order.enumerated() { places[node] = place }
    var counts = Array(
      repeating: Array(repeating: 0, count: numberOfNodes), count: numberOfNodes)
    for edge in edges { counts[places[edge.target]][places[edge.source]] += 1 }
    let connections = counts.enumerated().flatMap { target, row in
      row.enumerated().filter { $0.element > 0 }.map {
        OperatorGraph.Edge(source: $0.offset, target: target, count: $0.element)
      }
    }
    let last = numberOfNodes - 1
    let kinds: [UInt8] = (0...last).map { $0 == 0 ? 0 : $0 == last ? 2 : 1 }
    return [OperatorGraph(nodes: kinds, edges: connections).canonicalForm.text]
      + edgeOperators.map { labels[$0] }.sorted()
  }
}

extension OperatorsOnNodes {
  /// The limits on cells, and what a vertex can carry.
  package func outline(_ labels: [String]) -> [String] {
    let possible = maximumVertices * (maximumVertices - 1) / 2
    return [
      "\(maximumVertices)", "\(min(maximumEdges, possible))", projection.map { labels[$0] } ?? "",
    ] + vertexOperators.map { labels[$0] }.sorted()
  }
}

extension ChainOfChoices {
  /// What each position can hold, the lengths, stages, and the limits on counts.
  package func outline(_ labels: [String]) -> [String] {
    func sorted(_ operators: [Int]) -> String {
      operators.map { labels[$0] }.sorted().joined(separator: "|")
    }
    func channels(_ group: Group) -> String {
      switch group.channels {
      case .incoming: "0"
      case .fixed(let count): "\(count)"
      case .ofOperator:
        Set(group.positions.flatMap { positions[$0] }).map {
          "\(labels[$0])=\(group.channels.asked(by: table.operators[$0]) ?? 0)"
        }.sorted().joined(separator: "|")
      }
    }
    let stages = groups.filter(\.isStage).map {
      "\($0.positions) \($0.depths) \(channels($0)) \($0.stride)"
    }
    return positions.map(sorted) + counts.lengths.map(String.init) + stages
      + counts.rules.map { rule in
        "\(rule.minimum)-\(rule.maximum.map(String.init) ?? "") \(sorted(rule.operators))"
      }.sorted()
  }
}

extension CellPair {
  /// The nodes of a cell, what they can read and carry, and what the output concatenates.
  package func outline(_ labels: [String]) -> [String] {
    [
      "\(numberOfNodes)", "\(areInputsDistinct)", outputRule.rawValue,
      projection.map { labels[$0] } ?? "",
    ] + cellOperators.map { labels[$0] }.sorted()
  }
}
