import Networks
import Randomness
import Scoring
import Spaces
import Tensors
import Wording

/// Scores architectures by a proxy, without a learned model.
public struct ProxyScorer: Scorer {
  /// How many random networks are built to find out whether the space has any.
  private static let trialCount = 32

  /// The proxy whose values are the scores.
  public let proxy: any Proxy.Type
  /// A note for the user on the scores; nil for none.
  public let note: Sentence?
  private let evaluator: ProxyEvaluator

  /// The space of the evaluator.
  public var space: SearchSpace { evaluator.space }
  /// The name of the proxy, without weights.
  public var identity: ScorerIdentity { ScorerIdentity(proxy.name) }

  /// - Throws: `NetworkError` when networks of the space cannot be built, and any error of making
  ///   the proxy. Single networks that are too small for their strides are no error;
  ///   ``Scores/reasons`` lists them.
  public init(_ proxy: any Proxy.Type, by evaluator: ProxyEvaluator) throws {
    try ProxyScorer.checkNetworks(of: evaluator.context)
    self.proxy = proxy
    self.evaluator = evaluator
    note = try evaluator.add(proxy).note
  }

  /// Builds random networks now, so that a space without networks is found out early.
  private static func checkNetworks(of context: ProxyContext) throws(NetworkError) {
    var random = SplitMix64(seed: 0)
    var problems: [NetworkError] = []
    for _ in 0..<trialCount {
      do throws(NetworkError) {
        let architecture = context.space.sample(using: &random)
        _ = try context.space.network(of: architecture, for: context.dataSet)
      } catch {
        if !error.isDueToSize { throw error }
        problems.append(error)
      }
    }
    if problems.count == trialCount { throw problems[0] }
  }

  /// One score for each architecture, in order, [B]. Minus infinity for an architecture that
  /// computes nothing or whose network cannot be built.
  public func scores(of architectures: [Architecture]) -> Scores {
    let places = connectedPlaces(among: architectures)
    let values: [Result<Double, NetworkError>]
    do {
      values = try evaluator.values(of: places.map { architectures[$0] }, by: proxy)
    } catch {
      preconditionFailure("\(proxy.name) was made before: \(error)")
    }
    var scores = [Double](repeating: -.infinity, count: architectures.count)
    var reasons: [Int: Sentence] = [:]
    for (place, value) in zip(places, values) {
      switch value {
      case .success(let value): scores[place] = value
      case .failure(let error): reasons[place] = error.sentence
      }
    }
    return Scores(scores, reasons: reasons)
  }

  /// The indices of the architectures that compute something.
  private func connectedPlaces(among architectures: [Architecture]) -> [Int] {
    let size = 64
    let chunks = (architectures.count + size - 1) / size
    return Parallel.map(chunks, threads: evaluator.context.threads) { chunk, _ in
      (chunk * size..<min(architectures.count, (chunk + 1) * size)).filter {
        space.operatorGraph(of: architectures[$0]) != nil
      }
    }.flatMap { $0 }
  }
}
