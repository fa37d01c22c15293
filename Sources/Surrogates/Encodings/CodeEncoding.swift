import Spaces
import Wording

/// Turns architectures into vectors by something that is not of this module, such as a language
/// model.
public protocol ArchitectureEmbedder: Sendable {
  /// The numbers of an embedding.
  var width: Int { get }

  /// The embedding of an architecture; nil when there is none of this one. Asked for again, it
  /// comes at once.
  func embedding(of architecture: Architecture) -> [Double]?
}

/// What a language model that was never trained on accuracies makes of an architecture's code, the
/// encoding of COLE (arXiv 2605.15649).
public struct CodeEncoding: ArchitectureEncoding {
  public static let name = "code"
  public static let summary = "code read by a language model, as in COLE"
  /// A language model takes long for each.
  public static let sampleSize = 64
  /// Models calculate in single precision, and some of their dimensions hardly vary.
  public static let rounding = 1e-5

  public let columns: [String]
  private let embedder: any ArchitectureEmbedder

  public init(_ sources: SurrogateSources) throws {
    guard let code = sources.code else {
      throw UserError("no language model is at hand here, which the encoding code needs")
    }
    embedder = try code()
    columns = (0..<embedder.width).map { "dimension \($0)" }
  }

  public func numbers(of architecture: Architecture) -> [Double]? {
    embedder.embedding(of: architecture)
  }
}

/// Embeddings that the user made elsewhere and gives in a table.
public struct GivenEmbeddings: ArchitectureEncoding {
  public static let name = "embeddings"
  public static let summary = "vectors of your own, of a table by architecture"

  public let columns: [String]
  private let embedder: any ArchitectureEmbedder

  public init(_ sources: SurrogateSources) throws {
    guard let given = sources.given else {
      throw UserError(
        "the encoding \(GivenEmbeddings.name) reads a table of vectors; name it with "
          + "\(set: .embeddings)")
    }
    embedder = try given()
    columns = (0..<embedder.width).map { "dimension \($0)" }
  }

  public func numbers(of architecture: Architecture) -> [Double]? {
    embedder.embedding(of: architecture)
  }
}
