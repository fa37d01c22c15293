import Learning
import Randomness
import Statistics
import Tensors

/// The network that COLE (arXiv 2605.15649) puts on embeddings: three layers of 128 with leaky ReLU
/// and dropout, fitted to the order of pairs. Of rows with more than 128 numbers it reads the first
/// 128 principal components of the labelled ones.
///
/// COLE fits one network, and this is the mean of three, whose spread is the deviation.
public struct PairwiseSurrogate: SurrogateModel {
  public static let name = "pairwise"
  public static let summary = "three networks on the order of pairs, as COLE puts on code"
  private static let members = 3
  private static let training = SmallNetwork.Training(
    epochs: 100, batch: 32, rate: 1e-3, dropout: 0.1, longest: 1)
  private static let components = 128

  private let networks: [SmallNetwork]
  /// The mean and deviation of each network's outputs at the labelled rows.
  private let scales: [(mean: Double, deviation: Double)]
  private let projection: PrincipalComponents

  public init(_ rows: [[Double]], accuracies: [Double], _ setting: SurrogateSetting) throws {
    try SurrogateModels.check(accuracies)
    projection = PrincipalComponents(of: rows, most: PairwiseSurrogate.components)
    let inputs = PairwiseSurrogate.matrix(rows.map(projection.callAsFunction))
    let scale = Standardisation(of: accuracies.map { [$0] })
    let targets = accuracies.map { Float(scale([$0])[0]) }
    let random = SplitMix64(seed: setting.seed)
    let networks = Parallel.map(PairwiseSurrogate.members, threads: setting.threads) { member, _ in
      var stream = random.stream(UInt64(member))
      return SmallNetwork(
        inputs, targets: targets, widths: [128, 128, 128], PairwiseSurrogate.training,
        slope: 0.01, loss: .pairs(margin: 0.1, most: 4), using: &stream)
    }
    self.networks = networks
    scales = networks.map { network in
      let values = network.values(at: inputs).map(Double.init)
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      // A network that gives all rows the same output says nothing.
      return (mean, square > 0 ? square.squareRoot() : 1)
    }
  }

  private static func matrix(_ rows: [[Double]]) -> Matrix {
    Matrix(
      rows: rows.count, columns: rows.first?.count ?? 0,
      elements: rows.flatMap { $0.map(Float.init) })
  }

  public func predictions(of rows: [[Double]], threads: Int) -> [SurrogatePrediction] {
    guard !rows.isEmpty else { return [] }
    let projected = Parallel.map(rows.count, threads: threads) { place, _ in
      projection(rows[place])
    }
    let inputs = PairwiseSurrogate.matrix(projected)
    let found = Parallel.map(networks.count, threads: threads) { member, _ in
      networks[member].values(at: inputs)
    }
    return rows.indices.map { place in
      let spread = found.indices.map { member in
        (Double(found[member][place]) - scales[member].mean) / scales[member].deviation
      }
      let mean = spread.reduce(0, +) / Double(spread.count)
      let square = spread.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(spread.count)
      return SurrogatePrediction(mean: mean, deviation: square.squareRoot())
    }
  }
}
