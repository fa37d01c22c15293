extension CellPair {
  package var summary: String {
    let sources =
      areInputsDistinct ? "two different inputs or earlier nodes" : "inputs or earlier nodes"
    let output =
      switch outputRule {
      case .all: "all nodes"
      case .looseEnds: "the nodes that no other node reads"
      case .looseEndsAndInputs:
        "the nodes that no other node reads, in the normal cell also the inputs that none reads"
      }
    let before = projection.map { " \(names([$0])) stands before each input." } ?? ""
    return
      "An architecture is a pair of cells, a normal one and one that reduces the resolution. Each "
      + "reads the outputs of the two layers before it and has \(numberOfNodes) nodes. A node adds "
      + "up two operators, each of them \(names(cellOperators)), on \(sources). The output "
      + "concatenates \(output).\(before)"
  }
}
