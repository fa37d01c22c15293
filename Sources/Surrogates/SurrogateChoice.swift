import Wording

/// How architectures are turned into vectors, for the encodings ``CodeEncoding`` and
/// ``GivenEmbeddings``.
public struct EmbeddingChoice: Hashable, Sendable {
  /// The folder or file of a language model; nil for the shipped sentence encoder.
  public var model: String?
  /// The name of the text that it reads; nil for the usual one.
  public var text: String?
  /// The name of how the tokens' states become one vector; nil for the usual one.
  public var pooling: String?
  /// A table of vectors that the user made; nil for none.
  public var table: String?

  public init(
    model: String? = nil, text: String? = nil, pooling: String? = nil, table: String? = nil
  ) {
    (self.model, self.text, self.pooling, self.table) = (model, text, pooling, table)
  }
}

/// Which surrogate refines a score by labels, and what it reads.
public struct SurrogateChoice: Hashable, Sendable {
  /// The name of a ``SurrogateModel``.
  public let model: String
  /// The names of encodings, ``SurrogateEncoding/names``.
  public let encodings: [String]
  /// How architectures are read, where an encoding reads them.
  public var reading = EmbeddingChoice()

  /// - Parameters:
  ///   - model: a name; by default the Gaussian process
  ///   - encoding: names that are joined by commas; by default those that the model usually reads
  /// - Throws: `UnknownNameError`, and `UserError` for an encoding that is named twice.
  public init(model: String? = nil, encoding: String? = nil) throws {
    let kind = try SurrogateModels.named(model ?? Adaptation.name)
    self.model = kind.name
    encodings =
      encoding?.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != " " } } ?? kind.usualEncodings
    for (place, name) in encodings.enumerated() {
      guard SurrogateEncoding.names.contains(name) else {
        throw UnknownNameError(kind: "encoding", name: name, known: SurrogateEncoding.names)
      }
      guard !encodings[..<place].contains(name) else {
        throw UserError("the encoding \(name) is named twice; name it once")
      }
    }
  }

  private init() { (model, encodings) = (Adaptation.name, [SurrogateEncoding.statistics]) }

  /// The Gaussian process on the zero-shot score and statistics.
  public static let usual = SurrogateChoice()
}
