import Drawing
import Scoring
import Spaces
import Tables
import Wording

/// Everything that the sections of a report are made of.
public struct ReportMaterial: Sendable {
  /// Why the best architecture is good.
  public struct Explained: Sendable {
    /// The explanation of the score.
    public let explanation: Explanation
    /// The scorer, in words.
    public let by: String

    public init(_ explanation: Explanation, by: String) {
      (self.explanation, self.by) = (explanation, by)
    }
  }

  /// The space of all sources.
  public let space: SearchSpace
  /// The attributes of each operator of the space, in the order of the space.
  let attributes: [OperatorAttributes]
  /// The studies and rankings, in the order in which they were given.
  public let sources: [ReportSource]
  let truth: TrueAccuracies?
  /// Of the best architecture of the first source.
  let explained: Explained?
  /// How many architectures are drawn.
  let drawn: Int

  /// - Throws: `FileError` when a source is given twice, `TableError` when there are accuracies,
  ///   but of no source's architectures.
  public init(
    space: SearchSpace, attributes: [OperatorAttributes], sources: [ReportSource],
    truth: TrueAccuracies? = nil, explained: Explained? = nil, drawn: Int = 3
  ) throws {
    precondition(!sources.isEmpty, "a report needs a source")
    (self.space, self.attributes, self.truth) = (space, attributes, truth)
    (self.explained, self.drawn) = (explained, drawn)
    self.sources = try ReportSource.named(sources)
    if let truth, comparable.isEmpty {
      let source = self.sources[0]
      throw TableError(
        path: truth.path,
        "holds \(rated(source).count) of the \(source.entries.count) architectures of "
          + "\(source.path); two or more are needed to compare them")
    }
  }

  /// Warnings where accuracies clearly fall as the scores of a source rise.
  ///
  /// - Parameter isMinimised: whether the accuracies are negated
  public func warnings(isMinimised: Bool) -> [Sentence] {
    guard let truth else { return [] }
    return comparable.compactMap { source in
      let rated = rated(source)
      return LabelDirection.warning(
        scores: rated.map(\.entry.score), labels: rated.map(\.accuracy),
        column: "\(truth.path), \(isMinimised ? String(truth.column.dropFirst()) : truth.column)",
        isMinimised: isMinimised)
    }
  }

  /// The sources of which at least two architectures were trained.
  var comparable: [ReportSource] { sources.filter { rated($0).count > 1 } }

  /// The entries of a source that were trained, with their accuracies, each architecture once.
  func rated(_ source: ReportSource) -> [(entry: ReportSource.Entry, accuracy: Double)] {
    guard let truth else { return [] }
    var seen: Set<Architecture> = []
    return source.entries.compactMap { entry in
      guard let accuracy = truth.accuracies[entry.architecture],
        seen.insert(entry.architecture).inserted
      else { return nil }
      return (entry, accuracy)
    }
  }
}
