/// Space files made for tests.
public enum Example {
  /// One edge, three operators: three cells, one of them disconnected.
  public static let tiny = edges(nodes: 2)

  /// Every edge from an earlier to a later node, with any of the operators on it. With three of
  /// them there are 3^(nodes (nodes - 1) / 2) cells.
  public static func edges(
    nodes: Int, operators: [String] = ["none", "skip_connect", "nor_conv_3x3"]
  ) -> String {
    let edges = (1..<nodes).flatMap { target in (0..<target).map { "[\($0), \(target)]" } }
    return """
      format: 1
      name: example
      title: Example
      citation: None, made for a test
      operators:
        - {name: input, role: input, description: Input of the cell}
        - {name: none, role: zero, description: No connection}
        - {name: skip_connect, role: identity, description: Skip connection, lowering: []}
        - {name: nor_conv_3x3, role: operation, description: 3x3 convolution, lowering: \
      [{convolution: {kernel: 3}}]}
        - {name: output, role: output, description: Output of the cell}
      topology:
        kind: operators-on-edges
        nodes: \(nodes)
        input: 0
        output: \(nodes - 1)
        edges: [\(edges.joined(separator: ", "))]
        operators: [\(operators.joined(separator: ", "))]
      skeleton:
        stem: [{convolution: {kernel: 3, channels: 16}}]
        stages: [{cells: 1, channels: 16}]
        head: [global-average-pooling]
        data-sets: [{name: cifar10, resolution: 32, classes: 10}]
      notations:
        - {name: text, kind: edges-by-node}

      """
  }
}
