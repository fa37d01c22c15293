import Scoring
import Search
import Spaces
import Tables
import Wording

/// What a search for several things found, as rows.
public struct FrontTable {
  private let search: SearchResult
  private let space: SearchSpace
  private let goals: SearchGoals
  private let percentiles: Percentiles

  /// - Parameter percentiles: of a sample of the space
  public init(
    of search: SearchResult, in space: SearchSpace, _ goals: SearchGoals, percentiles: Percentiles
  ) {
    (self.search, self.space) = (search, space)
    (self.goals, self.percentiles) = (goals, percentiles)
  }

  /// A row for each architecture of the front, the knee marked.
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

  /// The front's size, its hypervolume and what that refers to.
  public func summary(worst: [Double]) -> Sentence {
    let volume = Hypervolume.volume(
      of: search.front.map(\.evaluation.objectives), above: worst)
    let reference = zip(goals.objectives, worst).map { objective, value in
      let kind = type(of: objective)
      return "\(objective.label) \(kind.quantity.text(of: kind.direction.turned(value)))"
    }
    return
      "note: \(search.front.count) architectures on the front, of \(search.evaluations) evaluated in "
      + "\(fixed(search.duration / .seconds(1), 3)) s; hypervolume \(volume) above the reference point "
      + "\(reference.joined(separator: ", ")), the worst of what was evaluated"
  }
}
