import Foundation
import Networks
import Randomness
import Signals
import Spaces
import Statistics
import Tensors
import Wording

/// How much the network of a cell computes, less what keeps training from making use of it: a score for
/// cells unlike all that were learned from. The sum of three numbers, each on the scale of mean 0 and
/// deviation 1 that it has among random networks of the space:
///
/// - the logarithm of the multiply-accumulates of the layers that count, `Network.liveMultiplyAccumulates`;
/// - minus the poolings that a signal passes in the operator graph, each way weighted by its gradient gain
///   (`SignalPropagation`): smoothed maps hold less to compute on;
/// - min(0, log(c / 0.001)), where c is the correlation of two samples of the data in the last feature map,
///   `NetworkSignals.correlation`. Behind many layers it falls towards 0: the network is chaotic, neighbours
///   become strangers, gradients explode (Yang et al., "A Mean Field Theory of Batch Normalization", ICLR
///   2019), and training suffers. Above the threshold more of it is no merit.
///
/// The three weigh the same. The threshold is the one of a small grid with the best mean tau over the three
/// spaces of cells with tables; no label of DARTS decided it, but that correlation matters was first seen in
/// these labels (``labelsSeen``). docs/experiments.md has the figures.
public struct Capacity: Proxy {
  public static let name = "capacity"
  public static let summary =
    "multiply-accumulates of live layers, minus pooling depth, minus a penalty where signals decorrelate"
  public static let kind = ProxyKind.closedForm
  /// Networks drawn for the scale.
  static let sampleSize = 512
  static let seed: UInt64 = 0
  static let leastCorrelation = 0.001
  /// Spaces whose labels had been looked at when this score was designed: its figures on them are not blind.
  public static let labelsSeen = ["darts-oncenas"]
  /// Keeps the logarithm finite.
  private static let smallestCorrelation = 1e-9

  private let propagation: SignalPropagation
  private let space: SearchSpace
  private let scale: Standardisation

  /// - Throws: `NetworkError` when none of the drawn architectures has a network that computes something; what
  ///   reading the operators throws.
  public init(in context: ProxyContext) throws {
    let (space, dataSet) = (context.space, context.dataSet)
    let operators = try context.attributes()
    precondition(
      operators.count == space.operators.count, "capacity needs the attributes of all operators")
    let propagation = SignalPropagation(operators.map { OperatorResponse($0) })
    self.propagation = propagation
    self.space = space
    var random = SplitMix64(seed: Capacity.seed)
    let sample = (0..<Capacity.sampleSize).map { _ in space.sample(using: &random) }
    let rows = Parallel.map(sample.count, threads: context.threads) { index, _ -> [Double]? in
      guard let graph = space.operatorGraph(of: sample[index]) else { return nil }
      do throws(NetworkError) {
        let network = try space.network(of: sample[index], for: dataSet)
        return Capacity.facts(of: network, NetworkSignals(of: network), graph, propagation)
      } catch {
        // Networks that are too small for their strides have no score, and no say in the scale.
        return nil
      }
    }.compactMap { $0 }
    guard !rows.isEmpty else {
      throw NetworkError(
        "none of \(Capacity.sampleSize) random architectures of \(space.name) has a network that computes "
          + "something")
    }
    scale = Standardisation(of: rows)
  }

  /// On what scale the scores are, and whether the proxy's design saw labels of the space.
  public var note: Sentence? {
    let seen = ([space.name] + space.bases).contains(where: Capacity.labelsSeen.contains)
    let remark =
      seen
      ? "; labels of this space had been looked at when it was designed, so that its figures here are not blind"
      : ""
    return
      "note: capacity is on the scale of \(Capacity.sampleSize) random networks of \(space.name) (seed "
      + "\(Capacity.seed))\(remark)"
  }

  /// Minus infinity for an architecture that computes nothing.
  public func value(of subject: ProxySubject) -> Double {
    guard let graph = subject.graph else { return -.infinity }
    return scale(Capacity.facts(of: subject.network, subject.signals, graph, propagation)).reduce(
      0, +)
  }

  /// The three numbers; more is better.
  private static func facts(
    of network: Network, _ signals: NetworkSignals, _ graph: OperatorGraph,
    _ propagation: SignalPropagation
  ) -> [Double] {
    let output = propagation.signals(of: graph).suffix(SignalPropagation.count)
    let poolings = Double(output[output.startIndex + SignalPropagation.poolingsColumn])
    let correlation = max(smallestCorrelation, signals.correlation)
    return [
      log(Double(max(1, network.liveMultiplyAccumulates))), -poolings,
      min(0, log(correlation / leastCorrelation)),
    ]
  }
}
