import Foundation
import Networks
import Randomness
import Signals
import Spaces
import Statistics
import Tensors
import Wording

/// How much the network of a cell computes, minus what keeps training from using it. It is a score
/// for cells that are unlike all those that weights were trained on. The score is the sum of three
/// numbers. Each is standardised to mean 0 and deviation 1 over random networks of the space:
///
/// - the logarithm of the multiply-accumulates of live layers, `Network.liveMultiplyAccumulates`;
/// - minus the pooling depth: the poolings on a path through the operator graph, averaged over
///   paths weighted by their gradient gain (`SignalPropagation`); pooled feature maps hold less to
///   compute on;
/// - min(0, log(c / 0.001)), where c is the correlation of two samples in the last feature map,
///   `NetworkSignals.correlation`. Many layers drive it towards 0. Such a loss of correlation means
///   that the network is chaotic and that gradients explode (Yang et al., "A Mean Field Theory of
///   Batch Normalization", ICLR 2019), and training suffers. A correlation above the threshold
///   gives no bonus.
///
/// The three numbers have equal weights. The threshold is the best of a small grid by mean tau over
/// the three spaces of cells with tables. No label of DARTS decided it. That correlation matters
/// was first seen in these labels, however (``labelsSeen``). docs/experiments.md has the figures.
public struct Capacity: Proxy {
  public static let name = "capacity"
  public static let summary =
    "multiply-accumulates of live layers, minus pooling depth, "
    + "minus a penalty where signals decorrelate"
  public static let kind = ProxyKind.closedForm
  /// How many random networks set the scale.
  static let sampleSize = 512
  static let seed: UInt64 = 0
  static let leastCorrelation = 0.001
  /// Spaces whose labels had been looked at when this score was designed. Figures on them are not
  /// blind.
  public static let labelsSeen = ["darts-oncenas"]
  /// Keeps the logarithm finite.
  private static let smallestCorrelation = 1e-9

  private let propagation: SignalPropagation
  private let space: SearchSpace
  private let scale: Standardisation

  /// - Throws: `NetworkError` when none of the sampled architectures has a network that computes
  ///   something, and any error of reading the operators.
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
        // Networks that are too small for their strides have no score and do not set the scale.
        return nil
      }
    }.compactMap { $0 }
    guard !rows.isEmpty else {
      throw NetworkError(
        "none of \(Capacity.sampleSize) random architectures of \(space.name) has a network "
          + "that computes something")
    }
    scale = Standardisation(of: rows)
  }

  /// The scale of the scores, and a remark when labels of the space had been looked at.
  public var note: Sentence? {
    let seen = ([space.name] + space.bases).contains(where: Capacity.labelsSeen.contains)
    let remark =
      seen
      ? "; labels of this space had been looked at when it was designed, "
        + "so that its figures here are not blind"
      : ""
    return
      "note: capacity is on the scale of \(Capacity.sampleSize) random networks of \(space.name) "
      + "(seed \(Capacity.seed))\(remark)"
  }

  /// The sum of the three standardised numbers. Minus infinity for an architecture that computes
  /// nothing.
  public func value(of subject: ProxySubject) -> Double {
    guard let graph = subject.graph else { return -.infinity }
    return scale(Capacity.facts(of: subject.network, subject.signals, graph, propagation)).reduce(
      0, +)
  }

  /// The three numbers before standardisation; higher is better for each.
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
