import Networks
import Randomness
import Signals
import Spaces
import Synchronization
import Tensors

/// Evaluates proxies of a space's architectures. ``evaluate(_:)`` evaluates all proxies of a run
/// together, so that each network is built once.
///
/// Values are kept for each architecture, not for each canonical form: idle operators are built and
/// cost something.
public final class ProxyEvaluator: Sendable {
  /// The most architectures whose values are kept, so that a long search does not fill the memory.
  private static let mostKnown = 100_000
  private static let chunkSize = 16
  /// How many random networks are tried on the images.
  private static let trialCount = 8

  /// What the proxies are made from.
  public let context: ProxyContext
  /// The space of all architectures.
  public var space: SearchSpace { context.space }
  private let state = Mutex(State())
  /// Of feature maps.
  private let memory = BufferPool()

  private struct State {
    var proxies: [any Proxy] = []
    /// For each architecture its values in the order of the proxies, nil where one was not asked
    /// for, or the reason why there are none.
    var known: [Architecture: Result<[Double?], NetworkError>] = [:]
  }

  /// The added proxies that run networks on images.
  public var measured: [any Proxy.Type] {
    state.withLock { $0.proxies.map { type(of: $0) } }.filter { $0.kind.isMeasured }
  }

  /// An evaluator without proxies.
  public init(in context: ProxyContext) {
    self.context = context
  }

  /// Adds a proxy, which ``evaluate(_:)`` evaluates from now on.
  ///
  /// - Returns: the proxy of this space
  /// - Throws: any error of making the proxy.
  @discardableResult
  public func add(_ proxy: any Proxy.Type) throws -> any Proxy {
    if let known = state.withLock({ $0.proxies.first { type(of: $0) == proxy } }) { return known }
    if proxy.kind.isMeasured, measured.isEmpty { try checkMeasurement() }
    let made = try proxy.init(in: context)
    return state.withLock { state in
      if let known = state.proxies.first(where: { type(of: $0) == proxy }) { return known }
      state.proxies.append(made)
      return made
    }
  }

  /// Finds out before anything is run whether the images and the memory suit random networks of the
  /// space. One that they suit is enough: inputs may differ.
  private func checkMeasurement() throws(NetworkError) {
    var random = SplitMix64(seed: 0)
    var problem: NetworkError?
    for _ in 0..<ProxyEvaluator.trialCount {
      let network: Network
      do throws(NetworkError) {
        network = try space.network(of: space.sample(using: &random), for: context.dataSet)
      } catch {
        continue
      }
      do throws(NetworkError) {
        _ = try MeasuredNetwork(
          network, context.measurement, draw: 0, keeping: .forGradients, memory: memory
        ).batch()
        return
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
  }

  /// Evaluates all added proxies of architectures at once, to be asked for afterwards.
  public func evaluate(_ architectures: [Architecture]) {
    let proxies = state.withLock(\.proxies)
    evaluate(architectures, proxies, Array(proxies.indices))
  }

  /// One value for each architecture, in order, or the reason why its network cannot be built.
  ///
  /// - Throws: any error of making the proxy.
  public func values(
    of architectures: [Architecture], by proxy: any Proxy.Type
  ) throws -> [Result<Double, NetworkError>] {
    try add(proxy)
    let proxies = state.withLock(\.proxies)
    let place = proxies.firstIndex { type(of: $0) == proxy } ?? 0
    let known = evaluate(architectures, proxies, [place])
    return known.map { values in
      values.map { values in
        guard let value = values[place] else { preconditionFailure("the proxy was evaluated") }
        return value
      }
    }
  }

  /// - Parameter places: of the proxies that are needed
  /// - Returns: what is known of each architecture
  @discardableResult
  private func evaluate(
    _ architectures: [Architecture], _ proxies: [any Proxy], _ places: [Int]
  ) -> [Result<[Double?], NetworkError>] {
    let missing = state.withLock { state in
      if state.known.count > ProxyEvaluator.mostKnown { state.known = [:] }
      let missing = Set(
        architectures.filter { architecture in
          switch state.known[architecture] {
          case .success(let values):
            places.contains { $0 >= values.count || values[$0] == nil }
          case .failure: false
          case nil: true
          }
        })
      return missing.sorted()
    }
    let found = evaluated(missing, proxies, places)
    return state.withLock { state in
      for (architecture, new) in zip(missing, found) {
        guard case .success(let old)? = state.known[architecture] else {
          state.known[architecture] = new
          continue
        }
        state.known[architecture] = new.map { new in
          new.enumerated().map { place, value in
            value ?? (place < old.count ? old[place] : nil)
          }
        }
      }
      return architectures.map { architecture in
        guard let values = state.known[architecture] else {
          preconditionFailure("the architecture was evaluated")
        }
        return values
      }
    }
  }

  private func evaluated(
    _ architectures: [Architecture], _ proxies: [any Proxy], _ places: [Int]
  ) -> [Result<[Double?], NetworkError>] {
    // A measured one takes long enough to be a chunk of its own.
    let isMeasured = places.contains { type(of: proxies[$0]).kind.isMeasured }
    let measured = places.flatMap { type(of: proxies[$0]).measuredParts }
    let size = isMeasured ? 1 : ProxyEvaluator.chunkSize
    let chunks = (architectures.count + size - 1) / size
    return Parallel.map(chunks, threads: context.threads) { chunk, _ in
      let signalMemory = SignalMemory()
      return architectures[chunk * size..<min(architectures.count, (chunk + 1) * size)].map {
        architecture in
        Result { () throws(NetworkError) in
          let subject = try ProxySubject(
            architecture, in: self.space, for: self.context.dataSet,
            measuredOn: self.context.measurement, asking: measured,
            known: self.context.measured, memory: self.memory, signalMemory: signalMemory)
          var values = [Double?](repeating: nil, count: proxies.count)
          for place in places { values[place] = try subject.value(of: proxies[place]) }
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
