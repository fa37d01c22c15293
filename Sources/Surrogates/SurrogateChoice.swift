import Wording

/// Which surrogate refines a score by labels, and what it reads.
public struct SurrogateChoice: Hashable, Sendable {
  /// The name of a ``SurrogateModel``.
  public let model: String
  /// The names of encodings, ``SurrogateEncoding/names``.
  public let encodings: [String]

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
