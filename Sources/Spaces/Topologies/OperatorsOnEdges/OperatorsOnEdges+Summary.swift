extension OperatorsOnEdges {
  package var summary: String {
    guard isUniform else {
      let edges = zip(edges, operatorsOfEdges).map { edge, operators in
        "\(edge.source) → \(edge.target) (\(names(operators)))"
      }
      return
        "An architecture is a cell of \(numberOfNodes) feature maps, from \(input), the input, to "
        + "\(output), the output. Each edge carries one operator of its own choices: "
        + "\(edges.joined(separator: ", ")); a feature map is the sum of what its edges bring."
    }
    let edges = edges.map { "\($0.source) → \($0.target)" }.joined(separator: ", ")
    return
      "An architecture is a cell of \(numberOfNodes) feature maps, from \(input), the input, to "
      + "\(output), the output. Each of the edges \(edges) carries one operator, "
      + "\(names(edgeOperators)); a feature map is the sum of what its edges bring."
  }
}
