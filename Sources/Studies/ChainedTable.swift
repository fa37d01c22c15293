import Files
import Foundation
import Tables
import Wording

/// A table of a study that only grows, such as `trials.csv`, with a checksum for each of its lines
/// in a file beside it.
struct ChainedTable: Sendable {
  let path: String
  /// The number of bytes up to the end of the last complete line.
  let length: Int
  /// Whether a killed process left an incomplete line at the end.
  let isTorn: Bool
  /// The checksums of the complete lines; nil for a study from before there were any.
  let sums: TrialSums?
  /// The number of bytes of the checksums of the complete lines.
  let sumsLength: Int
  private let text: CommaSeparatedText?

  /// - Parameter sumsName: the name of the file of checksums; nil where there is none
  /// - Throws: `FileError` when the file cannot be read, `TableError` when it is no table or was
  ///   changed.
  init(contentsOf path: String, sumsName: String?) throws {
    self.path = path
    let bytes = Array(try InputFile.bytes(at: path))
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    var (sums, sumsLength): (TrialSums?, Int) = (nil, 0)
    if let sumsName {
      let sumsPath = Folder.parent(of: path) + "/" + sumsName
      guard FileManager.default.fileExists(atPath: sumsPath) || whole == 0 else {
        throw FileError(
          path: sumsPath, problem: "is gone, so that the record of the study cannot be checked")
      }
      let stated = whole == 0 ? [] : Array(try InputFile.bytes(at: sumsPath))
      var chain = TrialSums()
      switch chain.verdict(on: bytes, sums: stated) {
      case .changed(let line):
        throw TableError(
          path: path, line: line,
          "is not what tgnas wrote, by its checksum in \(sumsName): the file was changed")
      case .right(let lines):
        let lineFeed = UInt8(ascii: "\n")
        // A checksum is written before its line, so that no kill leaves a line without one.
        guard lines == bytes.count(where: { $0 == lineFeed }) else {
          throw TableError(
            path: path, line: lines + 1,
            "has no checksum in \(sumsName): one of the two files was changed; remove this "
              + "line and those behind it to go on without them")
        }
        let ends = stated.indices.lazy.filter { stated[$0] == lineFeed }.prefix(lines)
        sumsLength = ends.reduce(0) { $1 + 1 }
      }
      sums = chain
    }
    (self.sums, self.sumsLength, length) = (sums, sumsLength, whole)
    isTorn = length < bytes.count
    text =
      length == 0
      ? nil : try CommaSeparatedText(String(decoding: bytes[..<length], as: UTF8.self), path: path)
  }

  /// A table that is not there yet.
  init(beginningAt path: String) {
    self.path = path
    (length, isTorn, sums, sumsLength, text) = (0, false, nil, 0, nil)
  }

  /// The column names; empty when not even the header was written.
  var columns: [String] { text?.header ?? [] }
  var count: Int { text?.lines.count ?? 0 }

  func line(ofTrial place: Int) -> Int { text?.lines[place] ?? 1 }

  /// The cell of a trial, counted from 0, in one of ``columns``.
  func cell(_ place: Int, column: Int) -> String {
    text?.text(row: place, column: column) ?? ""
  }
}

/// A column of a table of a study.
struct RecordedColumn {
  private let name: String
  private let index: Int
  private let record: ChainedTable

  init(_ name: String, of record: ChainedTable) throws {
    guard let index = record.columns.firstIndex(of: name) else {
      throw TableError(
        path: record.path, "has no column \"\(name)\": it is no record of a study")
    }
    (self.name, self.index, self.record) = (name, index, record)
  }

  func number(_ place: Int) throws -> Double {
    try value(place, "a number") { Double($0).flatMap { $0.isNaN ? nil : $0 } }
  }

  func text(_ place: Int) -> String { record.cell(place, column: index) }

  func value<T>(_ place: Int, _ expected: String, _ read: (String) -> T?) throws -> T {
    let text = text(place)
    if let value = read(text) { return value }
    throw TableError(
      path: record.path, line: record.line(ofTrial: place), column: name,
      "expected \(expected), found \"\(text)\": the file was changed")
  }
}
