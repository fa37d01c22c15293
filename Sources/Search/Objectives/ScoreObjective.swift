import Scoring
import Spaces
import Wording

/// What the predictor says.
public struct ScoreObjective: Objective {
  public static let name = "score"
  public static let summary = "the score, higher is better"
  public static let quantity = Quantity.score
  public static let direction = ObjectiveDirection.higherIsBetter

  public init() {}

  public init(from sources: ObjectiveSources, device: String?) throws {
    try refuse(device, of: Self.name)
  }

  public func values(of architectures: [Architecture], scores: [Double]) -> [Double] { scores }
}

/// - Throws: ``UserError`` for a device where there can be none.
func refuse(_ device: String?, of objective: String) throws(UserError) {
  guard let device else { return }
  throw UserError(
    "the objective \(objective) is the same on every device; leave out \":\(device)\"")
}
