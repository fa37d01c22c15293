import Files
import Operators
import Proxies
import SentenceEmbedding
import Spaces
import Synchronization
import Tensors

/// An installation with the embeddings of descriptions and the operator reader, each read once a
/// process.
public final class OpenInstallation: Sendable {
  /// The folders of the installation.
  public let installation: Installation
  /// Sentence embeddings of descriptions.
  public let embeddings: OperatorEmbeddings
  /// Is called when a file of the user's cache could not be read or written.
  let reportCacheProblem: @Sendable (String) -> Void
  /// Values of measured proxies, in the user's cache.
  public let measured = MeasuredValues(folder: CacheFolder.path())
  private let madeReader = Mutex<OperatorReader?>(nil)
  private let progress = Mutex<(@Sendable (_ done: Int, _ of: Int) -> Void)?>(nil)

  /// What receives how many random architectures an aggregate of proxies has measured, of how many.
  public var measuringProgress: (@Sendable (_ done: Int, _ of: Int) -> Void)? {
    get { progress.withLock { $0 } }
    set { progress.withLock { $0 = newValue } }
  }

  /// - Parameter reportCacheProblem: is called when the user's cache could not be read or written
  public convenience init(
    _ installation: Installation, threads: Int = Parallel.processorCount,
    reportCacheProblem: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.init(
      installation,
      embeddings: installation.makeEmbeddings(
        threads: threads, reportCacheProblem: reportCacheProblem),
      reportCacheProblem: reportCacheProblem)
  }

  /// - Parameters:
  ///   - embeddings: used in place of those of the installation
  ///   - reportCacheProblem: is called when another file of the cache could not be read or written
  public init(
    _ installation: Installation, embeddings: OperatorEmbeddings,
    reportCacheProblem: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    (self.installation, self.embeddings) = (installation, embeddings)
    self.reportCacheProblem = reportCacheProblem
  }

  /// The reader of operator descriptions.
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

  /// The space with layers for those operators that its file describes by a sentence only, as far
  /// as their kinds have any.
  ///
  /// - Throws: when a file is missing or damaged.
  public func givingLayers(to space: SearchSpace) throws -> SearchSpace {
    let missing = Set(space.operatorsWithoutLayers.map(\.name))
    guard !missing.isEmpty else { return space }
    let known = try OperatorLayers(in: installation)
    var layers: [String: Operator.Lowering] = [:]
    var reasons: [String: String] = [:]
    for reading in try reader().read(space.operators, ignoringTypedAttributes: true)
    where missing.contains(reading.operator.name) {
      do {
        layers[reading.operator.name] = try known.layers(of: reading)
      } catch {
        reasons[reading.operator.name] = error.reason
      }
    }
    return space.givingLayers(layers, reasons: reasons)
  }

  /// The space of that name, or of the file at that path.
  ///
  /// - Throws: the errors of `SearchSpace.atPathOrNamed(_:in:)`.
  public func space(_ nameOrPath: String) throws -> SearchSpace {
    try SearchSpace.atPathOrNamed(nameOrPath, in: installation)
  }

  /// All spaces of the installation, in alphabetical order.
  public func spaces() throws -> [SearchSpace] {
    try SearchSpace.names(in: installation).map { try SearchSpace.named($0, in: installation) }
  }
}
