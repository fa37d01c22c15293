import Scoring
import Spaces
import Statistics
import Tensors

/// A score by the labels of another table on the same space: of another data set or task.
///
/// A Gaussian process is fitted to the table. Where an architecture has a label in it, the score is
/// the mean of the label's normal score and of what the process expects, which has less noise.
public struct TransferredScore: Sendable {
  /// The most labels that the process is fitted to, evenly chosen.
  private static let mostLabels = 1_000

  private let space: SearchSpace
  private let encoding: SurrogateEncoding
  private let surrogate: Adaptation
  /// Normal scores by what architectures compute.
  private let known: [OperatorGraph.CanonicalForm: Double]

  /// - Throws: `UserError` when the labels teach nothing.
  public init(_ labelled: LabelledArchitectures, of sources: SurrogateSources) throws {
    space = sources.space
    var names = [SurrogateEncoding.statistics]
    if (try? GRAF(space)) != nil { names.append(GRAF.name) }
    encoding = try SurrogateEncoding(names, of: sources)
    let rows = encoding.rows(of: labelled.architectures)
    let usable = rows.indices.filter { rows[$0] != nil }
    let count = min(usable.count, TransferredScore.mostLabels)
    // The listing of a table may follow its accuracies: labels from all over it are chosen.
    let chosen = (0..<count).map { usable[$0 * usable.count / count] }
    surrogate = try Adaptation(
      chosen.compactMap { rows[$0] }, accuracies: chosen.map { labelled.accuracies[$0] },
      scores: encoding.scores)
    let normal = try NormalScores.of(usable.map { labelled.accuracies[$0] })
    var known: [OperatorGraph.CanonicalForm: (sum: Double, count: Double)] = [:]
    for (place, score) in zip(usable, normal) {
      guard let form = sources.space.operatorGraph(of: labelled.architectures[place])?.canonicalForm
      else { continue }
      let before = known[form] ?? (0, 0)
      known[form] = (before.sum + score, before.count + 1)
    }
    self.known = known.mapValues { $0.sum / $0.count }
  }

  /// One score for each architecture, in order; 0, the middle, for one without a zero-shot score.
  func scores(of architectures: [Architecture], threads: Int) -> [Double] {
    let rows = encoding.rows(of: architectures)
    var expected = surrogate.means(of: rows.compactMap { $0 }, threads: threads).makeIterator()
    let all = rows.map { $0 == nil ? nil : expected.next() }
    return Parallel.map(all.count, threads: threads) { place, _ in
      guard let expected = all[place] else { return 0 }
      let form = space.operatorGraph(of: architectures[place])?.canonicalForm
      guard let form, let label = known[form] else { return expected }
      return (label + expected) / 2
    }
  }
}
