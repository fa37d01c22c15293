extension OperatorsOnNodes {
  package var removalMeaning: String { "the vertex is gone with its connections" }

  /// The vertices between input and output, numbered as in the architecture's matrix.
  package func places(of architecture: Architecture) -> [OperatorPlace] {
    let cell = cell(architecture)
    return cell.labels.indices.map { vertex in
      let others = vertexOperators.indices.filter { $0 != Int(cell.labels[vertex]) }
      return OperatorPlace(
        name: "vertex \(vertex + 1)",
        operator: vertexOperators[Int(cell.labels[vertex])],
        replacements: others.map { label in
          var changed = cell
          changed.labels[vertex] = UInt8(label)
          return .init(
            operator: vertexOperators[label], architecture: self.architecture(changed.canonical()))
        },
        removal: cell.removing(vertex + 1).map { .architecture(self.architecture($0.canonical())) }
          ?? .graph(nil))
    }
  }
}

extension LabelledCell {
  /// The cell without a vertex and its connections; nil when the input does not reach the output.
  fileprivate func removing(_ vertex: Int) -> LabelledCell? {
    var changed = self
    changed.predecessors[vertex] = 0
    for target in changed.predecessors.indices { changed.predecessors[target] &= ~(1 << vertex) }
    return changed.pruned()
  }
}
