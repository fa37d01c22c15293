import Networks
import Predictor
import Randomness
import Search
import Spaces
import Tensors

/// Scores architectures by a number of their whole network, without a learned network.
public struct NetworkScorer: ArchitectureScorer {
  /// What is scored by.
  public enum Measure: String, Sendable, CaseIterable {
    /// ``NetworkSignals/naswot``
    case naswot
    /// ``NetworkCost/multiplyAccumulates``
    case flops
    /// ``NetworkCost/parameters``
    case params
    /// Computation that training can make use of: what ``Capacity`` says.
    case capacity
    /// ``Network/width``, for networks that are alike but for their widths.
    case width
  }

  public let space: SearchSpace
  public let measure: Measure
  private let value: @Sendable (Network, OperatorGraph) -> Double
  private let dataSet: MacroSkeleton.DataSet
  private let threads: Int

  /// - Parameter operators: what the operators of the space do, [O]; only ``Measure/capacity`` asks for it
  /// - Throws: `NetworkError` when networks of the space cannot be built. That some are too small for
  ///   their strides is no error: ``misfits(among:)`` tells of them.
  public init(
    _ measure: Measure, of space: SearchSpace, operators: [OperatorAttributes] = [],
    threads: Int = Parallel.processorCount
  ) throws {
    let dataSet = try space.dataSet()
    self.dataSet = dataSet
    // What cannot be built is found out now, for a good deal of the space.
    var random = SplitMix64(seed: 0)
    let samples = (0..<32).map { _ in space.sample(using: &random) }
    let problems = samples.compactMap {
      NetworkScorer.problem(of: $0, in: space, for: dataSet)
    }
    if let problem = problems.first(where: { !$0.isDueToSize }) { throw problem }
    if problems.count == samples.count { throw problems[0] }
    switch measure {
    case .naswot: value = { network, _ in NetworkSignals(of: network).naswot }
    case .flops: value = { network, _ in Double(NetworkCost(of: network).multiplyAccumulates) }
    case .params: value = { network, _ in Double(NetworkCost(of: network).parameters) }
    case .width: value = { network, _ in network.width }
    case .capacity:
      precondition(
        operators.count == space.operators.count, "capacity needs the attributes of all operators")
      let capacity = try Capacity(operators, of: space, for: dataSet, threads: threads)
      value = { capacity.value(of: $0, $1) }
    }
    self.space = space
    self.measure = measure
    self.threads = threads
  }

  /// Why the architecture's network cannot be built; nil when it can.
  private static func problem(
    of architecture: Architecture, in space: SearchSpace, for dataSet: MacroSkeleton.DataSet
  ) -> NetworkError? {
    do throws(NetworkError) {
      _ = try space.network(of: architecture, for: dataSet)
      return nil
    } catch {
      return error
    }
  }

  /// Networks drawn to find out whether those of a space differ in their widths only.
  static let structureSampleSize = 64

  /// Whether random networks of the space (seed 0) are alike but for their widths; those that cannot be built have
  /// no say.
  static func differsInWidthsOnly(_ space: SearchSpace) throws -> Bool {
    let dataSet = try space.dataSet()
    var random = SplitMix64(seed: 0)
    var known: [Network.Step]?
    for _ in 0..<structureSampleSize {
      let network: Network
      do throws(NetworkError) {
        network = try space.network(of: space.sample(using: &random), for: dataSet)
      } catch {
        guard error.isDueToSize else { throw error }
        continue
      }
      let structure = network.structure
      if let known, known != structure { return false }
      known = structure
    }
    return known?.isEmpty == false
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

  /// Networks that cannot be built.
  public struct Misfits: Sendable {
    public var count: Int
    public let first: Architecture
    /// Why the first one cannot be built.
    public let reason: NetworkError
  }

  /// Those of the architectures that compute something but score minus infinity, because their
  /// networks cannot be built; nil when there are none.
  public func misfits(among architectures: [Architecture]) -> Misfits? {
    var found: Misfits?
    for architecture in architectures where space.operatorGraph(of: architecture) != nil {
      guard let reason = NetworkScorer.problem(of: architecture, in: space, for: dataSet) else {
        continue
      }
      if found == nil { found = Misfits(count: 0, first: architecture, reason: reason) }
      found?.count += 1
    }
    return found
  }

  private func score(_ architecture: Architecture) -> Double {
    guard let graph = space.operatorGraph(of: architecture) else { return -.infinity }
    do {
      return value(try space.network(of: architecture, for: dataSet), graph)
    } catch {
      return -.infinity
    }
  }

  public var scoresGraphs: Bool { false }

  public func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    preconditionFailure("operator graphs have no network; ask scoresGraphs first")
  }
}
