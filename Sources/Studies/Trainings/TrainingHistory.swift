import Tables
import Wording

/// All architectures of a training study with what is known of them. It follows from the events
/// alone.
public struct TrainingHistory: Equatable, Sendable {
  /// In the order of their numbers.
  public private(set) var trainings: [Training] = []
  /// How often architectures were proposed.
  public private(set) var rounds = 0
  private var places: [String: Int] = [:]

  /// A study in which nothing happened yet.
  public init() {}

  /// The architecture, in the official notation; nil when the study does not know it.
  public subscript(architecture: String) -> Training? {
    places[architecture].map { trainings[$0] }
  }

  /// Those whose results are still to come.
  public var pending: [Training] { trainings.filter { $0.outcome == .pending } }
  /// How many trainings failed.
  public var failures: Int { trainings.count { $0.outcome == .failed } }

  /// Those with a result.
  public var results: [(training: Training, result: Double)] {
    trainings.compactMap { training in
      if case .result(let result) = training.outcome { return (training, result) }
      return nil
    }
  }

  /// The training with the best result; of equally good ones the first.
  public func best(isMinimised: Bool) -> (training: Training, result: Double)? {
    results.max { isMinimised ? $0.result > $1.result : $0.result < $1.result }
  }

  /// Takes account of events that happened together. An architecture is asked for at most once.
  ///
  /// - Returns: the number of the training of each event
  mutating func append(_ events: [TrainingEvent], round: Int) -> [Int] {
    events.map { event in
      switch event {
      case .asked(let architecture, let proposal):
        precondition(places[architecture] == nil, "an architecture is proposed once")
        rounds = max(rounds, round)
        return add(architecture, round: round, proposal)
      case .told(let architecture, let result):
        let number =
          places[architecture].map { trainings[$0].number }
          ?? add(architecture, round: nil, nil)
        trainings[number - 1].outcome = result.map { .result($0) } ?? .failed
        return number
      }
    }
  }

  private mutating func add(
    _ architecture: String, round: Int?, _ proposal: Training.Proposal?
  ) -> Int {
    places[architecture] = trainings.count
    trainings.append(
      Training(
        number: trainings.count + 1, round: round, architecture: architecture, proposal: proposal,
        outcome: .pending))
    return trainings.count
  }
}

/// The rows of `trainings.csv`.
enum TrainingRows {
  static let columns = [
    "event", "trial", "round", "arch", "score", "percentile", "expected", "deviation", "result",
  ]
  private enum Kind: String {
    case asked, told, failed
  }

  static func row(_ event: TrainingEvent, number: Int, round: Int) -> [ResultTable.Cell] {
    func cell(_ value: Double?) -> ResultTable.Cell {
      value.map { .number($0, decimals: 4) } ?? .missing
    }
    switch event {
    case .asked(let architecture, let proposal):
      return [
        .text(Kind.asked.rawValue), .integer(number), .integer(round), .text(architecture),
        cell(proposal.score), cell(proposal.percentile), cell(proposal.expected),
        cell(proposal.deviation), .missing,
      ]
    case .told(let architecture, let result):
      return [
        .text((result == nil ? Kind.failed : .told).rawValue), .integer(number), .missing,
        .text(architecture), .missing, .missing, .missing, .missing, cell(result),
      ]
    }
  }

  /// The history that the rows tell.
  ///
  /// - Throws: `TableError` for a row that no event has.
  static func history(of table: ChainedTable) throws -> TrainingHistory {
    var history = TrainingHistory()
    if table.count == 0 { return history }
    let (event, trial, architecture) = try (
      RecordedColumn("event", of: table), RecordedColumn("trial", of: table),
      RecordedColumn("arch", of: table)
    )
    let (round, score, percentile) = try (
      RecordedColumn("round", of: table), RecordedColumn("score", of: table),
      RecordedColumn("percentile", of: table)
    )
    let (expected, deviation) = try (
      RecordedColumn("expected", of: table), RecordedColumn("deviation", of: table)
    )
    let result = try RecordedColumn("result", of: table)
    func possible(_ column: RecordedColumn, _ place: Int) throws -> Double? {
      column.text(place).isEmpty ? nil : try column.number(place)
    }
    for place in 0..<table.count {
      let kind = try event.value(place, "asked, told or failed") { Kind(rawValue: $0) }
      let text = architecture.text(place)
      let happened: TrainingEvent
      switch kind {
      case .asked:
        _ = try architecture.value(place, "an architecture that was not asked for before") {
          history[$0] == nil ? $0 : nil
        }
        happened = .asked(
          text,
          Training.Proposal(
            score: try score.number(place), percentile: try percentile.number(place),
            expected: try possible(expected, place), deviation: try possible(deviation, place)))
      case .told: happened = .told(text, try result.number(place))
      case .failed: happened = .told(text, nil)
      }
      let number = history.append(
        [happened],
        round: kind == .asked ? try round.value(place, "a whole number") { Int($0) } : 0)[0]
      _ = try trial.value(place, "\(number)") { $0 == "\(number)" ? $0 : nil }
    }
    return history
  }
}
