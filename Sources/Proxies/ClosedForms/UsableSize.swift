import Foundation
import Networks
import Signals
import Spaces
import Wording

/// How large a network is, minus what keeps training from using it. It is the default score where
/// the predictor has learned from nothing like the space. The score is the sum of these numbers,
/// each standardised to mean 0 and deviation 1 over random networks of the space:
///
/// - twice the logarithm of `Network.rootSize`, the sum over layers of the roots of their
///   multiply-accumulates;
/// - minus the pooling depth and minus the loss of correlation, as in ``Capacity``. Where a space
///   has no choice between them, as whole networks mostly do, they are 0.
///
/// Size has the weight of the other two together. ``Capacity`` gives it half of that, which is
/// better where training is short. The roots and the weight were chosen with each space left out in
/// turn (Scripts/study-closed-forms.py; docs/experiments.md has the figures).
public struct UsableSize: Proxy {
  public static let name = "usable_size"
  public static let summary =
    "root_flops of live layers, minus pooling depth, minus a penalty where signals decorrelate"
  public static let kind = ProxyKind.closedForm
  /// All tables that its form was compared on.
  public static let labelsSeen = [
    "accel-nasbench", "darts-oncenas", "lanas-nasnet", "naap440", "nasbench101", "nasbench201",
    "nasbench-macro", "transnasbench101-macro", "transnasbench101-micro",
  ]
  private static let weights = [2.0, 1, 1]

  private let propagation: SignalPropagation
  private let space: SearchSpace
  private let scale: SampledScale

  /// - Throws: `NetworkError` when none of the sampled architectures has a network that computes
  ///   something, and any error of reading the operators.
  public init(in context: ProxyContext) throws {
    let propagation = SignalPropagation(try context.responses())
    self.propagation = propagation
    self.space = context.space
    scale = try SampledScale(in: context) {
      UsableSize.facts(of: $0, propagation, varying: { _ in true })
    }
  }

  /// The scale of the scores, and a remark when labels of the space had been looked at.
  public var note: Sentence? { UsableSize.scaleNote(in: space) }

  /// Minus infinity for an architecture that computes nothing.
  public func value(of subject: ProxySubject) -> Double {
    guard let facts = UsableSize.facts(of: subject, propagation, varying: scale.varies) else {
      return -.infinity
    }
    return zip(UsableSize.weights, scale(facts)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The numbers before standardisation; higher is better for each. Nil for an architecture that
  /// computes nothing.
  ///
  /// - Parameter varies: whether the number at a place is needed; the others are 0
  private static func facts(
    of subject: ProxySubject, _ propagation: SignalPropagation, varying varies: (Int) -> Bool
  ) -> [Double]? {
    guard let graph = subject.graph else { return nil }
    return [
      log(max(1, subject.network.rootSize)),
      varies(1) ? -Capacity.poolingDepth(of: graph, propagation) : 0,
      varies(2) ? Capacity.correlationPenalty(of: subject) : 0,
    ]
  }
}
