extension SearchSpace {
  /// The space with other roles of its operators, for the graphs of architectures that both spaces
  /// have. Only `operation`, `zero` and `identity` can replace each other. All other roles stay,
  /// and all roles stay where one of the others would change.
  ///
  /// - Parameter roles: one for each operator
  /// - Returns: nil when the topology cannot hold these roles.
  package func replacingRoles(_ roles: [Operator.Role]) -> SearchSpace? {
    precondition(roles.count == operators.count, "one role for each operator")
    let free: [Operator.Role] = [.operation, .zero, .identity]
    let changed = zip(operators, roles).map { candidate, role in
      guard free.contains(candidate.role), free.contains(role) else { return candidate }
      return Operator(
        name: candidate.name, role: role, description: candidate.description,
        attributes: candidate.attributes, variables: candidate.variables,
        lowering: candidate.lowering, reasonForNoLayers: candidate.reasonForNoLayers)
    }
    let table = OperatorTable(
      operators: changed, input: parts.table.input, output: parts.table.output)
    return parts.topology.offering(table) { $0 }.map {
      SearchSpace(self, parts: SpaceParts(table: table, topology: $0, notations: []))
    }
  }

  /// The space with other descriptions and without typed attributes, to measure the effect of
  /// wording.
  ///
  /// - Parameter descriptions: by the name of the operator; the others keep theirs
  package func describing(_ descriptions: [String: String]) -> SearchSpace {
    let changed = operators.map { candidate in
      Operator(
        name: candidate.name, role: candidate.role,
        description: descriptions[candidate.name] ?? candidate.description,
        variables: candidate.variables, lowering: candidate.lowering)
    }
    let table = OperatorTable(
      operators: changed, input: parts.table.input, output: parts.table.output)
    return SearchSpace(
      self, parts: SpaceParts(table: table, topology: parts.topology, notations: parts.notations))
  }
}
