/// What makes scores.
public struct ScorerIdentity: Sendable, Hashable {
  /// Learned weights.
  public struct Weights: Sendable, Hashable {
    /// Of the recipe that they were trained by.
    public let name: String
    /// The spaces whose labels they saw.
    public let labelsSeen: [String]

    public init(name: String, labelsSeen: [String]) {
      (self.name, self.labelsSeen) = (name, labelsSeen)
    }
  }

  /// What users call it: `predictor`, `naswot`.
  public let name: String
  /// Nil where nothing was learned.
  public let weights: Weights?
  /// How many labelled architectures of the space refine the score; nil for a zero-shot score.
  public let labels: Int?

  public init(_ name: String, weights: Weights? = nil, labels: Int? = nil) {
    (self.name, self.weights, self.labels) = (name, weights, labels)
  }

  /// The same, refined by so many labelled architectures.
  package func refined(by labels: Int) -> ScorerIdentity {
    ScorerIdentity(name, weights: weights, labels: labels)
  }
}

extension ScorerIdentity: CustomStringConvertible {
  public var description: String { labels == nil ? name : "\(name), refined by labels" }
}
