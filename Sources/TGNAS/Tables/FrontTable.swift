import Foundation
import Scoring
import Search
import Spaces
import Tables
import Wording

/// The Pareto front of a search as a table.
public struct FrontTable {
  private let search: SearchResult
  private let space: SearchSpace
  private let goals: SearchGoals
  private let percentiles: Percentiles

  /// - Parameter percentiles: those of the space, or of a random sample of it
  public init(
    of search: SearchResult, in space: SearchSpace, _ goals: SearchGoals, percentiles: Percentiles
  ) {
    (self.search, self.space) = (search, space)
    (self.goals, self.percentiles) = (goals, percentiles)
  }

  /// One row for each architecture of the front, by the first objective, the best first. The knee
  /// is marked.
  ///
  /// - Throws: `NetworkError` when the space has no networks.
  public func table() throws -> ResultTable {
    let architectures = search.front.map(\.architecture)
    let scores = search.front.map(\.evaluation.score)
    let measured = goals.measured
    let knee = KneePoint.index(in: search.front.map(\.evaluation.objectives))
    let values = try measured.map { try $0.values(of: architectures, scores: scores) }
    var table = ResultTable(
      columns: ["arch", "score", "percentile"] + measured.map(\.label) + ["knee"])
    for (place, architecture) in architectures.enumerated() {
      table.append(
        [
          .text(space.notation(of: architecture)), .number(scores[place], decimals: 4),
          .number(percentiles.percentile(of: scores[place]), decimals: 2),
        ]
          + zip(measured, values).map { type(of: $0).quantity.cell($1[place]) }
          + [.text(place == knee ? "knee" : "")])
    }
    return table
  }

  /// The size of the front, its hypervolume, and the reference point.
  ///
  /// - Parameter worst: the reference point: the worst value in each objective, turned so that
  ///   higher is better
  public func summary(worst: [Double]) -> Sentence {
    let volume = Hypervolume.volume(
      of: search.front.map(\.evaluation.objectives), above: worst)
    let reference = zip(goals.objectives, worst).map { objective, value in
      let kind = type(of: objective)
      return "\(objective.label) \(kind.quantity.text(of: kind.direction.turned(value)))"
    }
    return
      "note: \(search.front.count) architectures on the front, of \(search.evaluations) "
      + "evaluated in \(fixed(search.duration / .seconds(1), 3)) s; "
      + "hypervolume \(String(format: "%.4g", volume)) above the reference point "
      + "\(reference.joined(separator: ", ")), the worst of what was evaluated"
  }
}
