// Spaces with operators on edges, edge by edge, as searches on supernets need them. Operators are
// indices into the space's `operators`.
extension SearchSpace {
  private var onEdges: OperatorsOnEdges? { topology as? OperatorsOnEdges }

  /// The number of edges of the cell; 0 when the space's operators are not on edges.
  public var numberOfEdges: Int { onEdges?.edges.count ?? 0 }

  /// The operators that edges can carry, in the order of the file; empty when the space's operators
  /// are not on edges.
  public var edgeOperators: [Int] { onEdges?.edgeOperators ?? [] }

  /// The operators that each edge can carry, in the order of the file; empty when the space's
  /// operators are not on edges.
  public var operatorsOfEdges: [[Int]] { onEdges?.operatorsOfEdges ?? [] }

  /// The graph of a partly pruned supernet: for each edge the operators that remain, all of them in
  /// parallel. With one operator an edge it is that of the architecture; an edge without any is
  /// cut.
  ///
  /// - Precondition: the space's operators are on edges, and there is one list an edge.
  public func operatorGraph(ofAlternatives alternatives: [[Int]]) -> OperatorGraph? {
    guard let onEdges else { preconditionFailure("\(name) has no operators on edges") }
    precondition(
      alternatives.count == onEdges.edges.count,
      "\(alternatives.count) lists for \(onEdges.edges.count) edges")
    return onEdges.operatorGraph(ofAlternatives: alternatives)
  }

  /// The architecture with these operators, one an edge.
  ///
  /// - Precondition: the space's operators are on edges, and every operator is an edge operator.
  public func architecture(choosing choices: [Int]) -> Architecture {
    guard let onEdges else { preconditionFailure("\(name) has no operators on edges") }
    precondition(
      choices.count == onEdges.edges.count,
      "\(choices.count) choices for \(onEdges.edges.count) edges")
    return Architecture(
      genes: choices.map { choice in
        guard let gene = onEdges.edgeOperators.firstIndex(of: choice) else {
          preconditionFailure("operator \(choice) is no edge operator")
        }
        return UInt8(gene)
      })
  }

  /// The operator on each edge of the architecture; empty when the space's operators are not on
  /// edges.
  public func choices(of architecture: Architecture) -> [Int] {
    guard let onEdges else { return [] }
    return architecture.genes.map { onEdges.edgeOperators[Int($0)] }
  }
}
