import Spaces

/// The memory for what all layers of the whole network put out for one image, in single precision: what training has to
/// remember.
public struct MemoryObjective: Objective {
  public static let name = "memory"
  public static let summary = "what all layers put out for one image, 4 bytes a number"
  public static let quantity = Quantity.bytes

  private let networks: NetworkCosts

  public init(from sources: ObjectiveSources, device: String?) throws {
    try refuse(device, of: Self.name)
    networks = sources.networks
  }

  public func values(of architectures: [Architecture], scores: [Double]) throws -> [Double] {
    try networks.values(of: architectures) { 4 * $0.activations }
  }
}
