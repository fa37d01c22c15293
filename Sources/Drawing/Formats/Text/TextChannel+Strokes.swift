// The signs that lines are made of.
extension TextChannel {
  private struct Strokes: OptionSet {
    let rawValue: Int
    static let up = Strokes(rawValue: 1)
    static let down = Strokes(rawValue: 2)
    static let left = Strokes(rawValue: 4)
    static let right = Strokes(rawValue: 8)
  }

  /// Draws the channel below the rows that the canvas already has.
  func draw(on canvas: inout TextCanvas) {
    let top = canvas.rows
    canvas.addRows(upTo: top + rows)
    // Lines across first, so that lines of other nets that go down are in front of them.
    for isDown in [false, true] {
      for (net, row) in zip(nets, netRows) where !net.isStraight || isDown {
        for (cell, strokes) in strokes(of: net, row: row) {
          let goesDown = !strokes.solid.union(strokes.dashed).isDisjoint(with: [.up, .down])
          guard goesDown == isDown else { continue }
          canvas.write(sign(strokes), row: top + cell.row, column: cell.column)
        }
      }
    }
    for link in nets.flatMap(\.links) where link.hasArrow {
      canvas.write("▼", row: top + rows - 1, column: link.column)
    }
  }

  private struct Cell: Hashable {
    let row: Int
    let column: Int
  }

  /// The strokes of a net in each cell, those of links that are not cut apart from the others.
  private func strokes(
    of net: Net, row: Int
  ) -> [(cell: Cell, strokes: (solid: Strokes, dashed: Strokes))] {
    var cells: [Cell: (solid: Strokes, dashed: Strokes)] = [:]
    func add(_ strokes: Strokes, _ row: Int, _ column: Int, _ isCut: Bool) {
      let old = cells[Cell(row: row, column: column)] ?? ([], [])
      cells[Cell(row: row, column: column)] =
        isCut ? (old.solid, old.dashed.union(strokes)) : (old.solid.union(strokes), old.dashed)
    }
    for link in net.links {
      if link.column == net.column {
        for row in 0..<rows { add([.up, .down], row, link.column, link.isCut) }
        continue
      }
      for above in 0..<row { add([.up, .down], above, net.column, link.isCut) }
      let (away, back): (Strokes, Strokes) =
        link.column > net.column ? (.right, .left) : (.left, .right)
      add([.up, away], row, net.column, link.isCut)
      let between = min(net.column, link.column) + 1..<max(net.column, link.column)
      for column in between { add([.left, .right], row, column, link.isCut) }
      add([back, .down], row, link.column, link.isCut)
      for below in (row + 1)..<rows { add([.up, .down], below, link.column, link.isCut) }
    }
    return cells.map { ($0.key, $0.value) }.sorted {
      ($0.0.row, $0.0.column) < ($1.0.row, $1.0.column)
    }
  }

  private func sign(_ strokes: (solid: Strokes, dashed: Strokes)) -> String {
    let isDashed = strokes.solid.isEmpty
    switch strokes.solid.union(strokes.dashed) {
    case [.up, .down]: return isDashed ? "┊" : "│"
    case [.left, .right]: return isDashed ? "┈" : "─"
    case [.up, .right]: return "└"
    case [.up, .left]: return "┘"
    case [.down, .right]: return "┌"
    case [.down, .left]: return "┐"
    case [.up, .down, .right]: return "├"
    case [.up, .down, .left]: return "┤"
    case [.left, .right, .down]: return "┬"
    case [.left, .right, .up]: return "┴"
    default: return "┼"
    }
  }
}
