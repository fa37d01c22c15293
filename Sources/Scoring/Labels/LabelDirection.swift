import Statistics
import Wording

/// Whether higher labels are better, as the user says, and whether scores agree.
public enum LabelDirection {
  /// Fewer labels, or a tau nearer to 0, may be due to chance or to a score that fails.
  private static let fewest = 8
  private static let clear = -0.2

  /// A warning where labels clearly fall as the score rises; nil elsewhere.
  ///
  /// - Parameters:
  ///   - labels: of which higher is better, those to minimise negated
  ///   - column: what the labels are called
  ///   - isMinimised: whether the user says that lower is better
  public static func warning(
    scores: [Double], labels: [Double], column: String, isMinimised: Bool
  ) -> Sentence? {
    let places = scores.indices.filter { scores[$0].isFinite }
    guard places.count >= fewest,
      let tau = try? RankCorrelation.kendall(
        places.map { scores[$0] }, places.map { labels[$0] }), tau <= clear
    else { return nil }
    let count = Double(places.count)
    // The deviation of tau between unrelated lists.
    let deviation = (2 * (2 * count + 5) / (9 * count * (count - 1))).squareRoot()
    guard tau < -2.5 * deviation else { return nil }
    if isMinimised {
      return
        "warning: \(column) rises as the score rises (tau \(fixed(-tau, 2))), and lower is said to "
        + "be better; if higher is better, leave out \(set: .minimise)"
    }
    return
      "warning: \(column) falls as the score rises (tau \(fixed(tau, 2))); if it is an error, a "
      + "loss or a runtime, so that lower is better, say so with \(.minimise, "true")"
  }
}
