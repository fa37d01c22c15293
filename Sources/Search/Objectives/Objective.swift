import Files
import Latency
import Spaces

/// A number of an architecture that a search improves or keeps within a bound.
///
/// To add one, write one file with a conforming type and add it to ``Objectives/registered``.
public protocol Objective: Sendable {
  /// What the command line calls it.
  static var name: String { get }
  /// A few words that say what it is, with its unit.
  static var summary: String { get }
  /// How its numbers are written.
  static var quantity: Quantity { get }
  /// Whether more of it is better.
  static var isHigherBetter: Bool { get }

  /// - Parameter device: what stands behind a colon after the name; nil for nothing
  /// - Throws: ``SearchError`` when the sources lack what the objective needs.
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
  public static var isHigherBetter: Bool { false }
  public var label: String { Self.name }
}

/// The objectives there are.
public enum Objectives {
  public static var registered: [any Objective.Type] {
    [
      ScoreObjective.self, ParametersObjective.self, MultiplyAccumulatesObjective.self,
      DepthObjective.self, MemoryObjective.self, LatencyObjective.self,
    ]
  }

  /// The objective of a name such as `params` or `latency:raspi4`.
  ///
  /// - Throws: `UnknownNameError`, and ``SearchError`` when the sources lack what it needs.
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
  public let networks: NetworkCosts
  /// How long networks take, one a device.
  public let latencies: [LatencyModel]

  public init(of space: SearchSpace, latencies: [LatencyModel] = [], threads: Int) {
    networks = NetworkCosts(of: space, threads: threads)
    self.latencies = latencies
  }
}
