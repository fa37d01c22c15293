/// What a scorer is made of: its name, its weights, its labels.
public struct ScorerIdentity: Sendable, Hashable {
  /// Learned weights.
  public struct Weights: Sendable, Hashable {
    /// The name of the recipe that they were trained by.
    public let name: String
    /// The spaces whose labels they were trained on.
    public let labelsSeen: [String]

    /// The file that they were read from.
    public let path: String?

    /// - Parameters:
    ///   - labelsSeen: the spaces whose labels they were trained on
    ///   - path: the file that they were read from
    public init(name: String, labelsSeen: [String], path: String? = nil) {
      (self.name, self.labelsSeen, self.path) = (name, labelsSeen, path)
    }
  }

  /// The name that users know, such as `predictor` or `naswot`.
  public let name: String
  /// Nil when nothing was learned.
  public let weights: Weights?
  /// The number of a surrogate's labels; nil for a zero-shot score.
  public let labels: Int?

  /// - Parameter labels: the number of a surrogate's labels
  public init(_ name: String, weights: Weights? = nil, labels: Int? = nil) {
    (self.name, self.weights, self.labels) = (name, weights, labels)
  }

  /// The identity of a surrogate on so many labels, with this scorer as its prior.
  package func refined(by labels: Int) -> ScorerIdentity {
    ScorerIdentity(name, weights: weights, labels: labels)
  }
}

extension ScorerIdentity: CustomStringConvertible {
  /// The name for people, with a remark when labels refine the score.
  public var description: String { labels == nil ? name : "\(name), refined by labels" }
}
