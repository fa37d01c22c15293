import Foundation
import Tables
import Testing

/// A table with one cell of each kind in every row.
private let mixed = {
  var table = ResultTable(columns: ["rank", "arch", "score", "seeds"])
  table.append([.integer(1), .text("|a~0|"), .number(2.64159, decimals: 2), .missing])
  table.append([.integer(10), .text("b"), .number(-.infinity, decimals: 2), .integer(3)])
  table.append([.integer(100), .text(""), .number(-0.001, decimals: 2), .integer(12)])
  return table
}()

@Suite("Result table for people")
struct AlignedTableTests {
  @Test("Numbers stand to the right and texts to the left; no line ends in white space")
  func alignment() {
    #expect(
      mixed.text(.table) == """
        rank  arch   score  seeds
           1  |a~0|   2.64      -
          10  b       -inf      3
         100          0.00     12

        """)
  }

  @Test("A column whose first cells are missing is aligned by the others")
  func missingFirst() {
    var table = ResultTable(columns: ["name", "count", "none"])
    table.append([.missing, .missing, .missing])
    table.append([.text("a long name"), .integer(1000), .missing])
    table.append([.text("b"), .integer(2), .missing])
    #expect(
      table.text(.table) == """
        name         count  none
        -                -     -
        a long name   1000     -
        b                2     -

        """)
  }

  @Test("A table without rows is its column names")
  func noRows() {
    #expect(ResultTable(columns: ["arch", "score"]).text(.table) == "arch  score\n")
  }

  @Test(
    "What takes two columns on a terminal is counted as two, and marks as none",
    arguments: [
      ("é", 1), ("e\u{301}", 1), ("卷积", 4), ("３ｘ３", 6), ("합성곱", 6), ("たたみこみ", 10),
      ("🧠", 2), ("👩‍🔬", 2), ("❤\u{FE0F}", 2), ("ß", 1), ("→", 1), ("\u{200B}", 0), ("≥½", 2),
    ])
  func wideCharacters(text: String, width: Int) {
    var table = ResultTable(columns: ["description", "x"])
    table.append([.text(text), .text("y")])
    table.append([.text("plain"), .text("z")])
    let lines = table.text(.table).split(separator: "\n")
    let padding = String(repeating: " ", count: "description".count - width + 2)
    #expect(lines[1] == text + padding + "y")
    #expect(lines[2] == "plain        z")
  }

  @Test("Wide column names are counted as wide")
  func wideColumnNames() {
    var table = ResultTable(columns: ["名前", "数"])
    table.append([.text("a"), .integer(1)])
    #expect(table.text(.table) == "名前  数\na      1\n")
    #expect(table.record(.table) == "名前  a\n数    1\n")
  }

  @Test("A cell is one line, and does not steer the terminal")
  func controlCharacters() {
    var table = ResultTable(columns: ["text"])
    table.append([.text("one\ntwo\r\nthree\tfour\u{2028}five")])
    table.append([.text("\u{1B}[31mred\u{7}\u{0}\u{9B}")])
    #expect(
      table.text(.table) == """
        text
        one two three four five
        \u{FFFD}[31mred\u{FFFD}\u{FFFD}\u{FFFD}

        """)
  }
}

@Suite("Result table as CSV")
struct CommaSeparatedTests {
  /// Reads CSV by the letter of RFC 4180, on bytes, without any of the code under test.
  private func read(_ text: String) throws -> [[String]] {
    var rows: [[String]] = []
    var (row, field): ([String], [UInt8]) = ([], [])
    var (isQuoted, wasQuoted) = (false, false)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""):
        // The second of two quotes inside a quoted field reopens it.
        if !isQuoted, wasQuoted { field.append(byte) }
        isQuoted.toggle()
        wasQuoted = true
      case UInt8(ascii: ",") where !isQuoted, UInt8(ascii: "\n") where !isQuoted:
        row.append(try #require(String(validating: field, as: UTF8.self)))
        (field, wasQuoted) = ([], false)
        if byte == UInt8(ascii: "\n") {
          rows.append(row)
          row = []
        }
      default:
        #expect(isQuoted || !wasQuoted, "text after a closing quote")
        #expect(isQuoted || byte != UInt8(ascii: "\r"))
        field.append(byte)
      }
    }
    #expect(!isQuoted)
    #expect(row.isEmpty && field.isEmpty, "the last line does not end")
    return rows
  }

  @Test("Numbers have every digit, missing cells are empty")
  func cells() throws {
    #expect(
      try read(mixed.text(.csv)) == [
        ["rank", "arch", "score", "seeds"],
        ["1", "|a~0|", "2.64159", ""],
        ["10", "b", "-inf", "3"],
        ["100", "", "-0.001", "12"],
      ])
    // Nothing here needs quotes, so there are none.
    #expect(!mixed.text(.csv).contains("\""))
  }

  @Test(
    "Every text is read back",
    arguments: [
      "plain", "", " spaces around ", "a,b", ",", "\"", "\"\"", "say \"hello\"", "\"quoted\"",
      "two\nlines", "\n", "\r", "\r\n", "carriage\r\nreturn", "\t", "\u{0}\u{1F}", "naïve ✓ 卷积",
      // Commas and quotes that form one character with the next code point.
      ",\u{301}", "\"\u{301}", "a\"\u{200D}b", "Genotype(normal=[('sep', 0), ('dil', 1)])",
    ])
  func texts(text: String) throws {
    var table = ResultTable(columns: ["before", text.isEmpty ? "empty" : text, "after"])
    table.append([.integer(1), .text(text), .integer(2)])
    table.append([.text(text), .missing, .text(text)])
    let rows = try read(table.text(.csv))
    #expect(rows.count == 3)
    #expect(rows.first?[1] == table.columns[1])
    // Swift's equality ignores how characters are composed; bytes do not.
    #expect(rows.dropFirst().first.map { Array($0[1].utf8) } == Array(text.utf8))
    #expect(rows.last == [text, "", text])
  }

  @Test("A row with nothing in its only column is not an empty line")
  func onlyColumn() throws {
    var table = ResultTable(columns: ["score"])
    table.append([.missing])
    table.append([.text("")])
    #expect(table.text(.csv) == "score\n\"\"\n\"\"\n")
  }

  @Test(
    "Every number is read back to the bit",
    arguments: [
      0.1, -0.0, 1 / 3, 1e-300, .leastNonzeroMagnitude, 1e300, .greatestFiniteMagnitude, .infinity,
      -.infinity,
      2.6415045238949895, 123_456_789.123_456_789, 1e16,
    ])
  func numbers(number: Double) throws {
    var table = ResultTable(columns: ["a", "b"])
    table.append([.number(number, decimals: 1), .number(-number, decimals: 0)])
    let row = try #require(try read(table.text(.csv)).last)
    #expect(row.map { Double($0)?.bitPattern } == [number.bitPattern, (-number).bitPattern])
  }
}

@Suite("Result table as JSON")
struct JSONTests {
  private func objects(_ text: String) throws -> [[String: Any]] {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [[String: Any]])
  }

  @Test("A table is a list of objects; what JSON cannot say is null")
  func cells() throws {
    let objects = try objects(mixed.text(.json))
    #expect(objects.count == 3)
    #expect(objects.allSatisfy { Set($0.keys) == ["rank", "arch", "score", "seeds"] })
    #expect(objects[0]["rank"] as? Int == 1)
    #expect(objects[0]["arch"] as? String == "|a~0|")
    #expect(objects[0]["score"] as? Double == 2.64159)
    #expect(objects[0]["seeds"] is NSNull)
    #expect(objects[1]["score"] is NSNull)
    #expect(objects[1]["seeds"] as? Int == 3)
  }

  @Test("The columns keep their order, one object a line")
  func order() {
    #expect(
      mixed.text(.json) == """
        [
          {"rank": 1, "arch": "|a~0|", "score": 2.64159, "seeds": null},
          {"rank": 10, "arch": "b", "score": null, "seeds": 3},
          {"rank": 100, "arch": "", "score": -0.001, "seeds": 12}
        ]

        """)
  }

  @Test("A table without rows is an empty list")
  func noRows() throws {
    #expect(ResultTable(columns: ["arch"]).text(.json) == "[]\n")
  }

  @Test(
    "Every text is read back",
    arguments: [
      "plain", "", "say \"hello\"", "back\\slash", "two\nlines", "\r\n", "\t",
      "\u{1}\u{8}\u{C}\u{1F}", "\u{7F}", "\u{2028}", "/", "naïve ✓ 卷积 🧠", "e\u{301}",
    ])
  func texts(text: String) throws {
    var table = ResultTable(columns: ["a\(text)"])
    table.append([.text(text)])
    let object = try #require(try objects(table.text(.json)).first)
    let found = try #require(object["a\(text)"] as? String)
    #expect(Array(found.utf8) == Array(text.utf8))
    #expect(!table.text(.json).dropLast().utf8.contains { $0 < 0x20 && $0 != 0x0A })
  }

  @Test(
    "Every number is read back",
    arguments: [0.1, 1 / 3, 1e-300, 1e300, .greatestFiniteMagnitude, 2.6415045238949895, 1e16])
  func numbers(number: Double) throws {
    var table = ResultTable(columns: ["a", "b"])
    table.append([.number(number, decimals: 1), .number(-number, decimals: 0)])
    let object = try #require(try objects(table.text(.json)).first)
    #expect(object["a"] as? Double == number)
    #expect(object["b"] as? Double == -number)
  }
}

@Suite("Result record")
struct RecordTests {
  private let record = {
    var table = ResultTable(columns: ["arch", "score", "evaluations", "regret"])
    table.append([.text("|a~0|"), .number(2.64159, decimals: 2), .integer(500), .missing])
    return table
  }()

  @Test("For people it is one line a column")
  func forPeople() {
    #expect(
      record.record(.table) == """
        arch         |a~0|
        score        2.64
        evaluations  500
        regret       -

        """)
  }

  @Test("As JSON it is one object")
  func json() throws {
    let text = record.record(.json)
    #expect(
      text == "{\"arch\": \"|a~0|\", \"score\": 2.64159, \"evaluations\": 500, \"regret\": null}\n")
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    #expect((object as? [String: Any])?["evaluations"] as? Int == 500)
  }

  @Test("As CSV it is a table of one row")
  func csv() {
    #expect(record.record(.csv) == "arch,score,evaluations,regret\n|a~0|,2.64159,500,\n")
    #expect(record.record(.csv) == record.text(.csv))
  }
}
