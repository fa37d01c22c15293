extension SearchSpace {
  /// The operators whose layers the space does not state, though networks are to be built from it.
  public var operatorsWithoutLayers: [Operator] {
    skeletons.isEmpty
      ? [] : operators.filter { $0.role == .operation && $0.lowering == nil }
  }

  /// The same space whose operators of these names stand for these layers.
  public func givingLayers(_ layers: [String: Operator.Lowering]) -> SearchSpace {
    guard !layers.isEmpty else { return self }
    let changed = operators.map { known in
      layers[known.name].map { lowering in
        Operator(
          name: known.name, role: known.role, description: known.description,
          attributes: known.attributes, variables: known.variables, lowering: lowering)
      } ?? known
    }
    let table = OperatorTable(
      operators: changed, input: parts.table.input, output: parts.table.output)
    // The wiring knows operators by their names, which stay.
    var space = SearchSpace(
      self,
      parts: SpaceParts(table: table, topology: parts.topology, notations: parts.notations))
    space.preferredNotation = preferredNotation
    space.operatorsWithReadLayers = operatorsWithReadLayers + layers.keys.sorted()
    return space
  }
}
