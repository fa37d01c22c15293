import Spaces

extension CellPair: DrawnTopology {
  /// The normal and the reduction cell, each with the node numbers of its genotype. Every operator,
  /// a zero too, stands on the edge from the node that it reads.
  func panels(of architecture: Architecture, _ operators: DrawnOperators) -> [CellDrawing.Panel] {
    cells(of: architecture).enumerated().map { number, cell in
      let output = CellPair.numberOfInputs + numberOfNodes
      let inputs = (0..<CellPair.numberOfInputs).map {
        CellDrawing.Node("input \($0)", .input, shape: .round)
      }
      let nodes = (CellPair.numberOfInputs..<output).map {
        CellDrawing.Node("\($0)", .featureMap, shape: .round)
      }
      let terms = cell.enumerated().flatMap { node, terms in
        terms.enumerated().map { side, term in
          operators.edge(
            term.source, CellPair.numberOfInputs + node, cellOperators[term.operator],
            place: 2 * (number * numberOfNodes + node) + side)
        }
      }
      return CellDrawing.Panel(
        title: number == 0 ? "normal cell" : "reduction cell",
        nodes: inputs + nodes + [CellDrawing.Node("concatenation", .output)],
        edges: terms + self.output(of: cell, number).map { CellDrawing.Edge($0, output) })
    }
  }
}
