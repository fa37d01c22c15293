import Networks
import Randomness
import Search
import Spaces
import Tensors

/// Scores architectures by a number of their whole network, without anything learned.
public struct NetworkScorer: ArchitectureScorer {
  /// What is scored by.
  public enum Measure: String, Sendable, CaseIterable {
    /// ``NetworkSignals/naswot``
    case naswot
    /// ``NetworkCost/multiplyAccumulates``
    case flops
    /// ``NetworkCost/parameters``
    case params

    func value(of network: Network) -> Double {
      switch self {
      case .naswot: NetworkSignals(of: network).naswot
      case .flops: Double(NetworkCost(of: network).multiplyAccumulates)
      case .params: Double(NetworkCost(of: network).parameters)
      }
    }
  }

  public let space: SearchSpace
  public let measure: Measure
  private let dataSet: MacroSkeleton.DataSet
  private let threads: Int

  /// - Throws: `NetworkError` when networks of the space cannot be built.
  public init(
    _ measure: Measure, of space: SearchSpace, threads: Int = Parallel.processorCount
  ) throws {
    self.space = space
    self.measure = measure
    self.threads = threads
    dataSet = try space.dataSet()
    // What cannot be built is found out now, for a good deal of the space.
    var random = SplitMix64(seed: 0)
    for _ in 0..<32 { _ = try space.network(of: space.sample(using: &random), for: dataSet) }
  }

  /// An architecture that computes nothing, or whose network is too small for its strides, scores
  /// minus infinity.
  public func scores(of architectures: [Architecture]) -> [Double] {
    let size = 64
    let chunks = (architectures.count + size - 1) / size
    return Parallel.map(chunks, threads: threads) { chunk, _ in
      architectures[chunk * size..<min(architectures.count, (chunk + 1) * size)].map { score($0) }
    }.flatMap { $0 }
  }

  private func score(_ architecture: Architecture) -> Double {
    guard space.operatorGraph(of: architecture) != nil else { return -.infinity }
    do {
      return measure.value(of: try space.network(of: architecture, for: dataSet))
    } catch {
      return -.infinity
    }
  }

  public var scoresGraphs: Bool { false }

  public func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    preconditionFailure("operator graphs have no network; ask scoresGraphs first")
  }
}
