import Drawing
import Files
import Randomness
import Spaces
import TestSupport

/// Drawings that tests and snapshots are about.
enum Examples {
  static let spaces = [
    "nasbench-macro", "nasbench101", "nasbench201", "transnasbench101-macro",
    "transnasbench101-micro",
  ]

  /// Those whose drawings have two panels.
  static let pairs = ["darts", "darts-oncenas"]

  static func space(_ name: String) throws -> SearchSpace {
    try SearchSpace.named(name, in: Installation(root: Locations.root.path))
  }

  /// The attributes that the space file states or, without any, those of a 3x3 convolution for
  /// operators that have one in their name.
  static func attributes(of space: SearchSpace) -> [OperatorAttributes] {
    space.operators.map { candidate in
      if let attributes = candidate.attributes { return attributes }
      if candidate.name.contains("conv") { return OperatorAttributes(values: [1, 1, 0, 1, 1]) }
      if candidate.name.contains("pool") { return OperatorAttributes(values: [0, 1, 1, 0, 0]) }
      return .none
    }
  }

  static func drawing(
    _ architecture: Architecture, in space: SearchSpace, isCanonical: Bool = false
  ) -> CellDrawing {
    CellDrawing(
      of: architecture, in: space, attributes: attributes(of: space), isCanonical: isCanonical)
  }

  static func drawing(
    _ architecture: String, in name: String, isCanonical: Bool = false
  ) throws -> CellDrawing {
    let space = try space(name)
    return drawing(
      try space.architecture(parsing: architecture), in: space, isCanonical: isCanonical)
  }

  /// Two cells with two inputs, four intermediate nodes of two operators each, and an output that
  /// concatenates them, like DARTS' second-order cells.
  static let cellPair = CellDrawing(
    title: "A pair of cells", subtitle: "",
    panels: [
      cell(
        "normal cell",
        [
          (0, 2, "sep_conv_3x3"), (1, 2, "sep_conv_3x3"), (0, 3, "sep_conv_3x3"),
          (1, 3, "sep_conv_3x3"), (0, 4, "skip_connect"), (1, 4, "sep_conv_3x3"),
          (0, 5, "skip_connect"), (2, 5, "dil_conv_3x3"),
        ]),
      cell(
        "reduction cell",
        [
          (0, 2, "max_pool_3x3"), (1, 2, "max_pool_3x3"), (1, 3, "max_pool_3x3"),
          (2, 3, "skip_connect"), (0, 4, "max_pool_3x3"), (2, 4, "skip_connect"),
          (1, 5, "max_pool_3x3"), (2, 5, "skip_connect"),
        ]),
    ])

  private static func cell(
    _ title: String, _ edges: [(source: Int, target: Int, name: String)]
  ) -> CellDrawing.Panel {
    CellDrawing.Panel(
      title: title,
      nodes: [
        CellDrawing.Node("c_{k-2}", .input, shape: .round),
        CellDrawing.Node("c_{k-1}", .input, shape: .round),
      ] + (0..<4).map { CellDrawing.Node("\($0)", .featureMap, shape: .round) }
        + [CellDrawing.Node("concatenation", .output)],
      edges: edges.map { source, target, name in
        let kind: CellDrawing.Kind =
          name.hasPrefix("skip") ? .identity : name.hasPrefix("max") ? .pooling : .convolution
        return CellDrawing.Edge(source, target, label: name, kind: kind)
      } + (2..<6).map { CellDrawing.Edge($0, 6) })
  }

  /// Twenty blocks, one after the other.
  static let chain = CellDrawing(
    title: "A chain", subtitle: "",
    panels: [
      CellDrawing.Panel(
        nodes: [CellDrawing.Node("input", .input)]
          + (1...20).map { number in
            number % 4 == 0
              ? CellDrawing.Node("identity", .identity)
              : CellDrawing.Node("block \(number): expansion 6, kernel 5", .convolution)
          } + [CellDrawing.Node("output", .output)],
        edges: (0...20).map { CellDrawing.Edge($0, $0 + 1) })
    ])

  /// Everything that XML, DOT and terminals could stumble over.
  static let awkward = CellDrawing(
    title: "a < b & \"c\"", subtitle: "]]> \\ \u{1B}[31m",
    panels: [
      CellDrawing.Panel(
        title: "<panel>",
        nodes: [
          CellDrawing.Node("in\"put\\", .input), CellDrawing.Node("畳み込み", .convolution),
          CellDrawing.Node("<\n&>", .output),
        ],
        edges: [
          CellDrawing.Edge(0, 1, label: "a\"b\\", kind: .pooling), CellDrawing.Edge(0, 1, count: 2),
          CellDrawing.Edge(0, 1), CellDrawing.Edge(1, 2, count: 255),
          CellDrawing.Edge(0, 2, label: "<&>", kind: .zero, count: 3),
        ])
    ])

  /// Some nodes, every one with a name of its own, and as many edges as it happens.
  static func randomPanel(seed: Int) -> CellDrawing.Panel {
    var random = SplitMix64(seed: UInt64(seed))
    let count = 2 + random.integer(below: 9)
    var edges: [CellDrawing.Edge] = []
    for target in 1..<count {
      for source in 0..<target where random.integer(below: 3) == 0 {
        let label = random.integer(below: 2) == 0 ? "" : "operator-\(target)"
        edges.append(CellDrawing.Edge(source, target, label: label))
        // A parallel one.
        if random.integer(below: 4) == 0 {
          edges.append(CellDrawing.Edge(source, target, kind: .zero, count: 2))
        }
      }
    }
    let nodes = (0..<count).map { node in
      CellDrawing.Node(
        String(repeating: "n", count: random.integer(below: 12)) + String(node), .convolution,
        shape: node % 2 == 0 ? .box : .round)
    }
    return CellDrawing.Panel(nodes: nodes, edges: edges)
  }
}
