import Wording

/// Rows and columns of characters. A character that is two columns wide leaves the next one empty.
struct TextCanvas {
  private let columns: Int
  private var cells: [[String]] = []

  init(columns: Int) {
    self.columns = columns
  }

  var rows: Int { cells.count }

  mutating func addRows(upTo count: Int) {
    while cells.count < count { cells.append(Array(repeating: " ", count: columns)) }
  }

  mutating func write(_ text: String, row: Int, column: Int) {
    var column = column
    for character in text {
      let width = displayWidth(String(character))
      // A mark that takes no column belongs to the character before it.
      guard width > 0 else {
        if column > 0 { cells[row][column - 1].append(character) }
        continue
      }
      cells[row][column] = String(character)
      for covered in 1..<max(width, 2) where covered < width { cells[row][column + covered] = "" }
      column += width
    }
  }

  var lines: [String] { cells.map { $0.joined() } }
}
