import Files
import Foundation
import Spaces
import Studies
import Tables
import Tensors
import Wording

extension ReportSource {
  /// The contents of a study or a ranking, before its space is known.
  public struct Contents: Sendable {
    /// The folder of the study, or the file of the ranking.
    public let path: String
    /// Nil for a ranking.
    public let study: StudyDescription?
    /// The architectures as the file writes them, and the lines they stand in.
    let architectures: [(text: String, line: Int)]
    let numbers: [Int]
    let scores: [Double]
    let areFeasible: [Bool]
    let columns: [Column]
    let front: [Int]
    let evaluations: Int
    /// The file that the lines are of.
    let file: String

    /// An architecture as the file writes it.
    public var firstArchitecture: String { architectures[0].text }
  }
}

extension ReportSource.Contents {
  /// The columns that an architecture's row begins with.
  private static let (architecture, score) = ("arch", "score")

  /// Reads the folder of a study, or a ranking in CSV as `tgnas rank --format csv` writes it.
  ///
  /// - Parameter note: is told which parts are not used
  /// - Throws: `FileError` and `TableError` when it is neither, or holds no architectures.
  public init(contentsOf path: String, note: (Sentence) -> Void = { _ in }) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileError(path: path, problem: "no such file or folder; expected a study or a ranking")
    }
    if isFolder.boolValue {
      try self.init(study: path)
    } else {
      try self.init(ranking: path, note: note)
    }
    if architectures.isEmpty {
      throw FileError(path: path, problem: "holds no scored architecture yet")
    }
  }

  private init(study folder: String) throws {
    let results = try StudyResults(in: folder)
    let trials = results.all
    let places = trials.indices.filter { trials[$0].architecture != nil }
    self.path = folder
    study = results.description
    file = results.path
    evaluations = trials.count
    architectures = places.map { (trials[$0].architecture ?? "", trials[$0].line) }
    numbers = places.map { $0 + 1 }
    scores = places.map { trials[$0].score }
    areFeasible = places.map { trials[$0].isFeasible }
    let objectives = results.description.objectives.enumerated().filter {
      $0.element.name != Self.score
    }
    columns =
      objectives.map { place, goal in
        ReportSource.Column(
          name: goal.name, values: places.map { trials[$0].objectives[place] }, isMeasure: false)
      } + [
        ReportSource.Column(
          name: "percentile", values: places.map { trials[$0].percentile ?? .nan },
          isMeasure: false)
      ]
    let position = Dictionary(
      uniqueKeysWithValues: places.enumerated().map { ($0.element, $0.offset) })
    front = results.front.compactMap { position[$0] }
  }

  private init(ranking path: String, note: (Sentence) -> Void) throws {
    let header = try BenchmarkTable.columns(ofFile: path)
    for name in [Self.architecture, Self.score] where !header.contains(name) {
      throw TableError(
        path: path,
        "is neither a study nor a ranking: a ranking is CSV with the columns \"arch\" and "
          + "\"score\", as tgnas rank \(.format, "csv") writes it, and this has no column "
          + "\"\(name)\"")
    }
    let table = try BenchmarkTable(path: path)
    self.path = path
    (study, file, front) = (nil, path, [])
    evaluations = table.count
    architectures = (0..<table.count).map { (table.architectures[$0], table.line(ofRow: $0)) }
    numbers = (0..<table.count).map { $0 + 1 }
    areFeasible = [Bool](repeating: true, count: table.count)
    scores = try table.texts(Self.score).enumerated().map { row, text in
      guard let number = Double(text), !number.isNaN else {
        throw TableError(
          path: path, line: table.line(ofRow: row), column: Self.score,
          "expected a number, found \(text.isEmpty ? "an empty cell" : "\"\(text)\"")")
      }
      return number
    }
    var columns: [ReportSource.Column] = []
    for name in table.columns where ![Self.architecture, Self.score, "rank"].contains(name) {
      let shown = ReportTables.columnName(name)
      guard !ReportTables.own.contains(shown), !columns.contains(where: { $0.name == shown }) else {
        note("note: \(path): the column \"\(name)\" is left out: reports have another of this name")
        continue
      }
      let cells = try table.texts(name)
      let values = cells.map { $0.isEmpty ? Double.nan : Double($0) }
      guard !values.contains(nil) else {
        note("note: \(path): the column \"\(name)\" holds no numbers and is left out")
        continue
      }
      columns.append(
        ReportSource.Column(
          name: shown, values: values.compactMap { $0 }, isMeasure: name != "percentile"))
    }
    self.columns = columns
  }
}

extension ReportSource {
  /// - Throws: `TableError` for a row that holds no architecture of the space, and for a ranking
  ///   that has an architecture twice.
  public init(_ contents: Contents, of space: SearchSpace, threads: Int) throws {
    let texts = contents.architectures
    let parsed = Parallel.map(texts.count, threads: threads) { place, _ in
      Result {
        let architecture = space.representative(
          of: try space.architecture(parsing: texts[place].text))
        return (architecture: architecture, text: space.notation(of: architecture))
      }
    }
    var entries: [Entry] = []
    entries.reserveCapacity(parsed.count)
    var lines: [Architecture: Int] = [:]
    for (place, result) in parsed.enumerated() {
      let line = texts[place].line
      let (architecture, text): (Architecture, String)
      do {
        (architecture, text) = try result.get()
      } catch {
        throw TableError(path: contents.file, line: line, "\(error)")
      }
      if contents.study == nil, let earlier = lines.updateValue(line, forKey: architecture) {
        throw TableError(
          path: contents.file, line: line,
          "repeats the architecture of line \(earlier); a ranking has each once")
      }
      entries.append(
        Entry(
          number: contents.numbers[place], architecture: architecture, text: text,
          score: contents.scores[place], isFeasible: contents.areFeasible[place]))
    }
    self.init(
      name: ReportSource.name(of: contents.path), path: contents.path, study: contents.study,
      evaluations: contents.evaluations, entries: entries, columns: contents.columns,
      front: contents.front)
  }

  /// The last part of a path without its ending: `ranking` for `results/ranking.csv`.
  private static func name(of path: String) -> String {
    let url = URL(fileURLWithPath: path)
    let last = url.lastPathComponent
    return last.hasSuffix(".csv") ? String(last.dropLast(4)) : last
  }

  /// The sources with names that tell them apart: whole paths where the last parts are the same.
  ///
  /// - Throws: `FileError` when one is given twice.
  static func named(_ sources: [ReportSource]) throws -> [ReportSource] {
    for (place, source) in sources.enumerated()
    where sources[..<place].contains(where: { $0.path == source.path }) {
      throw FileError(path: source.path, problem: "is given twice")
    }
    let counts = Dictionary(grouping: sources, by: \.name).mapValues(\.count)
    return sources.map { source in
      guard (counts[source.name] ?? 0) > 1 else { return source }
      var renamed = source
      renamed.name = ReportTables.columnName(source.path)
      return renamed
    }
  }
}
