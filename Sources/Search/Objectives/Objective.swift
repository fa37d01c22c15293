import Latency
import Proxies
import Scoring
import Spaces
import Wording

/// A number of an architecture that a search improves or keeps within a bound.
///
/// Every proxy is an objective. To add another kind, write one file with a conforming type and add it to
/// ``Objectives/registered``.
public protocol Objective: Sendable {
  /// What users call it.
  static var name: String { get }
  /// A few words that say what it is, with its unit.
  static var summary: String { get }
  /// How its numbers are written.
  static var quantity: Quantity { get }
  /// Which way it gets better.
  static var direction: ObjectiveDirection { get }

  /// - Parameter device: what stands behind a colon after the name; nil for nothing
  /// - Throws: ``UserError`` when the sources lack what the objective needs.
  init(from sources: ObjectiveSources, device: String?) throws

  /// What columns of results call it.
  var label: String { get }

  /// One number for each architecture, in order, in the unit of ``quantity``; infinite where there is none.
  ///
  /// - Parameter scores: of the architectures
  /// - Throws: `NetworkError` when the space has no networks at all.
  func values(of architectures: [Architecture], scores: [Double]) throws -> [Double]
}

extension Objective {
  public static var direction: ObjectiveDirection { .lowerIsBetter }
  public var label: String { Self.name }
}

/// The objectives there are.
public enum Objectives {
  public static var registered: [any Objective.Type] {
    [ScoreObjective.self] + ProxyRegistry.registered.map { objective(of: $0) } + [
      LatencyObjective.self
    ]
  }

  private static func objective<P: Proxy>(of proxy: P.Type) -> any Objective.Type {
    ProxyObjective<P>.self
  }

  /// The objective of a name such as `params` or `latency:raspi4`.
  ///
  /// - Throws: `UnknownNameError`, and ``UserError`` when the sources lack what it needs.
  public static func make(_ text: String, from sources: ObjectiveSources) throws -> any Objective {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard let kind = registered.first(where: { $0.name == parts[0] }) else {
      throw UnknownNameError(kind: "objective", name: parts[0], known: registered.map { $0.name })
    }
    return try kind.init(from: sources, device: parts.count > 1 ? parts[1] : nil)
  }
}

/// What objectives are counted from.
public struct ObjectiveSources: Sendable {
  /// The proxies of the space.
  ///
  /// - Throws: `NetworkError` when the space has no networks.
  public let proxies: @Sendable () throws -> ProxyEvaluator
  /// How long networks take, one a device.
  public let latencies: [LatencyModel]

  public init(
    latencies: [LatencyModel] = [], proxies: @escaping @Sendable () throws -> ProxyEvaluator
  ) {
    (self.latencies, self.proxies) = (latencies, proxies)
  }
}
