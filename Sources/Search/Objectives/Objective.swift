import Latency
import Proxies
import Scoring
import Spaces
import Wording

/// A number of an architecture that a search improves, or that a constraint bounds.
///
/// Every proxy is an objective. To add another kind, write one file with a conforming type and add
/// it to ``Objectives/registered``.
public protocol Objective: Sendable {
  /// The name by which users choose the objective.
  static var name: String { get }
  /// A few words of description, with the unit.
  static var summary: String { get }
  /// How values are written, and in which unit.
  static var quantity: Quantity { get }
  /// Whether higher or lower values are better.
  static var direction: ObjectiveDirection { get }

  /// - Parameter device: the text after the colon in `name:device`; nil when there is no colon
  /// - Throws: ``UserError`` when the sources lack what the objective needs.
  init(from sources: ObjectiveSources, device: String?) throws

  /// The column name in result tables.
  var label: String { get }

  /// Makes what the values of all objectives of these architectures have in common, such as their
  /// networks, once.
  func prepare(_ architectures: [Architecture])

  /// One value for each architecture, in order, in the unit of ``quantity``. Infinite for an
  /// architecture that has no value.
  ///
  /// - Parameter scores: the scores of the architectures, in the same order
  /// - Throws: `NetworkError` when the space has no networks at all.
  func values(of architectures: [Architecture], scores: [Double]) throws -> [Double]
}

extension Objective {
  /// Lower is better, as for costs.
  public static var direction: ObjectiveDirection { .lowerIsBetter }
  /// The name of the objective.
  public var label: String { Self.name }
  /// Nothing to prepare.
  public func prepare(_ architectures: [Architecture]) {}
}

/// The registry of objectives.
public enum Objectives {
  /// All objectives: the score, every proxy, the latency.
  public static var registered: [any Objective.Type] {
    [ScoreObjective.self] + ProxyRegistry.all.map { objective(of: $0) } + [
      LatencyObjective.self
    ]
  }

  private static func objective<P: Proxy>(of proxy: P.Type) -> any Objective.Type {
    ProxyObjective<P>.self
  }

  /// The objective of that name, such as `params` or `latency:raspi4`.
  ///
  /// - Throws: `UnknownNameError` for an unknown name, ``UserError`` when the sources lack what the
  ///   objective needs.
  public static func make(_ text: String, from sources: ObjectiveSources) throws -> any Objective {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard let kind = registered.first(where: { $0.name == parts[0] }) else {
      throw UnknownNameError(kind: "objective", name: parts[0], known: registered.map { $0.name })
    }
    return try kind.init(from: sources, device: parts.count > 1 ? parts[1] : nil)
  }
}

/// The proxies and latency models from which objectives take their values.
public struct ObjectiveSources: Sendable {
  /// Returns the proxies of the space.
  ///
  /// - Throws: `NetworkError` when the space has no networks.
  public let proxies: @Sendable () throws -> ProxyEvaluator
  /// Latency models, one for each device.
  public let latencies: [LatencyModel]

  /// - Parameter proxies: is called only when an objective is a proxy
  public init(
    latencies: [LatencyModel] = [], proxies: @escaping @Sendable () throws -> ProxyEvaluator
  ) {
    (self.latencies, self.proxies) = (latencies, proxies)
  }
}
