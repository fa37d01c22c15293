import Search
import Spaces
import Studies

/// A source of a report: the scored architectures of one study or one ranking.
public struct ReportSource: Sendable {
  /// One architecture and its row in the file.
  struct Entry: Sendable {
    /// The number of the trial, or of the row; 1 is the first.
    let number: Int
    let architecture: Architecture
    /// The architecture in the space's official notation.
    let text: String
    /// Higher is better; never NaN.
    let score: Double
    /// Whether no constraint is violated.
    let isFeasible: Bool
  }

  /// Further numbers of each entry.
  package struct Column: Sendable {
    package let name: String
    /// One for each entry; NaN where the file has none.
    package let values: [Double]
    /// Whether they are a measure of their own, to be compared with the score.
    let isMeasure: Bool
  }

  /// The name in reports; no other source of the report has this name.
  public internal(set) var name: String
  /// The file or folder it was read from.
  public let path: String
  /// Nil for a ranking.
  public let study: StudyDescription?
  /// How many candidates were scored, supernets included.
  let evaluations: Int
  /// In the order of the file.
  let entries: [Entry]
  package let columns: [Column]
  /// The places of the entries that no other dominates, the highest score first; empty for a
  /// ranking.
  let front: [Int]
  /// The places of the entries, the best first, of equally good ones the first of the file.
  let order: [Int]

  init(
    name: String, path: String, study: StudyDescription?, evaluations: Int, entries: [Entry],
    columns: [Column], front: [Int]
  ) {
    (self.name, self.path, self.study) = (name, path, study)
    (self.evaluations, self.entries, self.columns) = (evaluations, entries, columns)
    self.front = front
    order = entries.indices.sorted { first, second in
      let (one, other) = (entries[first], entries[second])
      if one.isFeasible != other.isFeasible { return one.isFeasible }
      return one.score != other.score ? one.score > other.score : first < second
    }
  }

  /// The best architecture; a source has at least one.
  public var best: Architecture { entries[order[0]].architecture }
  /// The score of ``best``.
  public var bestScore: Double { entries[order[0]].score }

  var kind: String { study == nil ? "ranking" : "study" }
  var scores: [Double] { entries.map(\.score) }

  func column(_ name: String) -> Column? { columns.first { $0.name == name } }

  /// The objectives of a study but the score.
  var costs: [String] {
    study?.objectives.map(\.name).filter { $0 != ScoreObjective.name } ?? []
  }
}
