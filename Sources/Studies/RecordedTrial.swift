import Files
import Foundation
import Search
import Tables
import Wording

/// One row of `trials.csv`.
struct RecordedTrial: Sendable {
  /// The candidate in the notation of the study; see ``TrialFormat``.
  let candidate: String
  let generation: Int
  let evaluation: Evaluation
  /// Whether the trial was on the Pareto front of all trials up to it.
  let wasOnFront: Bool
  let seconds: Double
}

/// The contents of `trials.csv`.
struct RecordedTrials: Sendable {
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

  /// - Parameter isChained: whether there is a file of checksums
  /// - Throws: `FileError` when the file cannot be read, `TableError` when it is no table or was
  ///   changed.
  init(contentsOf path: String, isChained: Bool) throws {
    self.path = path
    let bytes = Array(try InputFile.bytes(at: path))
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let sumsPath = Folder.parent(of: path) + "/" + Study.Name.sums
    var (sums, sumsLength): (TrialSums?, Int) = (nil, 0)
    if isChained {
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
          "is not what the search wrote, by its checksum in \(Study.Name.sums): the file was "
            + "changed"
        )
      case .right(let lines):
        let lineFeed = UInt8(ascii: "\n")
        // A checksum is written before its line, so that no kill leaves a line without one.
        guard lines == bytes.count(where: { $0 == lineFeed }) else {
          throw TableError(
            path: path, line: lines + 1,
            "has no checksum in \(Study.Name.sums): one of the two files was changed; remove this "
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

  /// The column names; empty when not even the header was written.
  var columns: [String] { text?.header ?? [] }
  var count: Int { text?.lines.count ?? 0 }

  func line(ofTrial place: Int) -> Int { text?.lines[place] ?? 1 }

  /// The cell of a trial, counted from 0, in one of ``columns``.
  func cell(_ place: Int, column: Int) -> String {
    text?.text(row: place, column: column) ?? ""
  }

  /// All trials, in the order of the file.
  ///
  /// - Parameter study: tells which columns are objectives
  /// - Throws: `TableError` for a cell whose content does not fit its column.
  func trials(of study: StudyDescription) throws -> [RecordedTrial] {
    if count == 0 { return [] }
    let trial = try RecordedColumn("trial", of: self)
    let (candidate, generation) = try (
      RecordedColumn("arch", of: self), RecordedColumn("generation", of: self)
    )
    let (score, front) = try (RecordedColumn("score", of: self), RecordedColumn("front", of: self))
    let seconds = try RecordedColumn("seconds", of: self)
    let costs = try study.objectives.map { try RecordedColumn($0.name, of: self) }
    let violation =
      try study.constraints.isEmpty ? nil : RecordedColumn(TrialFormat.violation, of: self)
    let directions = study.objectives.map(\.direction)
    return try (0..<count).map { place in
      let number = String(place + 1)
      _ = try trial.value(place, number) { $0 == number ? $0 : nil }
      let score = try score.number(place)
      let values = try costs.map { try $0.number(place) }
      return RecordedTrial(
        candidate: candidate.text(place),
        generation: try generation.value(place, "a whole number") { Int($0) },
        evaluation: Evaluation(
          score: score, values: values, directions,
          violation: try violation?.value(place, "a number of 0 or more") {
            Double($0).flatMap { $0 >= 0 ? $0 : nil }
          } ?? 0),
        wasOnFront: try front.value(place, "true or false") { Bool($0) },
        seconds: try seconds.value(place, "a number") { Double($0) })
    }
  }
}

/// A column of `trials.csv`.
private struct RecordedColumn {
  private let name: String
  private let index: Int
  private let record: RecordedTrials

  init(_ name: String, of record: RecordedTrials) throws {
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
