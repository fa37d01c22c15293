extension OperatorsOnEdges {
  package var summary: String {
    let edges = edges.map { "\($0.source) → \($0.target)" }.joined(separator: ", ")
    return
      "An architecture is a cell of \(numberOfNodes) feature maps, from \(input), the input, to "
      + "\(output), the output. Each of the edges \(edges) carries one operator, "
      + "\(names(edgeOperators)); a feature map is the sum of what its edges bring."
  }
}
