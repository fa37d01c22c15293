extension CellPair {
  package var removalMeaning: String { "the node adds up one operator less" }

  /// The inputs of the nodes, normal cell first: two for each node.
  package func places(of architecture: Architecture) -> [OperatorPlace] {
    let genes = architecture.genes
    return genes.indices.map { place in
      let (node, count) = (place / 2, cellOperators.count)
      let (term, other) = (Int(genes[place]), Int(genes[place ^ 1]))
      let (source, current) = (term / count, term % count)
      let others = (0..<count).filter { $0 != current }
      let replacements = others.compactMap { choice -> OperatorPlace.Replacement? in
        let pair = [source * count + choice, other].sorted()
        guard isPair(pair[0], pair[1]) else { return nil }
        var changed = genes
        changed.replaceSubrange(2 * node..<2 * node + 2, with: pair.map { UInt8($0) })
        return .init(operator: cellOperators[choice], architecture: Architecture(genes: changed))
      }
      let zero = replacements.first { table.operators[$0.operator].role == .zero }
      let isCut = table.operators[cellOperators[current]].role == .zero
      let cell = node < numberOfNodes ? "normal" : "reduction"
      let target = CellPair.numberOfInputs + node % numberOfNodes
      return OperatorPlace(
        name: "\(cell) \(source) -> \(target)",
        operator: cellOperators[current], replacements: replacements,
        removal: isCut
          ? nil
          : zero.map { .architecture($0.architecture) }
            ?? .graph(operatorGraph(of: architecture, without: place)))
    }
  }
}
