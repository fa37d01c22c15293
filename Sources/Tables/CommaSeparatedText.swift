import Wording

/// The fields of a CSV text as RFC 4180 defines it, with the line where each row begins.
///
/// Quoted fields may hold commas, line ends and doubled quotation marks; rows end with LF, CRLF or
/// CR. Empty lines after the last row are ignored. Everything else that the format does not allow
/// is an error: a benchmark table with a shifted column must not be read as one with strange
/// numbers.
package struct CommaSeparatedText: Sendable {
  /// The column names.
  package let header: [String]
  /// The line of the file in which each row after the header begins, counted from 1.
  package let lines: [Int]
  private let bytes: [UInt8]
  private let fields: [CommaSeparatedFields.Field]

  /// - Throws: ``TableError`` for an empty text, a row of the wrong length, a misplaced or
  ///   missing quotation mark.
  /// - Complexity: O(length of the text)
  package init(_ text: String, path: String) throws {
    let bytes = Array(text.utf8)
    var scanner = CommaSeparatedFields(bytes, path: path)
    try scanner.scan()
    guard let width = scanner.rowEnds.first else {
      throw TableError(
        path: path, "is empty; expected a line of column names and rows below it")
    }
    var start = 0
    for (row, end) in scanner.rowEnds.enumerated() {
      guard end - start == width else {
        throw TableError(
          path: path, line: scanner.lines[row],
          "has \(end - start) field\(end - start == 1 ? "" : "s"), "
            + "expected \(width) as in the line of column names")
      }
      start = end
    }
    header = scanner.fields[..<width].map { Self.text(of: $0, in: bytes) }
    lines = Array(scanner.lines.dropFirst())
    fields = scanner.fields
    self.bytes = bytes
  }

  /// The text of a field; row 0 is the first below the header.
  package func text(row: Int, column: Int) -> String {
    Self.text(of: fields[(row + 1) * header.count + column], in: bytes)
  }

  private static func text(of field: CommaSeparatedFields.Field, in bytes: [UInt8]) -> String {
    let contents = bytes[field.start..<field.end]
    guard field.hasDoubledQuotes else { return String(decoding: contents, as: UTF8.self) }
    var unquoted: [UInt8] = []
    var isSecondOfTwo = false
    for byte in contents {
      isSecondOfTwo = byte == UInt8(ascii: "\"") && !isSecondOfTwo
      if !isSecondOfTwo { unquoted.append(byte) }
    }
    return String(decoding: unquoted, as: UTF8.self)
  }
}

/// One pass over the bytes of a CSV text, which finds where its fields lie.
struct CommaSeparatedFields {
  /// Where a field's contents lie, without the quotation marks around them.
  struct Field: Sendable {
    let start: Int
    let end: Int
    let hasDoubledQuotes: Bool
  }

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private(set) var fields: [Field] = []
  /// The number of fields up to the end of each row.
  private(set) var rowEnds: [Int] = []
  /// The line in which each row begins.
  private(set) var lines: [Int] = []
  private let bytes: [UInt8]
  private let path: String
  /// The end of the last row.
  private let end: Int
  private var position: Int
  private var line = 1

  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
    // Spreadsheets put a byte order mark before UTF-8 text.
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let isLineEnd = { $0 == Self.lineFeed || $0 == Self.carriageReturn }
    end = bytes[position...].lastIndex { !isLineEnd($0) }.map { $0 + 1 } ?? position
  }

  /// - Throws: ``TableError`` for a misplaced or missing quotation mark.
  mutating func scan() throws {
    guard position < end else { return }
    lines.append(line)
    while true {
      try scanField()
      guard position < end else { break }
      let separator = bytes[position]
      position += 1
      guard separator != Self.comma else { continue }
      if separator == Self.carriageReturn, bytes[position] == Self.lineFeed { position += 1 }
      line += 1
      rowEnds.append(fields.count)
      lines.append(line)
    }
    rowEnds.append(fields.count)
  }

  /// Reads one field and stops at the separator after it.
  private mutating func scanField() throws {
    guard position < end, bytes[position] == Self.quote else {
      let start = position
      while position < end, !isSeparator(bytes[position]) {
        guard bytes[position] != Self.quote else {
          throw failure("has a quotation mark inside a field that does not begin with one")
        }
        position += 1
      }
      fields.append(Field(start: start, end: position, hasDoubledQuotes: false))
      return
    }
    try scanQuotedField()
    guard position == end || isSeparator(bytes[position]) else {
      throw failure("has text between a closing quotation mark and the next comma")
    }
  }

  private mutating func scanQuotedField() throws {
    let firstLine = line
    position += 1
    let start = position
    var hasDoubledQuotes = false
    while true {
      guard position < end else {
        line = firstLine
        throw failure("has a quotation mark that is never closed")
      }
      let byte = bytes[position]
      let next = position + 1 < end ? bytes[position + 1] : nil
      if byte == Self.quote {
        guard next == Self.quote else { break }
        hasDoubledQuotes = true
        position += 1
      } else if byte == Self.lineFeed || (byte == Self.carriageReturn && next != Self.lineFeed) {
        line += 1
      }
      position += 1
    }
    fields.append(Field(start: start, end: position, hasDoubledQuotes: hasDoubledQuotes))
    position += 1
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    byte == Self.comma || byte == Self.lineFeed || byte == Self.carriageReturn
  }

  private func failure(_ problem: String) -> TableError {
    TableError(path: path, line: line, Sentence(problem))
  }
}
