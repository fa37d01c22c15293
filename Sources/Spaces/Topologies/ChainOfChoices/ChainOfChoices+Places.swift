extension ChainOfChoices {
  package var removalMeaning: String {
    "the operators after it move up, or an identity takes its place"
  }

  /// The filled positions. Where those of a stage hold the same operator, another one replaces it
  /// at all of them.
  package func places(of architecture: Architecture) -> [OperatorPlace] {
    guard case .chain(let links) = structure(of: architecture) else {
      preconditionFailure("a chain is wired as one")
    }
    let genes = architecture.genes
    return zip(filled(genes), links).map { filled, link in
      let position = filled.position
      let others = positions[position].indices.filter { $0 != Int(genes[position]) }
      let replacements = others.compactMap { gene -> OperatorPlace.Replacement? in
        let changed = changing(genes, at: position, to: UInt8(gene))
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

  /// The chain without the operator at a position. The operators after it, in its group of variable
  /// depth or in the whole chain, move up. Nil when the space has no such chain.
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
