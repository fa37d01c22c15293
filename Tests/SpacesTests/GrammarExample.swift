import Spaces

extension Example {
  /// A grammar whose derivations are counted by hand: 5 x 5 and 5 x 5 x 2, of parts that have 5.
  static let grammar = """
    format: 1
    name: tree
    operators:
      - {name: in, role: input, description: Input of the cell}
      - {name: none, role: zero, description: No connection}
      - {name: skip, role: identity, description: Skip connection}
      - {name: conv, role: operation, description: 3x3 convolution}
      - {name: pool, role: operation, description: 3x3 max pooling}
      - {name: down, role: operation, description: 3x3 convolution with stride 2}
      - {name: out, role: output, description: Output of the cell}
    topology:
      kind: grammar
      motifs:
        - {name: Residual, edges: [[0, 1], [0, 2], [1, 2]]}
        - {name: Twice, edges: [[0, 1, 0], [0, 1, 0], [0, 1, skip]]}
      shapes:
        net: {channels: 2, resolution: 1/2}
        down: {channels: 2, resolution: 1/2}
      rules:
        net:
          - sequence(cell, down, cell)
          - sequence(Residual(cell, cell, edge), down)
        cell:
          - edge
          - Twice(edge)
          - pool
        edge:
          - conv
          - none
    notations:
      - {name: expression, kind: expression}
      - {name: derivation, kind: derivation}
      - {name: json, kind: grammar-json}

    """

  /// A grammar that recurses: with n levels t(n) = 3 + 2 t(n - 1)² trees, so 3, 21, 885, 1,566,453.
  static func recursion(depth: Int) -> String {
    """
    format: 1
    name: recursion
    operators:
      - {name: in, role: input, description: Input of the cell}
      - {name: skip, role: identity, description: Skip connection}
      - {name: conv, role: operation, description: 3x3 convolution}
      - {name: pool, role: operation, description: 3x3 max pooling}
      - {name: out, role: output, description: Output of the cell}
    topology:
      kind: grammar
      maximum-depth: \(depth)
      rules:
        block:
          - conv
          - pool
          - sum(block, block)
          - sequence(block, block)
          - skip
    notations:
      - {name: expression, kind: expression}

    """
  }
}
