import Spaces

/// What the predictor says.
public struct ScoreObjective: Objective {
  public static let name = "score"
  public static let summary = "the score, higher is better"
  public static let quantity = Quantity.score
  public static let isHigherBetter = true

  public init() {}

  public init(from sources: ObjectiveSources, device: String?) throws {
    try refuse(device, of: Self.name)
  }

  public func values(of architectures: [Architecture], scores: [Double]) -> [Double] { scores }
}

/// - Throws: ``SearchError`` for a device where there can be none.
func refuse(_ device: String?, of objective: String) throws(SearchError) {
  guard let device else { return }
  throw SearchError(
    "the objective \(objective) is the same on every device; leave out \":\(device)\"")
}
