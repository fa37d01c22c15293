/// VKDNW's aggregate (Tybl and Neumann, CVPR 2025): layers with weights and the entropy of their
/// Fisher information as one rank, beside expressivity, trainability, FLOPs and jacov.
public struct VKDNW: RankAggregate {
  public static let name = "vkdnw"
  public static let summary =
    "ranks of layers with vkdnw_entropy, expressivity, trainability, FLOPs and jacov "
    + "(Tybl and Neumann, CVPR 2025)"
  public static let parts: [any Proxy.Type] = [
    TrainableLayers.self, KnowledgeEntropy.self, Expressivity.self, Trainability.self,
    MultiplyAccumulateCount.self, JacobianCovariance.self,
  ]

  public let population: RankPopulation

  public init(_ population: RankPopulation) { self.population = population }

  /// The entropy is below log 9, so that a network with more layers ranks higher in any case.
  public static func ranked(_ values: [Double]) -> [Double] {
    [values[0] + values[1] / 3] + values[2...]
  }
}
