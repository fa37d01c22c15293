import Spaces

extension ChainOfChoices: DrawnTopology {
  /// A longer chain is drawn in columns.
  private static let longest = 10
  /// The most operators of a column.
  private static let tallest = 7

  /// A short chain is one column from input to output. A long one has a column for each group of
  /// positions, or several for a long group; each begins with the feature map of the column before.
  func panels(of architecture: Architecture, _ operators: DrawnOperators) -> [CellDrawing.Panel] {
    var place = -1
    let groups = choicesByGroup(of: architecture.genes).map { group in
      group.map { index in
        place += 1
        return operators.node(index, place: place)
      }
    }
    let (input, output) = (operators.node(table.input), operators.node(table.output))
    guard groups.joined().count > ChainOfChoices.longest else {
      return [ChainOfChoices.column([input] + groups.joined() + [output])]
    }
    var columns: [(title: String, choices: ArraySlice<CellDrawing.Node>)] = []
    for (number, group) in groups.enumerated() {
      let name = "stage \(number + 1)"
      let count = (group.count + ChainOfChoices.tallest - 1) / ChainOfChoices.tallest
      for column in 0..<count {
        let choices = group[column * group.count / count..<(column + 1) * group.count / count]
        columns.append(
          (
            count == 1 ? name : "\(name), \(choices.startIndex + 1) to \(choices.endIndex)", choices
          ))
      }
    }
    return columns.enumerated().map { place, column in
      let start =
        place == 0
        ? input : CellDrawing.Node("from \(columns[place - 1].title)", .featureMap, shape: .round)
      let end = place == columns.count - 1 ? [output] : []
      return ChainOfChoices.column(
        [start] + column.choices + end, title: column.title)
    }
  }

  private static func column(
    _ nodes: [CellDrawing.Node], title: String = ""
  ) -> CellDrawing.Panel {
    CellDrawing.Panel(
      title: title, nodes: nodes,
      edges: nodes.indices.dropLast().map { CellDrawing.Edge($0, $0 + 1) })
  }
}
