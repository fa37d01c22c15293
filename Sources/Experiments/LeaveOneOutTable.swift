import Randomness
import Scoring
import Spaces
import Statistics
import Tables

/// Compares scores with the accuracies of spaces whose labels no scorer has seen: one row for each
/// space, column of accuracies and score.
///
/// The first score of a space is its default. On all architectures of a table it is compared with
/// the better of the counted costs.
public struct LeaveOneOutTable {
  /// The seed of the order in which architectures with equal scores stand.
  private static let seed: UInt64 = 0

  /// The rows so far.
  public private(set) var table = ResultTable(
    columns: [
      "space", "hidden", "space_seen", "support", "architectures", "idle", "accuracy", "score",
      "default",
    ] + EvaluatedScore.metrics + ["above_costs", "above_low", "above_high"])
  /// What the default is worth on each task so far, on all architectures.
  public private(set) var tasks: [Task] = []

  private let threads: Int

  /// A column of accuracies of a space.
  public struct Task: Sendable {
    /// The space, and what was hidden of it.
    public let space: String
    public let accuracy: String
    /// Kendall's tau-b of each score, the default's first.
    public let taus: [(score: String, tau: Double)]
    /// By how much the default is above the better of the costs.
    public let above: PairedBootstrap
  }

  /// What no label tells of.
  public enum Hidden: Sendable {
    /// The space.
    case space
    /// An operator, and the space or not.
    case `operator`(String, isSpaceSeen: Bool)

    var operatorName: String {
      if case .operator(let name, _) = self { name } else { "" }
    }
    var isSpaceSeen: Bool {
      if case .operator(_, let isSpaceSeen) = self { isSpaceSeen } else { false }
    }
    func name(of space: SearchSpace) -> String {
      guard case .operator(let name, let isSpaceSeen) = self else { return space.name }
      return "\(space.name) without \(name)\(isSpaceSeen ? ", other cells seen" : "")"
    }
  }

  /// An empty table.
  ///
  /// - Parameter threads: they change the time, never a number
  public init(threads: Int) {
    self.threads = threads
  }

  /// Appends a space with all architectures of its table. If some have idle operators, appends
  /// those without idle operators as well.
  ///
  /// - Parameters:
  ///   - hidden: what no label tells of
  ///   - support: the share of the space that is like those that the weights were trained on, in
  ///     0...1; nil when it is unknown
  ///   - scores: of the networks' architectures, in the same order; the default's first
  ///   - costs: the counted costs, in the same order
  /// - Throws: `TableError` when a column of accuracies cannot be used.
  public mutating func append(
    _ networks: TrainedNetworks, of space: SearchSpace, hiding hidden: Hidden = .space,
    support: Double?, _ scores: [EvaluatedScore], costs: [EvaluatedScore]
  ) throws {
    // The order of a listing is no accident; equal scores stand in a random one.
    var all = Array(networks.architectures.indices)
    var random = SplitMix64(seed: LeaveOneOutTable.seed)
    random.shuffle(&all)
    let busy = all.filter { !space.hasIdleOperators(networks.architectures[$0]) }
    for column in networks.accuracyColumns {
      let accuracies = try networks.numbers(column)
      let comparison = try comparison(scores[0], costs, accuracies)
      if let comparison {
        let taus = try (scores + costs).map { score in
          (score.name, try RankCorrelation.kendall(score.members[0], accuracies) ?? 0)
        }
        tasks.append(
          Task(space: hidden.name(of: space), accuracy: column, taus: taus, above: comparison))
      }
      for places in busy.count < all.count ? [all, busy] : [all] {
        let chosen = places.map { accuracies[$0] }
        for (number, score) in (scores + costs).enumerated() {
          let isCompared = number == 0 && places.count == all.count
          table.append(
            [
              .text(space.name), .text(hidden.operatorName), .truth(hidden.isSpaceSeen),
              support.map { .number($0, decimals: 2) } ?? .missing, .integer(places.count),
              .truth(places.count == all.count && busy.count < all.count),
              .text(column), .text(score.name), .truth(number == 0),
            ] + (try score.of(places).cells(chosen))
              + cells(isCompared ? comparison : nil))
        }
      }
    }
  }

  private func comparison(
    _ score: EvaluatedScore, _ costs: [EvaluatedScore], _ accuracies: [Double]
  ) throws -> PairedBootstrap? {
    let taus = try costs.map { try RankCorrelation.kendall($0.members[0], accuracies) ?? -1 }
    guard let best = taus.indices.max(by: { taus[$0] < taus[$1] }) else { return nil }
    return try PairedBootstrap(
      score.members[0], against: costs[best].members[0], accuracies: accuracies,
      threads: threads)
  }

  private func cells(_ comparison: PairedBootstrap?) -> [ResultTable.Cell] {
    guard let comparison else { return [.missing, .missing, .missing] }
    return [comparison.difference, comparison.interval.lowerBound, comparison.interval.upperBound]
      .map { .number($0, decimals: 3) }
  }
}

extension LeaveOneOutTable {
  /// One row for each space and one for their mean: tau of the default and of the other scores that
  /// all spaces have, and by how much the default is above the better of the costs; means over the
  /// tasks of a space, which so have one vote.
  public var summary: ResultTable {
    var rows: [(space: String, values: [Double])] = []
    let common = (tasks.first?.taus.map(\.score) ?? []).filter { name in
      tasks.allSatisfy { $0.taus.contains { $0.score == name } }
    }
    for task in tasks where rows.last?.space != task.space {
      let own = tasks.filter { $0.space == task.space }
      func mean(_ value: (Task) -> Double) -> Double {
        own.reduce(0) { $0 + value($1) } / Double(own.count)
      }
      rows.append(
        (
          task.space,
          [mean { $0.taus[0].tau }]
            + common.map { name in mean { $0.taus.first { $0.score == name }?.tau ?? 0 } }
            + [mean(\.above.difference)]
        ))
    }
    var summary = ResultTable(columns: ["space", "default"] + common + ["above_costs"])
    func append(_ name: String, _ values: [Double]) {
      summary.append([.text(name)] + values.map { .number($0, decimals: 3) })
    }
    for row in rows { append(row.space, row.values) }
    if let first = rows.first {
      append(
        "mean",
        first.values.indices.map { place in
          rows.reduce(0) { $0 + $1.values[place] } / Double(rows.count)
        })
    }
    return summary
  }

  /// On how many tasks the default is above the better of the costs, level with it or below it, and
  /// the task where it is furthest below. Nil when there are no tasks.
  public var verdict: String? {
    guard let worst = tasks.min(by: { $0.above.difference < $1.above.difference }) else {
      return nil
    }
    let wins = tasks.count { $0.above.interval.lowerBound > 0 }
    let losses = tasks.count { $0.above.interval.upperBound < 0 }
    let difference = String(worst.above.difference.rounded(toDecimals: 3))
    return "the default is above the better of flops and params on \(wins) of \(tasks.count) "
      + "tasks, level with it on \(tasks.count - wins - losses) and below it on \(losses) "
      + "(intervals of \(Int(PairedBootstrap.confidence * 100)) %); furthest below or least above, "
      + "by \(difference), on \(worst.space), \(worst.accuracy)"
  }
}

extension Double {
  fileprivate func rounded(toDecimals decimals: Int) -> Double {
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    return (self * scale).rounded() / scale
  }
}
