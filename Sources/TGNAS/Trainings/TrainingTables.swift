import Statistics
import Studies
import Tables

extension ResultTable {
  /// Proposals, one a row: what to train.
  public init(proposals: [Training]) {
    self.init(columns: ["trial", "arch", "score", "percentile", "expected", "deviation"])
    for training in proposals {
      append(
        [.integer(training.number), .text(training.architecture)]
          + TrainingColumns.cells(of: training))
    }
  }

  /// All of a study, one architecture a row, in the order of their numbers.
  public init(trainings: [Training]) {
    self.init(columns: [
      "trial", "round", "arch", "score", "percentile", "expected", "deviation", "state", "result",
    ])
    for training in trainings {
      let (state, result): (String, Cell) =
        switch training.outcome {
        case .pending: ("pending", .missing)
        case .failed: ("failed", .missing)
        case .result(let result): ("trained", .number(result, decimals: 4))
        }
      append(
        [
          .integer(training.number), training.round.map { .integer($0) } ?? .missing,
          .text(training.architecture),
        ] + TrainingColumns.cells(of: training) + [.text(state), result])
    }
  }

  /// One row with the state of a study.
  public init(statusOf study: TrainingStudy, _ history: TrainingHistory) {
    let isMinimised = study.description.isMinimised
    let best = history.best(isMinimised: isMinimised)
    let scored = history.results.filter { $0.training.proposal != nil }
    let tau =
      scored.count < 2
      ? nil
      : try? RankCorrelation.kendall(
        scored.compactMap { $0.training.proposal?.score },
        scored.map { isMinimised ? -$0.result : $0.result })
    self.init(columns: [
      "space", "rounds", "trials", "trained", "failed", "pending", "best", "result", "trial",
      "kendall",
    ])
    append([
      .text(study.description.space.name), .integer(history.rounds),
      .integer(history.trainings.count), .integer(history.results.count),
      .integer(history.failures), .integer(history.pending.count),
      best.map { .text($0.training.architecture) } ?? .missing,
      best.map { .number($0.result, decimals: 4) } ?? .missing,
      best.map { .integer($0.training.number) } ?? .missing,
      tau.flatMap { $0 }.map { .number($0, decimals: 3) } ?? .missing,
    ])
  }
}

private enum TrainingColumns {
  /// Score, percentile, expected result and deviation.
  static func cells(of training: Training) -> [ResultTable.Cell] {
    guard let proposal = training.proposal else { return [.missing, .missing, .missing, .missing] }
    return [
      .number(proposal.score, decimals: 4), .number(proposal.percentile, decimals: 2),
      proposal.expected.map { .number($0, decimals: 4) } ?? .missing,
      proposal.deviation.map { .number($0, decimals: 4) } ?? .missing,
    ]
  }
}
