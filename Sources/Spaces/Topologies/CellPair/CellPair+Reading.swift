import Documents

extension CellPair {
  /// The operator graph of both cells counts its nodes in a byte.
  private static let mostNodes = 32

  package init?(reading section: DocumentSection, operators table: OperatorTable) {
    guard
      let section = section.rereading(
        required: ["kind", "nodes", "operators"],
        optional: ["distinct-inputs", "output", "projection"])
    else { return nil }
    let nodes = section["nodes"]?.integer(in: 1...CellPair.mostNodes)
    let operators = section["operators"]?.operatorIndices(
      in: table, roles: [.operation, .zero, .identity])
    let areInputsDistinct = section["distinct-inputs"].map { $0.boolean() } ?? false
    let output = section["output"].map { $0.choice(of: OutputRule.self) } ?? .all
    let projection = section["projection"].map { $0.projectionIndex(in: table) } ?? .some(nil)
    guard let nodes, let operators, let areInputsDistinct, let output, let projection else {
      return nil
    }
    guard CellPair.fits(nodes: nodes, operators: operators.count) else {
      section["operators"]?.report(
        "\(nodes) nodes with \(operators.count) operators to choose from are too many: expected at "
          + "most 256 for (nodes + 1) x operators; lower one of them")
      return nil
    }
    self.init(
      table: table, numberOfNodes: nodes, cellOperators: operators,
      areInputsDistinct: areInputsDistinct, outputRule: output, projection: projection)
  }
}
