import Learning
import Randomness
import Statistics
import Tensors

/// An ensemble of small networks on standardised accuracies, the model of BANANAS (White et al.,
/// AAAI 2021) in the size in which NASLib has it: three networks of three layers of 128. Its
/// deviation is that of its members.
public struct NetworkSurrogate: SurrogateModel {
  public static let name = "networks"
  public static let summary = "an ensemble of three networks, as in BANANAS"
  static let members = 3
  private static let training = SmallNetwork.Training(epochs: 200, batch: 32, rate: 1e-3)

  private let networks: [SmallNetwork]

  public init(_ rows: [[Double]], accuracies: [Double], _ setting: SurrogateSetting) throws {
    try SurrogateModels.check(accuracies)
    let scale = Standardisation(of: accuracies.map { [$0] })
    let targets = accuracies.map { Float(scale([$0])[0]) }
    let inputs = Matrix(
      rows: rows.count, columns: rows[0].count, elements: rows.flatMap { $0.map(Float.init) })
    let random = SplitMix64(seed: setting.seed)
    networks = Parallel.map(NetworkSurrogate.members, threads: setting.threads) { member, _ in
      var stream = random.stream(UInt64(member))
      return SmallNetwork(
        inputs, targets: targets, widths: [128, 128, 128], NetworkSurrogate.training,
        using: &stream)
    }
  }

  public func predictions(of rows: [[Double]], threads: Int) -> [SurrogatePrediction] {
    guard let width = rows.first?.count else { return [] }
    let inputs = Matrix(
      rows: rows.count, columns: width, elements: rows.flatMap { $0.map(Float.init) })
    let found = Parallel.map(networks.count, threads: threads) { member, _ in
      networks[member].values(at: inputs)
    }
    return rows.indices.map { place in
      let spread = found.map { Double($0[place]) }
      let mean = spread.reduce(0, +) / Double(spread.count)
      let squares = spread.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return SurrogatePrediction(
        mean: mean, deviation: (squares / Double(spread.count)).squareRoot())
    }
  }
}
