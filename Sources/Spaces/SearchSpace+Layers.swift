extension SearchSpace {
  /// The operators whose layers the space does not state, though networks are to be built from it.
  public var operatorsWithoutLayers: [Operator] {
    skeletons.isEmpty
      ? [] : operators.filter { $0.role == .operation && $0.lowering == nil }
  }

  /// The same space whose operators of these names stand for these layers, or have none for a
  /// reason.
  public func givingLayers(
    _ layers: [String: Operator.Lowering], reasons: [String: String] = [:]
  ) -> SearchSpace {
    guard !layers.isEmpty || !reasons.isEmpty else { return self }
    let changed = operators.map { known in
      guard layers[known.name] != nil || reasons[known.name] != nil else { return known }
      return Operator(
        name: known.name, role: known.role, description: known.description,
        attributes: known.attributes, variables: known.variables,
        lowering: layers[known.name] ?? known.lowering, reasonForNoLayers: reasons[known.name])
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
