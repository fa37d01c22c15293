import Drawing
import Formulas

extension CellDrawing {
  /// A formula as a tree: terminals and constants above, and below them the functions that combine
  /// them, down to the score. The left operand stands on the left.
  public init(of file: FormulaFile) {
    var tree = FormulaTree()
    let root = tree.add(file.formula)
    tree.nodes.append(Node("score", .output))
    tree.edges.append(Edge(root, tree.nodes.count - 1))
    self.init(
      title: file.name, subtitle: file.formula.description,
      panels: [Panel(nodes: tree.nodes, edges: tree.edges)])
  }
}

/// The nodes of a formula, operands before their function.
private struct FormulaTree {
  var nodes: [CellDrawing.Node] = []
  var edges: [CellDrawing.Edge] = []

  /// - Returns: the node of the formula's value
  mutating func add(_ formula: Formula) -> Int {
    switch formula {
    case .terminal(let name):
      nodes.append(CellDrawing.Node(name, .terminal))
    case .constant:
      nodes.append(CellDrawing.Node(formula.description, .constant))
    case .unary(let function, let value):
      let operand = add(value)
      nodes.append(CellDrawing.Node(function.sign, .function, shape: .round))
      edges.append(CellDrawing.Edge(operand, nodes.count - 1))
    case .binary(let function, let left, let right):
      let operands = [add(left), add(right)]
      nodes.append(CellDrawing.Node(function.sign, .function, shape: .round))
      // Where the order matters, arrows say which operand is which.
      for (operand, name) in zip(operands, function.isCommutative ? ["", ""] : ["a", "b"]) {
        edges.append(
          CellDrawing.Edge(
            operand, nodes.count - 1, label: name, kind: name.isEmpty ? .featureMap : .function))
      }
    }
    return nodes.count - 1
  }
}

extension Formula.Unary {
  fileprivate var sign: String { self == .negate ? "-a" : rawValue }
}

extension Formula.Binary {
  fileprivate var sign: String {
    switch self {
    case .add: "+"
    case .subtract: "a - b"
    case .multiply: "*"
    case .quotient, .minimum, .maximum: rawValue
    }
  }
}
