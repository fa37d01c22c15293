import Proxies
import Scoring
import Spaces

/// A proxy as the objective of a search. Lower is better for a cost, higher for any other proxy.
public struct ProxyObjective<P: Proxy>: Objective {
  public static var name: String { P.name }
  public static var summary: String { P.summary }
  public static var quantity: Quantity { P.kind.quantity }
  public static var direction: ObjectiveDirection {
    P.kind.isHigherBetter ? .higherIsBetter : .lowerIsBetter
  }

  private let proxies: ProxyEvaluator

  /// - Throws: ``UserError`` for a device, `NetworkError` when the space has no networks.
  public init(from sources: ObjectiveSources, device: String?) throws {
    try refuse(device, of: Self.name)
    proxies = try sources.proxies()
    try proxies.add(P.self)
  }

  /// Evaluates the proxies of all objectives, and that of the scorer, together.
  public func prepare(_ architectures: [Architecture]) { proxies.evaluate(architectures) }

  /// One value for each architecture, in order. The worst value for a network that is too small or
  /// too large to be built.
  public func values(of architectures: [Architecture], scores: [Double]) throws -> [Double] {
    try proxies.costs(of: architectures, by: P.self).map { $0 ?? Self.direction.worst }
  }
}
