import Wording

/// A network that cannot be built, in one sentence that says where.
public struct NetworkError: SentenceError {
  public let sentence: Sentence
  /// Whether this architecture's feature maps become too small or too large, so that others of the
  /// space may be fine.
  public let isDueToSize: Bool

  public init(_ sentence: Sentence, isDueToSize: Bool = false) {
    self.sentence = sentence
    self.isDueToSize = isDueToSize
  }
}
