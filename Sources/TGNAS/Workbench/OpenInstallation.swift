import Files
import Operators
import SentenceEmbedding
import Spaces
import Synchronization
import Tensors

/// An installation with what is read of it once a process: the embeddings of descriptions and the reader of
/// operators.
public final class OpenInstallation: Sendable {
  public let installation: Installation
  public let embeddings: OperatorEmbeddings
  private let madeReader = Mutex<OperatorReader?>(nil)

  /// - Parameter reportCacheProblem: is told when the user's cache could not be read or written
  public convenience init(
    _ installation: Installation, threads: Int = Parallel.processorCount,
    reportCacheProblem: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.init(
      installation,
      embeddings: installation.makeEmbeddings(
        threads: threads, reportCacheProblem: reportCacheProblem))
  }

  public init(_ installation: Installation, embeddings: OperatorEmbeddings) {
    (self.installation, self.embeddings) = (installation, embeddings)
  }

  /// Reads descriptions of operators.
  ///
  /// - Throws: when a file is missing or damaged.
  public func reader() throws -> OperatorReader {
    try madeReader.withLock { made in
      if let made { return made }
      let reader = try installation.makeReader(embeddings: embeddings)
      made = reader
      return reader
    }
  }

  /// The space of a name, or of the file at a path.
  ///
  /// - Throws: as `SearchSpace.atPathOrNamed(_:in:)` does.
  public func space(_ nameOrPath: String) throws -> SearchSpace {
    try SearchSpace.atPathOrNamed(nameOrPath, in: installation)
  }

  /// All spaces of the installation, in alphabetical order.
  public func spaces() throws -> [SearchSpace] {
    try SearchSpace.names(in: installation).map { try SearchSpace.named($0, in: installation) }
  }
}
