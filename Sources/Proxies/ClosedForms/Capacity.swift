import Foundation
import Networks
import Signals
import Spaces
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
  static let leastCorrelation = 0.001
  /// Spaces whose labels had been looked at when this score was designed. Figures on them are not
  /// blind.
  public static let labelsSeen = ["darts-oncenas"]

  private let propagation: SignalPropagation
  private let space: SearchSpace
  private let scale: SampledScale

  /// - Throws: `NetworkError` when none of the sampled architectures has a network that computes
  ///   something, and any error of reading the operators.
  public init(in context: ProxyContext) throws {
    let propagation = SignalPropagation(try context.responses())
    self.propagation = propagation
    self.space = context.space
    scale = try SampledScale(in: context) { Capacity.facts(of: $0, propagation) }
  }

  /// The scale of the scores, and a remark when labels of the space had been looked at.
  public var note: Sentence? { Capacity.scaleNote(in: space) }

  /// The sum of the three standardised numbers. Minus infinity for an architecture that computes
  /// nothing.
  public func value(of subject: ProxySubject) -> Double {
    guard let facts = Capacity.facts(of: subject, propagation) else { return -.infinity }
    return scale(facts).reduce(0, +)
  }

  /// The three numbers before standardisation; higher is better for each. Nil for an architecture
  /// that computes nothing.
  private static func facts(
    of subject: ProxySubject, _ propagation: SignalPropagation
  ) -> [Double]? {
    guard let graph = subject.graph else { return nil }
    return [
      log(Double(max(1, subject.network.liveMultiplyAccumulates))),
      -poolingDepth(of: graph, propagation), correlationPenalty(of: subject),
    ]
  }

  static func poolingDepth(of graph: OperatorGraph, _ propagation: SignalPropagation) -> Double {
    let output = propagation.signals(of: graph).suffix(SignalPropagation.count)
    return Double(output[output.startIndex + SignalPropagation.poolingsColumn])
  }

  /// 0 or less, for a correlation below the threshold.
  static func correlationPenalty(of subject: ProxySubject) -> Double {
    min(0, log(max(LastCorrelation.smallest, subject.signals.correlation) / leastCorrelation))
  }
}

extension ProxyContext {
  /// How the operators of the space respond to signals, [O].
  func responses() throws -> [OperatorResponse] {
    let operators = try attributes()
    precondition(
      operators.count == space.operators.count, "attributes are needed of all operators")
    return operators.map { OperatorResponse($0) }
  }
}

extension Proxy {
  /// On which scale the scores are, with a remark when labels of the space had been looked at.
  static func scaleNote(in space: SearchSpace) -> Sentence {
    let seen = ([space.name] + space.bases).contains(where: labelsSeen.contains)
    let remark =
      seen
      ? "; labels of this space had been looked at when it was designed, "
        + "so that its figures here are not blind"
      : ""
    return
      "note: \(name) is on the scale of \(SampledScale.sampleSize) random networks of "
      + "\(space.name) (seed \(SampledScale.seed))\(remark)"
  }
}
