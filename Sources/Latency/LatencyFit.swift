import Randomness
import Spaces
import Statistics
import Wording

/// A table of latencies learned from measured networks, with its error on networks that it did not
/// learn from.
public struct LatencyFit: Sendable {
  /// The detail on which a latency can depend.
  public enum Detail: String, Sendable, CaseIterable {
    /// The operator.
    case kind
    /// The operator and where it stands.
    case place
  }

  /// Errors on held-out networks.
  public struct HeldOutError: Sendable, Equatable {
    /// The mean absolute error, each as a share of the measured latency, in per cent.
    public let meanAbsolutePercentage: Double
    /// The square root of the mean squared error, in the unit of the measurements.
    public let rootMeanSquare: Double
    /// Spearman's rho of predicted and measured latencies; nil where either does not vary.
    public let spearman: Double?
  }

  /// The parts that measurements are split into; each is predicted by a fit to the others.
  public static let folds = 5
  /// The least reduction of the error for a table that tells places apart to be chosen over one
  /// that does not, as a share of the error of predicting the mean.
  static let worthwhile = 0.01

  /// The table fitted to all measurements.
  public let table: LatencyTable
  /// Whether the table tells places apart.
  public let detail: Detail
  /// The error of each detail that the space has, the chosen one included.
  public let errors: [Detail: HeldOutError]
  /// The error of predicting the mean, which a table has to beat.
  public let errorOfMean: HeldOutError
  /// The number of networks that were learned from.
  public let count: Int

  /// Fits weights of 0 or more to the counts of operators (``NonNegativeLeastSquares``), with a
  /// base that all networks share. The held-out error decides whether places are told apart. Then
  /// the table is fitted to all measurements.
  ///
  /// - Parameters:
  ///   - latencies: measured, in the table's unit, above 0
  ///   - seed: decides which network falls into which fold
  /// - Throws: ``UserError`` for fewer networks than numbers to learn.
  public init(
    _ architectures: [Architecture], of space: SearchSpace, latencies: [Double], device: String,
    unit: LatencyUnit, seed: UInt64 = 0
  ) throws {
    precondition(
      architectures.count == latencies.count,
      "\(architectures.count) architectures and \(latencies.count) latencies")
    let details = Detail.allCases.filter { $0 == .kind || space.regions.count > 1 }
    let features = details.map { Features($0, of: space) }
    let needed = LatencyFit.folds * features[0].count
    guard architectures.count >= needed else {
      throw UserError(
        "there are \(architectures.count) measured networks of \(space.name), too few for "
          + "\(features[0].count - 1) operators; expected \(needed) or more")
    }
    var random = SplitMix64(seed: seed)
    var order = Array(architectures.indices)
    random.shuffle(&order)
    var fold = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { fold[index] = place % LatencyFit.folds }

    let errorOfMean = try LatencyFit.heldOutError(latencies, fold) { isKnown in
      let known = latencies.indices.filter(isKnown).map { latencies[$0] }
      let mean = known.reduce(0, +) / Double(known.count)
      return { _ in mean }
    }
    var errors: [Detail: HeldOutError] = [:]
    var best: (features: Features, error: HeldOutError)?
    for candidate in features where architectures.count >= LatencyFit.folds * candidate.count {
      let rows = architectures.map { candidate.row(of: $0, in: space) }
      let error = try LatencyFit.heldOutError(latencies, fold) { isKnown in
        let known = rows.indices.filter(isKnown)
        let weights = NonNegativeLeastSquares.weights(
          rows: known.map { rows[$0] }, columns: candidate.count,
          targets: known.map { latencies[$0] })
        return { index in rows[index].reduce(0) { $0 + weights[$1.column] * $1.value } }
      }
      errors[candidate.detail] = error
      let leastGain = LatencyFit.worthwhile * errorOfMean.rootMeanSquare
      if let best, best.error.rootMeanSquare - error.rootMeanSquare < leastGain { continue }
      best = (candidate, error)
    }
    guard let chosen = best?.features else { preconditionFailure("kinds can always be fitted") }
    let weights = NonNegativeLeastSquares.weights(
      rows: architectures.map { chosen.row(of: $0, in: space) }, columns: chosen.count,
      targets: latencies)
    table = chosen.table(weights, of: space, device: device, unit: unit)
    (detail, self.errors, count) = (chosen.detail, errors, architectures.count)
    self.errorOfMean = errorOfMean
  }

  /// - Parameter fit: makes a predictor from the samples that are known
  private static func heldOutError(
    _ latencies: [Double], _ fold: [Int], _ fit: ((Int) -> Bool) -> (Int) -> Double
  ) throws -> HeldOutError {
    var predicted = latencies
    for held in 0..<folds {
      let predict = fit { fold[$0] != held }
      for index in latencies.indices where fold[index] == held { predicted[index] = predict(index) }
    }
    let errors = zip(predicted, latencies).map { $0 - $1 }
    let count = Double(latencies.count)
    return HeldOutError(
      meanAbsolutePercentage: 100 / count
        * zip(errors, latencies).reduce(0) { $0 + abs($1.0 / $1.1) },
      rootMeanSquare: (errors.reduce(0) { $0 + $1 * $1 } / count).squareRoot(),
      spearman: try RankCorrelation.spearman(predicted, latencies))
  }
}

/// The features of an architecture for a linear model: column 0 is the base, the others count
/// operators.
private struct Features {
  let detail: LatencyFit.Detail
  /// The column of each operator in each region; nil for those that pass nothing on.
  private let columns: [[Int?]]
  private(set) var count = 1

  init(_ detail: LatencyFit.Detail, of space: SearchSpace) {
    self.detail = detail
    var (count, known) = (1, [Int: Int]())
    columns = space.regions.map { region in
      if detail == .place { known = [:] }
      var row = [Int?](repeating: nil, count: space.operators.count)
      for index in region.operators where space.operators[index].role != .zero {
        if known[index] == nil {
          known[index] = count
          count += 1
        }
        row[index] = known[index]
      }
      return row
    }
    self.count = count
  }

  func row(of architecture: Architecture, in space: SearchSpace) -> [(column: Int, value: Double)] {
    var counts: [Int: Int] = [0: 1]
    for placed in space.placedOperators(of: architecture) {
      if let column = columns[placed.region][placed.operator] { counts[column, default: 0] += 1 }
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value)) }
  }

  func table(
    _ weights: [Double], of space: SearchSpace, device: String, unit: LatencyUnit
  ) -> LatencyTable {
    var table = LatencyTable(device: device, unit: unit, base: weights[0], operators: [:])
    for (region, row) in zip(space.regions, columns) {
      for (index, column) in row.enumerated() {
        guard let column else { continue }
        let name = space.operators[index].name
        switch detail {
        case .kind: table.operators[name] = weights[column]
        case .place: table.regions[region.name, default: [:]][name] = weights[column]
        }
      }
    }
    return table
  }
}
