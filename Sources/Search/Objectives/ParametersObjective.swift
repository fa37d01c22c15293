import Spaces

/// The trained numbers of the whole network.
public struct ParametersObjective: Objective {
  public static let name = "params"
  public static let summary = "trained numbers"
  public static let quantity = Quantity.count

  private let networks: NetworkCosts

  public init(from sources: ObjectiveSources, device: String?) throws {
    try refuse(device, of: Self.name)
    networks = sources.networks
  }

  public func values(of architectures: [Architecture], scores: [Double]) throws -> [Double] {
    try networks.values(of: architectures) { $0.parameters }
  }
}
