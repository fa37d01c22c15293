import Files
import Foundation
import Search
import Tables
import Wording

/// What a study has found so far, be it finished or not.
public struct StudyResults: Sendable {
  /// What was searched and how.
  public let description: StudyDescription
  private let record: RecordedTrials
  private let trials: [RecordedTrial]

  /// - Throws: `FileError` when the folder holds no study, `TableError` when its record was changed.
  public init(in folder: String) throws {
    let path = "\(folder)/\(Study.Name.description)"
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileError(path: folder, problem: "is no study: it has no \(Study.Name.description)")
    }
    description = try StudyDescription(contentsOf: path)
    let trials = "\(folder)/\(Study.Name.trials)"
    guard FileManager.default.fileExists(atPath: trials) else {
      throw FileError(path: folder, problem: "has no \(Study.Name.trials): nothing was scored yet")
    }
    record = try RecordedTrials(contentsOf: trials)
    self.trials = try record.trials(of: description)
  }

  /// How many candidates were scored.
  public var evaluations: Int { trials.count }

  /// A trial as others read it.
  public struct Trial: Sendable {
    /// In the space's official notation; nil for a supernet.
    public let architecture: String?
    /// The line of `trials.csv` that it begins in.
    public let line: Int
    /// Higher is better.
    public let score: Double
    /// Whether no constraint is violated.
    public let isFeasible: Bool
    /// One number for each of the study's objectives, as its column has it.
    public let objectives: [Double]
    /// The share of a sample of the space that scores lower, in per cent; nil for a supernet.
    public let percentile: Double?
  }

  /// The file of the trials.
  public var path: String { record.path }

  /// Every trial, in the order in which they were made.
  public var all: [Trial] {
    let percentile = record.columns.firstIndex(of: "percentile")
    return trials.enumerated().map { place, trial in
      Trial(
        architecture: TrialFormat.isSupernet(trial.candidate) ? nil : trial.candidate,
        line: record.line(ofTrial: place), score: trial.evaluation.score,
        isFeasible: trial.evaluation.isFeasible,
        objectives: trial.evaluation.values,
        percentile: percentile.flatMap { Double(record.cell(place, column: $0)) })
    }
  }

  /// The best architectures, the best first, of equally good ones the one that was found first.
  ///
  /// - Parameters:
  ///   - count: at most this many
  ///   - allColumns: the other notations, too
  public func best(_ count: Int, allColumns: Bool) -> ResultTable {
    let places = trials.indices.filter { !TrialFormat.isSupernet(trials[$0].candidate) }
    let order = places.sorted { first, second in
      if trials[first].evaluation.isBetter(than: trials[second].evaluation) { return true }
      if trials[second].evaluation.isBetter(than: trials[first].evaluation) { return false }
      return first < second
    }
    return table(of: order.prefix(count), allColumns: allColumns)
  }

  /// The Pareto front, by the first objective from the best on: as the search prints it.
  public func front(allColumns: Bool) -> ResultTable {
    table(of: front[...], allColumns: allColumns)
  }

  /// The places of these among ``all``.
  public var front: [Int] {
    var archive = ParetoArchive<Int>()
    // What was dominated when it came stays so.
    for (place, trial) in trials.enumerated() where trial.wasOnFront {
      archive.insert(place, trial.evaluation)
    }
    return archive.sorted.map(\.member)
  }

  /// One record with the trial that a search ended with.
  func best(trial: Int, evaluations: Int, isComplete: Bool) -> ResultTable {
    let columns = columns(all: true)
    var table = ResultTable(columns: columns.map(\.name) + ["evaluations", "complete"])
    table.append(
      columns.map { cell(trial - 1, $0) } + [.integer(evaluations), .truth(isComplete)])
    return table
  }

  private func table(of places: ArraySlice<Int>, allColumns: Bool) -> ResultTable {
    let columns = columns(all: allColumns)
    var table = ResultTable(columns: columns.map(\.name))
    for place in places { table.append(columns.map { cell(place, $0) }) }
    return table
  }

  private typealias Column = (index: Int, name: String)

  /// Those that are the same in every run of the study and say something of a trial that is known to be
  /// good.
  private func columns(all: Bool) -> [Column] {
    record.columns.enumerated().filter { _, name in
      !["front", "seconds"].contains(name)
        && (all || !name.hasPrefix(TrialFormat.notationPrefix))
    }.map { (index: $0.offset, name: $0.element) }
  }

  /// A cell with the type that it had when it was written.
  private func cell(_ place: Int, _ column: Column) -> ResultTable.Cell {
    let text = record.cell(place, column: column.index)
    if text.isEmpty { return .missing }
    if column.name.hasPrefix("arch") || column.name == "parent" { return .text(text) }
    if let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text) else { return .text(text) }
    return .number(number, decimals: column.name == "percentile" ? 2 : 4)
  }
}
