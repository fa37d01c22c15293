import Randomness

// The outline of a space ignores the names and the order of its operators. Labels describe the
// operators of the table; operators with equal labels are interchangeable.

extension Topology {
  /// The canonical forms of operator graphs, for kinds that have no shorter description. Their
  /// architectures are drawn at random from the space with its choices sorted by label.
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
