import Spaces

/// The multiply-accumulates of the whole network for one image.
public struct MultiplyAccumulatesObjective: Objective {
  public static let name = "flops"
  public static let summary = "multiply-accumulates for one image"
  public static let quantity = Quantity.count

  private let networks: NetworkCosts

  public init(from sources: ObjectiveSources, device: String?) throws {
    try refuse(device, of: Self.name)
    networks = sources.networks
  }

  public func values(of architectures: [Architecture], scores: [Double]) throws -> [Double] {
    try networks.values(of: architectures) { $0.multiplyAccumulates }
  }
}
