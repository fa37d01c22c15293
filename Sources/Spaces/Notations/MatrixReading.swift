import Wording

extension OperatorsOnNodes {
  /// How sentences about a matrix and its operators find their place in the text.
  struct MatrixPlaces {
    var entry: (_ row: Int, _ column: Int) -> Int? = { _, _ in nil }
    var vertexOperator: (_ vertex: Int) -> Int? = { _ in nil }
  }

  /// The cell with this adjacency matrix and these operators, input first and output last; vertices
  /// on no path from input to output are dropped, as NAS-Bench-101's `ModelSpec` does, and the
  /// limits of the space hold for what is left.
  ///
  /// - Throws: ``ArchitectureError``
  func architecture(
    matrix: [[Int]], operators: [String], text: String, places: MatrixPlaces = MatrixPlaces()
  ) throws(ArchitectureError) -> Architecture {
    let vertices = matrix.count
    guard (2...16).contains(vertices) else {
      throw ArchitectureError(text, "the matrix has \(vertices) rows, expected 2 to 16")
    }
    guard operators.count == vertices else {
      throw ArchitectureError(
        text, "there are \(operators.count) operators for \(vertices) vertices; expected one each")
    }
    var cell = LabelledCell(
      predecessors: [UInt16](repeating: 0, count: vertices),
      labels: try labels(operators, text: text, places: places))
    for (row, entries) in matrix.enumerated() {
      guard entries.count == vertices else {
        throw ArchitectureError(
          text, at: places.entry(row, 0),
          "row \(row + 1) of the matrix has \(entries.count) entries, expected \(vertices)")
      }
      for (column, entry) in entries.enumerated() where entry != 0 {
        guard entry == 1 else {
          throw ArchitectureError(
            text, at: places.entry(row, column),
            "row \(row + 1), column \(column + 1) of the matrix is \(entry), expected 0 or 1")
        }
        guard row < column else {
          throw ArchitectureError(
            text, at: places.entry(row, column),
            "row \(row + 1), column \(column + 1) of the matrix is 1, but edges point forward: "
              + "expected 0 on and below the diagonal")
        }
        cell.predecessors[column] |= 1 << row
      }
    }
    guard let pruned = cell.pruned() else {
      throw ArchitectureError(text, "the output cannot be reached from the input; add edges")
    }
    guard pruned.numberOfVertices <= maximumVertices else {
      throw ArchitectureError(
        text,
        "the cell has \(pruned.numberOfVertices) vertices on paths from input to output; at most "
          + "\(maximumVertices) belong to the space")
    }
    guard pruned.numberOfEdges <= maximumEdges else {
      throw ArchitectureError(
        text,
        "the cell has \(pruned.numberOfEdges) edges; at most \(maximumEdges) belong to the space")
    }
    return architecture(pruned)
  }

  private func labels(
    _ names: [String], text: String, places: MatrixPlaces
  ) throws(ArchitectureError) -> [UInt8] {
    let known = vertexOperators.map { table.operators[$0].name }
    var labels: [UInt8] = []
    for (vertex, name) in names.enumerated() {
      if vertex == 0 || vertex == names.count - 1 {
        let expected = table.operators[vertex == 0 ? table.input : table.output].name
        guard name == expected else {
          throw ArchitectureError(
            text, at: places.vertexOperator(vertex),
            "the \(vertex == 0 ? "first" : "last") operator is \"\(name)\", expected "
              + "\"\(expected)\""
          )
        }
      } else if let label = known.firstIndex(of: name) {
        labels.append(UInt8(label))
      } else {
        throw ArchitectureError(
          text, at: places.vertexOperator(vertex),
          "unknown operator \"\(name)\", expected one of \(list(known))"
            + NearestName.hint(for: name, among: known))
      }
    }
    return labels
  }

  /// The names of all vertices' operators, input first and output last.
  func operatorNames(of cell: LabelledCell) -> [String] {
    let inner = cell.labels.map { table.operators[vertexOperators[Int($0)]].name }
    return [table.operators[table.input].name] + inner + [table.operators[table.output].name]
  }
}

extension LabelledCell {
  /// The adjacency matrix, rows are sources.
  var matrix: [[Int]] {
    (0..<numberOfVertices).map { row in
      (0..<numberOfVertices).map { hasEdge(row, $0) ? 1 : 0 }
    }
  }
}
