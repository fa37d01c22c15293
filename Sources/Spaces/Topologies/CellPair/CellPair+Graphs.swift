// Both cells in one graph: the reduction cell reads the normal cell and the normal cell's input.

extension CellPair {
  package func operatorGraph(of architecture: Architecture) -> OperatorGraph? {
    operatorGraph(of: architecture, without: nil)
  }

  /// Input, normal cell, reduction cell, output, with the projections of each cell's inputs.
  ///
  /// - Parameter removed: the number of a gene whose term is left out
  func operatorGraph(of architecture: Architecture, without removed: Int?) -> OperatorGraph? {
    var graph = CellGraph(capacity: 4 + 2 * (CellPair.numberOfInputs + 3 * numberOfNodes))
    let input = graph.addNode(table.input, .operation)
    var (earlier, last) = (input, input)
    for (number, cell) in cells(of: architecture).enumerated() {
      var places: [Int] = []
      for source in [earlier, last] {
        guard let projection else {
          places.append(source)
          continue
        }
        places.append(graph.addNode(projection, table.kinds[projection]))
        graph.connect(source)
      }
      for (node, terms) in cell.enumerated() {
        var made: [Int] = []
        for (side, term) in terms.enumerated() {
          if removed == 2 * (number * numberOfNodes + node) + side { continue }
          let index = cellOperators[term.operator]
          made.append(graph.addNode(index, table.kinds[index]))
          graph.connect(places[term.source])
        }
        places.append(graph.addNode(table.output, .junction))
        for place in made { graph.connect(place) }
      }
      let end = graph.addNode(table.output, number == 0 ? .junction : .operation)
      for node in output(of: cell, number) { graph.connect(places[node]) }
      (earlier, last) = (last, end)
    }
    return graph.reduced()
  }

  /// Input, one node for each term of the normal cell and of the reduction cell, output. Nothing
  /// else stands before a cell's inputs.
  package func drawnGraph(of architecture: Architecture) -> OperatorGraph {
    var nodes = [UInt8(table.input)]
    var edges: [OperatorGraph.Edge] = []
    var (earlier, last) = ([0], [0])
    for (number, cell) in cells(of: architecture).enumerated() {
      var producers = [earlier, last]
      for terms in cell {
        var made: [Int] = []
        for term in terms {
          for source in producers[term.source] {
            edges.append(.init(source: source, target: nodes.count))
          }
          made.append(nodes.count)
          nodes.append(UInt8(cellOperators[term.operator]))
        }
        producers.append(made)
      }
      (earlier, last) = (last, output(of: cell, number).flatMap { producers[$0] })
    }
    for source in last { edges.append(.init(source: source, target: nodes.count)) }
    return OperatorGraph(nodes: nodes + [UInt8(table.output)], edges: edges)
  }

  package func structure(of architecture: Architecture) -> CellStructure {
    let cells = cells(of: architecture).enumerated().map { number, cell in
      CellStructure.Cell(
        nodes: cell.map { terms in
          terms.map { .init(source: $0.source, operator: cellOperators[$0.operator]) }
        },
        output: output(of: cell, number))
    }
    return .pair(normal: cells[0], reduction: cells[1], projection: projection)
  }
}
