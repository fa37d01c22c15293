import Networks
import Spaces
import Synchronization
import Tensors

/// Evaluates proxies of a space's architectures. All proxies of a run are evaluated together, so
/// that each network is built once.
///
/// Values are kept for each architecture, not for each canonical form: idle operators are built and
/// cost something.
public final class ProxyEvaluator: Sendable {
  /// The most architectures whose values are kept, so that a long search does not fill the memory.
  private static let mostKnown = 100_000
  private static let chunkSize = 16

  /// What the proxies are made from.
  public let context: ProxyContext
  /// The space of all architectures.
  public var space: SearchSpace { context.space }
  private let state = Mutex(State())

  private struct State {
    var proxies: [any Proxy] = []
    /// For each architecture the values of the first proxies, or the reason why there are none.
    var known: [Architecture: Result<[Double], NetworkError>] = [:]
  }

  /// An evaluator without proxies.
  public init(in context: ProxyContext) {
    self.context = context
  }

  /// Adds a proxy, which is evaluated together with the others from now on.
  ///
  /// - Returns: the proxy of this space
  /// - Throws: any error of making the proxy.
  @discardableResult
  public func add(_ proxy: any Proxy.Type) throws -> any Proxy {
    if let known = state.withLock({ $0.proxies.first { type(of: $0) == proxy } }) { return known }
    let made = try proxy.init(in: context)
    return state.withLock { state in
      if let known = state.proxies.first(where: { type(of: $0) == proxy }) { return known }
      state.proxies.append(made)
      return made
    }
  }

  /// One value for each architecture, in order, or the reason why its network cannot be built.
  ///
  /// - Throws: any error of making the proxy.
  public func values(
    of architectures: [Architecture], by proxy: any Proxy.Type
  ) throws -> [Result<Double, NetworkError>] {
    try add(proxy)
    let (proxies, place, missing) = state.withLock { state in
      if state.known.count > ProxyEvaluator.mostKnown { state.known = [:] }
      let place = state.proxies.firstIndex { type(of: $0) == proxy } ?? 0
      let missing = Set(
        architectures.filter { architecture in
          switch state.known[architecture] {
          case .success(let values): values.count <= place
          case .failure: false
          case nil: true
          }
        })
      return (state.proxies, place, missing.sorted())
    }
    let found = evaluated(missing, by: proxies)
    return state.withLock { state in
      for (architecture, values) in zip(missing, found) { state.known[architecture] = values }
      return architectures.map { architecture in
        guard let values = state.known[architecture] else {
          preconditionFailure("what was asked for is known")
        }
        return values.map { $0[place] }
      }
    }
  }

  private func evaluated(
    _ architectures: [Architecture], by proxies: [any Proxy]
  ) -> [Result<[Double], NetworkError>] {
    let size = proxies.contains { type(of: $0).kind.isMeasured } ? 1 : ProxyEvaluator.chunkSize
    let chunks = (architectures.count + size - 1) / size
    return Parallel.map(chunks, threads: context.threads) { chunk, _ in
      architectures[chunk * size..<min(architectures.count, (chunk + 1) * size)].map {
        architecture in
        Result { () throws(NetworkError) in
          let subject = try ProxySubject(
            architecture, in: self.space, for: self.context.dataSet,
            measuredOn: self.context.measurement)
          var values: [Double] = []
          for proxy in proxies { values.append(try proxy.value(of: subject)) }
          return values
        }
      }
    }.flatMap { $0 }
  }

  /// One value for each architecture, in order. Nil for a network that is too small or too large to
  /// be built.
  ///
  /// - Throws: `NetworkError` when the space has no networks at all.
  public func costs(
    of architectures: [Architecture], by proxy: any Proxy.Type
  ) throws -> [Double?] {
    try values(of: architectures, by: proxy).map { value in
      switch value {
      case .success(let value): return value
      case .failure(let error) where error.isDueToSize: return nil
      case .failure(let error): throw error
      }
    }
  }
}
