/// Reads the edges off a text drawing, as a person would: from every arrowhead up to where its line
/// comes from.
struct TextReader {
  struct Edge: Hashable, Comparable {
    let source: String
    let target: String
    /// The text that the line runs through on its way.
    let label: String

    static func < (left: Edge, right: Edge) -> Bool {
      (left.source, left.target, left.label) < (right.source, right.target, right.label)
    }
  }

  private struct Place: Hashable {
    var row: Int
    var column: Int
  }

  private let cells: [[Character]]
  /// The label of the node that covers a place.
  private var nodes: [Place: String] = [:]

  /// - Parameter text: one panel whose signs are one column wide
  init(_ text: String) {
    cells = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    for row in cells.indices {
      for column in cells[row].indices {
        if cells[row][column] == "(" {
          mark(rows: row...row, from: column, to: ")", label: row)
        } else if self[row, column] == "┌", self[row + 1, column] == "│",
          self[row + 2, column] == "└", self[row + 1, column + 1] == " "
        {
          mark(rows: row...(row + 2), from: column, to: "┘", label: row + 1)
        }
      }
    }
  }

  private subscript(row: Int, column: Int) -> Character {
    cells.indices.contains(row) && cells[row].indices.contains(column) ? cells[row][column] : " "
  }

  /// Marks the area of a node, from its left border to the sign that ends its last row.
  private mutating func mark(rows: ClosedRange<Int>, from left: Int, to sign: Character, label: Int)
  {
    guard let right = cells[rows.upperBound][left...].firstIndex(of: sign) else { return }
    // Lines that only look like a box have a way through.
    let borders = Set("└┘─┬(")
    guard rows.count == 1 || cells[rows.upperBound][left..<right].allSatisfy(borders.contains),
      rows.count == 1 || self[rows.lowerBound, right] == "┐"
    else { return }
    let words = String(cells[label][(left + 1)..<right]).split(separator: " ")
    for row in rows {
      for column in left...right {
        nodes[Place(row: row, column: column)] = words.joined(separator: " ")
      }
    }
  }

  /// All edges in order; nil for one whose line leads nowhere.
  var edges: [Edge?] {
    cells.indices.flatMap { row in
      cells[row].indices.filter { cells[row][$0] == "▼" }.map { column in
        edge(at: Place(row: row, column: column))
      }
    }
  }

  private func edge(at head: Place) -> Edge? {
    // Other lines may lead to the same row in boxes that are higher.
    var below = head
    while nodes[below] == nil, below.row < cells.count { below.row += 1 }
    guard let target = nodes[below] else { return nil }
    var place = head
    var label = ""
    while true {
      place.row -= 1
      if let source = nodes[place] { return Edge(source: source, target: target, label: label) }
      switch self[place.row, place.column] {
      case "│", "┊", "├", "┤", "┼": break
      case "┐", "┌", "┬":
        guard let trunk = trunk(beside: place) else { return nil }
        place = trunk
      case " ", "─", "┈", "└", "┘", "┴": return nil
      default: label = word(at: place)
      }
      if place.row <= 0 { return nil }
    }
  }

  /// Where the line across that a branch hangs on comes from above.
  private func trunk(beside branch: Place) -> Place? {
    let sign = self[branch.row, branch.column]
    for step in [-1, 1] where sign != (step < 0 ? "┌" : "┐") {
      var column = branch.column + step
      // A line that goes down is in front of those that it crosses.
      while "─┈│┊┬".contains(self[branch.row, column]) { column += step }
      let ends = step < 0 ? "└┴┼├" : "┘┴┼┤"
      if ends.contains(self[branch.row, column]) { return Place(row: branch.row, column: column) }
    }
    return nil
  }

  private func word(at place: Place) -> String {
    let row = cells[place.row]
    let start = row[..<place.column].lastIndex(of: " ").map { $0 + 1 } ?? 0
    let end = row[place.column...].firstIndex(of: " ") ?? row.count
    return String(row[start..<end])
  }
}
