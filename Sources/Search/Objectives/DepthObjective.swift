import Spaces

/// The layers with weights on the longest way through the whole network.
public struct DepthObjective: Objective {
  public static let name = "depth"
  public static let summary = "layers with weights on the longest way"
  public static let quantity = Quantity.number

  private let networks: NetworkCosts

  public init(from sources: ObjectiveSources, device: String?) throws {
    try refuse(device, of: Self.name)
    networks = sources.networks
  }

  public func values(of architectures: [Architecture], scores: [Double]) throws -> [Double] {
    try networks.values(of: architectures) { $0.depth }
  }
}
