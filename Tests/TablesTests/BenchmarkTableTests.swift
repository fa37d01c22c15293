import Files
import Foundation
import Tables
import TestSupport
import Testing

@Suite("Benchmark table")
struct BenchmarkTableTests {
  @Test(
    "Every permitted way of writing a table reads the same",
    arguments: [
      "arch,top1\na,1.5\nb,-2e1\n",
      "arch,top1\na,1.5\nb,-2e1",
      "arch,top1\r\na,1.5\r\nb,-2e1\r\n",
      "arch,top1\ra,1.5\rb,-2e1\r",
      "\u{FEFF}arch,top1\na,1.5\nb,-2e1\n\n\r\n",
      "\"arch\",\"top1\"\n\"a\",\"1.5\"\n\"b\",\"-2e1\"",
      "\u{FEFF}\"arch\",top1\n\"a\",1.5\nb,\"-2e1\"\n",
    ])
  func formats(text: String) throws {
    let table = try BenchmarkTable(text: text, path: "t.csv")
    #expect(table.columns == ["arch", "top1"])
    #expect(table.architectures == ["a", "b"])
    #expect(table.count == 2)
    #expect(try table.numbers("top1") == [1.5, -20])
    #expect(table.row(of: "b") == 1)
    #expect(table.row(of: "c") == nil)
  }

  @Test("Quoted fields keep commas, line ends, quotation marks, spaces and every script")
  func quoting() throws {
    let text = "arch,note,top1\n\"a,b\",\"say \"\"so\"\"\",1\n\"c\nd\", é ✓,2\n\"\"\"\",\"\",3\n"
    let table = try BenchmarkTable(text: text, path: "t.csv")
    #expect(table.architectures == ["a,b", "c\nd", "\""])
    #expect(try table.texts("note") == ["say \"so\"", " é ✓", ""])
    #expect((0..<3).map(table.line(ofRow:)) == [2, 3, 5])
  }

  @Test("An architecture may be spread over several columns")
  func composedKey() throws {
    let text = "hash,adjacency,ops\nx,01/00,in|out\ny,01/00,in|in\n"
    let table = try BenchmarkTable(text: text, path: "t.csv", keys: ["adjacency", "ops"])
    #expect(table.architectures == ["01/00 in|out", "01/00 in|in"])
    #expect(
      throws: TableError(
        path: "t.csv", line: 3, "repeats the architecture \"01/00\" of line 2")
    ) { try BenchmarkTable(text: text, path: "t.csv", keys: ["adjacency"]) }
  }

  @Test("Repeated trainings are rows of their own where they are allowed")
  func repeats() throws {
    let text = "arch,note,top1\na,x,1\nb,y,4\na,z,2\n"
    let table = try BenchmarkTable(text: text, path: "t.csv", allowingRepeats: true)
    #expect(table.architectures == ["a", "b", "a"])
    #expect(try table.numbers("top1") == [1, 4, 2])
    #expect(table.row(of: "a") == 0)
    #expect(throws: TableError.self) { try BenchmarkTable(text: text, path: "t.csv") }
  }

  struct BadTable: Sendable, CustomTestStringConvertible {
    let text: String
    let sentence: String
    var testDescription: String { sentence }
  }

  @Test(
    "A bad table is refused in one sentence that says where and why",
    arguments: [
      BadTable(
        text: "", sentence: "t.csv: is empty; expected a line of column names and rows below it"),
      BadTable(
        text: "\n\r\n",
        sentence: "t.csv: is empty; expected a line of column names and rows below it"),
      BadTable(text: "arch,top1\n", sentence: "t.csv: has column names but no rows"),
      BadTable(
        text: "arch,top1\na,1\nb\n",
        sentence: "t.csv, line 3: has 1 field, expected 2 as in the line of column names"),
      BadTable(
        text: "arch,top1\n\"a\nb\",1\nc,2,3\n",
        sentence: "t.csv, line 4: has 3 fields, expected 2 as in the line of column names"),
      BadTable(
        text: "arch,top1\na,1\n\nb,2\n",
        sentence: "t.csv, line 3: has 1 field, expected 2 as in the line of column names"),
      BadTable(
        text: "arch,top1\na,1\nb,2\nc,\"3\n4\n",
        sentence: "t.csv, line 4: has a quotation mark that is never closed"),
      BadTable(
        text: "arch,top1\na\"b,1\n",
        sentence:
          "t.csv, line 2: has a quotation mark inside a field that does not begin with one"),
      BadTable(
        text: "arch,top1\n\"a\"b,1\n",
        sentence: "t.csv, line 2: has text between a closing quotation mark and the next comma"),
      BadTable(
        text: "arch,top1\na,1\nb,2\na,3\n",
        sentence: "t.csv, line 4: repeats the architecture \"a\" of line 2"),
      BadTable(
        text: "arch,top1,top1\na,1,2\n",
        sentence: "t.csv, line 1: has the column name \"top1\" twice"),
      BadTable(
        text: "Arch,top1\na,1\n",
        sentence:
          "t.csv: has no column \"arch\", did you mean \"Arch\"? The columns are \"Arch\", \"top1\""
      ),
    ])
  func refused(bad: BadTable) {
    let error = #expect(throws: TableError.self) {
      try BenchmarkTable(text: bad.text, path: "t.csv")
    }
    #expect(error?.description == bad.sentence)
  }

  @Test("A missing column is refused with the columns there are and the nearest of them")
  func missingColumn() throws {
    let table = try BenchmarkTable(text: "arch,cifar10_test,params\na,1,2\n", path: "t.csv")
    let columns = "The columns are \"arch\", \"cifar10_test\", \"params\""
    let cases = [
      ("cifar10_tst", "t.csv: has no column \"cifar10_tst\", did you mean \"cifar10_test\"? "),
      ("flops", "t.csv: has no column \"flops\". "),
    ]
    for (column, sentence) in cases {
      let error = #expect(throws: TableError.self) { try table.numbers(column) }
      #expect(error?.description == sentence + columns)
      #expect(throws: TableError.self) { try table.texts(column) }
    }
  }

  @Test(
    "A cell that is not a finite number is refused with line, column and contents",
    arguments: [
      ("", "an empty cell"), ("n/a", "\"n/a\""), ("1,5", "\"1,5\""), ("nan", "\"nan\""),
      ("-inf", "\"-inf\""), ("1e999", "\"1e999\""), ("12 %", "\"12 %\""), ("٣", "\"٣\""),
    ])
  func badCell(cell: String, found: String) throws {
    let table = try BenchmarkTable(text: "arch,top1\na,1\nb,\"\(cell)\"\n", path: "t.csv")
    let error = #expect(throws: TableError.self) { try table.numbers("top1") }
    #expect(
      error?.description
        == "t.csv, line 3, column \"top1\": expected a finite number, found \(found)")
  }

  @Test("A missing file, a folder and bytes that are not UTF-8 are refused by name")
  func badFiles() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appendingPathComponent("missing.csv").path
      #expect(throws: FileError(path: missing, problem: "no such file")) {
        try BenchmarkTable(path: missing)
      }
      #expect(throws: FileError(path: folder.path, problem: "is a folder, not a file")) {
        try BenchmarkTable(path: folder.path)
      }
      let binary = folder.appendingPathComponent("binary.csv")
      try Data([0x61, 0x2C, 0xFF, 0x0A]).write(to: binary)
      #expect(throws: FileError(path: binary.path, problem: "is not UTF-8 text")) {
        try BenchmarkTable(path: binary.path)
      }
    }
  }

  @Test("No cut of a table's text crashes the reader")
  func cuts() {
    let text = "arch,top1\r\n\"a,\"\"b\n\",1\r\nc,\"2\"\r\n"
    for length in 0...text.unicodeScalars.count {
      let cut = String(String.UnicodeScalarView(text.unicodeScalars.prefix(length)))
      do {
        _ = try BenchmarkTable(text: cut, path: "t.csv").numbers("top1")
      } catch {
        #expect(error is TableError)
      }
    }
  }
}
