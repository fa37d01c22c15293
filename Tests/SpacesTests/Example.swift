/// Small space files to vary in tests.
enum Example {
  /// A space with three operators on four nodes' edges.
  static let edges = """
    format: 1
    name: tiny
    title: Tiny
    citation: None, made for a test
    operators:
      - {name: in, role: input, description: Input of the cell}
      - {name: none, role: zero, description: No connection}
      - {name: skip, role: identity, description: Skip connection}
      - {name: conv, role: operation, description: 3x3 convolution}
      - {name: out, role: output, description: Output of the cell}
    topology:
      kind: operators-on-edges
      nodes: 3
      input: 0
      output: 2
      edges: [[0, 1], [0, 2], [1, 2]]
      operators: [none, skip, conv]
    skeleton:
      stem: [{convolution: {kernel: 3, channels: 16}}]
      stages: [{cells: 1, channels: 16, stride: 1}]
      head: [global-average-pooling]
      data-sets: [{name: cifar10, resolution: 32, classes: 10}]
    notations:
      - {name: text, kind: edges-by-node}
      - {name: digits, kind: digits, separator: _, digits: {none: 0, skip: 1, conv: 2}}

    """

  /// A chain of two or three choices, one or two of which pool.
  static let chain = """
    format: 1
    name: row
    title: Row
    citation: None, made for a test
    operators:
      - {name: in, role: input, description: Input of the cell}
      - {name: none, role: zero, description: No connection}
      - {name: skip, role: identity, description: Skip connection}
      - {name: conv, role: operation, description: 3x3 convolution}
      - {name: pool, role: operation, description: 3x3 max pooling}
      - {name: out, role: output, description: Output of the cell}
    topology:
      kind: chain-of-choices
      positions:
        - {operators: [skip, conv, pool], repeat: 3}
      lengths: [2, 3]
      counts: [{operators: [pool], minimum: 1, maximum: 2}]
    skeleton:
      stem: []
      stages: [{cells: 1, channels: 16}]
      head: [global-average-pooling]
      data-sets: [{name: cifar10, resolution: 32, classes: 10}]
    notations:
      - {name: text, kind: digit-chain, prefix: <, suffix: ">", digits: {skip: 0, conv: 1, pool: 2}}

    """

  /// A space with operators on nodes.
  static func nodes(vertices: Int, edges: Int) -> String {
    """
    format: 1
    name: small
    title: Small
    citation: None, made for a test
    operators:
      - {name: input, role: input, description: Input of the cell}
      - {name: conv, role: operation, description: 3x3 convolution}
      - {name: pool, role: operation, description: 3x3 max pooling}
      - {name: output, role: output, description: Output of the cell}
    topology:
      kind: operators-on-nodes
      maximum-vertices: \(vertices)
      maximum-edges: \(edges)
      operators: [conv, pool]
    skeleton:
      stem: [{convolution: {kernel: 3, channels: 16}}]
      stages: [{cells: 1, channels: 16, stride: 1}]
      head: [global-average-pooling]
      data-sets: [{name: cifar10, resolution: 32, classes: 10}]
    notations:
      - {name: matrix, kind: matrix}

    """
  }
}
