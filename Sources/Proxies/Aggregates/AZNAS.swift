/// AZ-NAS (Lee and Ham, CVPR 2024): expressivity, progressivity, trainability and FLOPs, as the sum
/// of the logarithms of their ranks.
public struct AZNAS: RankAggregate {
  public static let name = "az-nas"
  public static let summary =
    "ranks of expressivity, progressivity, trainability and FLOPs (Lee and Ham, CVPR 2024)"
  public static let parts: [any Proxy.Type] = [
    Expressivity.self, Progressivity.self, Trainability.self, MultiplyAccumulateCount.self,
  ]

  public let population: RankPopulation

  public init(_ population: RankPopulation) { self.population = population }

  public static func ranked(_ values: [Double]) -> [Double] { values }
}
