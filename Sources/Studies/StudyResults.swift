import Files
import Foundation
import Search
import Tables
import Wording

/// The results of a study so far, whether or not its search has finished.
public struct StudyResults: Sendable {
  /// What was searched and how.
  public let description: StudyDescription
  private let record: ChainedTable
  private let trials: [RecordedTrial]

  /// - Throws: `FileError` when the folder holds no study, `TableError` when its record was
  ///   changed.
  public init(in folder: String) throws {
    let path = "\(folder)/\(Study.Name.description)"
    guard Study.exists(in: folder) else {
      throw FileError(
        path: folder,
        problem: TrainingStudy.exists(in: folder)
          ? "is a study of trainings, and no search; its status shows the best"
          : "is no study: it has no \(Study.Name.description)")
    }
    description = try StudyDescription(contentsOf: path)
    let trials = "\(folder)/\(Study.Name.trials)"
    guard FileManager.default.fileExists(atPath: trials) else {
      throw FileError(path: folder, problem: "has no \(Study.Name.trials): nothing was scored yet")
    }
    record = try ChainedTable(contentsOf: trials, sumsName: description.sumsName)
    self.trials = try record.trials(of: description)
  }

  /// How many candidates were evaluated.
  public var evaluations: Int { trials.count }

  /// A trial as reports and other readers see it.
  public struct Trial: Sendable {
    /// The architecture in the space's official notation; nil for a supernet.
    public let architecture: String?
    /// The line of `trials.csv` on which the trial begins; 1 is the first.
    public let line: Int
    /// Higher is better.
    public let score: Double
    /// Whether all constraints hold.
    public let isFeasible: Bool
    /// One value for each objective of the study, in the unit and with the sign of its column.
    public let objectives: [Double]
    /// The percentile of the score, in 0...100; nil for a supernet.
    public let percentile: Double?
  }

  /// The path of `trials.csv`.
  public var path: String { record.path }

  /// All trials in the order in which they were recorded.
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

  /// The best architectures, the best first. Of equally good ones the one that was found first
  /// comes first.
  ///
  /// - Parameters:
  ///   - count: at most this many
  ///   - allColumns: adds the other notations
  public func best(_ count: Int, allColumns: Bool) -> ResultTable {
    table(of: bestPlaces.prefix(count), allColumns: allColumns)
  }

  /// The best architectures in the official notation, the best first.
  public func best(_ count: Int) -> [String] {
    bestPlaces.prefix(count).map { trials[$0].candidate }
  }

  private var bestPlaces: [Int] {
    let places = trials.indices.filter { !TrialFormat.isSupernet(trials[$0].candidate) }
    return places.sorted { first, second in
      if trials[first].evaluation.isBetter(than: trials[second].evaluation) { return true }
      if trials[second].evaluation.isBetter(than: trials[first].evaluation) { return false }
      return first < second
    }
  }

  /// The Pareto front as the search prints it, by the first objective, the best first.
  ///
  /// - Parameter allColumns: adds the other notations
  public func front(allColumns: Bool) -> ResultTable {
    table(of: front[...], allColumns: allColumns)
  }

  /// The front as indices into ``all``, by the first objective, the best first.
  public var front: [Int] {
    var archive = ParetoArchive<Int>()
    // A trial that was dominated when it was recorded is dominated by the final front, too.
    for (place, trial) in trials.enumerated() where trial.wasOnFront {
      archive.insert(place, trial.evaluation)
    }
    return archive.sorted.map(\.member)
  }

  /// One row with the trial that is the outcome of a search.
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

  /// The columns that are the same in every run of the study and describe a good trial: all but the
  /// seconds and the front flag.
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
