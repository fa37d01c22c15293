import Scoring
import Spaces
import Wording

/// The score of the search's scorer as an objective.
public struct ScoreObjective: Objective {
  public static let name = "score"
  public static let summary = "the score, higher is better"
  public static let quantity = Quantity.score
  public static let direction = ObjectiveDirection.higherIsBetter

  /// The score is the same on every device.
  public init() {}

  /// - Throws: ``UserError`` for a device.
  public init(from sources: ObjectiveSources, device: String?) throws {
    try refuse(device, of: Self.name)
  }

  /// The given scores themselves.
  public func values(of architectures: [Architecture], scores: [Double]) -> [Double] { scores }
}

/// Refuses a device for an objective that is the same on all devices.
///
/// - Throws: ``UserError`` when there is a device.
func refuse(_ device: String?, of objective: String) throws(UserError) {
  guard let device else { return }
  throw UserError(
    "the objective \(objective) is the same on every device; leave out \":\(device)\"")
}
