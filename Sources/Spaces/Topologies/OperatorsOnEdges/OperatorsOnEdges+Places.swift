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
        if let zero, choices[edge].contains(UInt8(zero)) {
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
        replacements: choices[edge].filter { $0 != genes[edge] }.map {
          .init(operator: edgeOperators[Int($0)], architecture: changed(Int($0)))
        }, removal: removal)
    }
  }
}
