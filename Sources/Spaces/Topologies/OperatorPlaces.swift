// What stands at each place of an architecture, and what could.

extension OperatorsOnEdges {
  package var removalMeaning: String { "the edge is cut" }

  /// The edges in the order of the file.
  package func places(of architecture: Architecture) -> [OperatorPlace] {
    let genes = architecture.genes
    let zero = edgeOperators.firstIndex { table.operators[$0].role == .zero }
    return edges.enumerated().map { edge, ends in
      func changed(_ gene: Int) -> Architecture {
        var changed = genes
        changed[edge] = UInt8(gene)
        return Architecture(genes: changed)
      }
      let current = edgeOperators[Int(genes[edge])]
      var removal: OperatorPlace.Remainder?
      if table.operators[current].role != .zero {
        if let zero {
          removal = .architecture(changed(zero))
        } else {
          var alternatives = genes.map { [edgeOperators[Int($0)]] }
          alternatives[edge] = []
          removal = .graph(operatorGraph(ofAlternatives: alternatives))
        }
      }
      let name = "\(ends.source) -> \(ends.target)"
      return OperatorPlace(
        name: name, operator: current,
        replacements: edgeOperators.indices.filter { $0 != Int(genes[edge]) }.map {
          .init(operator: edgeOperators[$0], architecture: changed($0))
        }, removal: removal)
    }
  }
}

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
  /// What is left without a vertex and its connections; nil when the input does not reach the output.
  fileprivate func removing(_ vertex: Int) -> LabelledCell? {
    var changed = self
    changed.predecessors[vertex] = 0
    for target in changed.predecessors.indices { changed.predecessors[target] &= ~(1 << vertex) }
    return changed.pruned()
  }
}

extension ChainOfChoices {
  package var removalMeaning: String {
    "the operators after it move up, or an identity takes its place"
  }

  /// The filled positions.
  package func places(of architecture: Architecture) -> [OperatorPlace] {
    guard case .chain(let links) = structure(of: architecture) else {
      preconditionFailure("a chain is wired as one")
    }
    let genes = architecture.genes
    return zip(filled(genes), links).map { filled, link in
      let position = filled.position
      let others = positions[position].indices.filter { $0 != Int(genes[position]) }
      let replacements = others.compactMap { gene -> OperatorPlace.Replacement? in
        var changed = genes
        changed[position] = UInt8(gene)
        guard counts.contains(changed) else { return nil }
        return .init(
          operator: positions[position][gene], architecture: Architecture(genes: changed))
      }
      let identity = replacements.first { table.operators[$0.operator].role == .identity }
      let remainder = removing(position, from: genes) ?? identity?.architecture
      return OperatorPlace(
        name: link.name, operator: filled.operator, replacements: replacements,
        removal: remainder.map { .architecture($0) })
    }
  }

  /// The chain without the operator at a position, those after it in its group of variable depth, or in
  /// the whole chain, moved up; nil when the space has none.
  private func removing(_ position: Int, from genes: [UInt8]) -> Architecture? {
    var changed: [UInt8]?
    if counts.stages.isEmpty {
      let kept = filled(genes).filter { $0.position != position }
      changed = self.genes(choosing: kept.map(\.operator))
    } else {
      let groups = groups.map { group in
        filled(genes).filter { group.positions.contains($0.position) && $0.position != position }
          .map(\.operator)
      }
      changed = self.genes(choosing: groups)
    }
    guard let changed, counts.contains(changed) else { return nil }
    return Architecture(genes: changed)
  }
}

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
