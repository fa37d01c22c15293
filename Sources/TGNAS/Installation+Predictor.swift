import Files
import Foundation
import Operators
import Predictor
import SentenceEmbedding
import Spaces
import Tensors
import Wording

// Combines the parts of an installation.
extension Installation {
  /// The file name of the sentence encoder.
  public static let encoderFile = "encoder-minilm-l6.h5"
  /// The file name of the ready-made embeddings.
  public static let embeddingsFile = "operator-embeddings.h5"
  /// The file name of the operator reader.
  public static let readerFile = "operator-reader.h5"
  /// The weights for spaces that have no weights of their own and were never excluded from
  /// training.
  static let universalName = "universal"
  private static let universalWeights = "\(universalName).h5"

  /// The path of the sentence encoder.
  public var encoder: String { "\(weights)/\(Installation.encoderFile)" }
  /// The path of the operator reader.
  public var operatorReader: String { "\(weights)/\(Installation.readerFile)" }
  /// The path of the ready-made embeddings.
  public var operatorEmbeddings: String { "\(weights)/\(Installation.embeddingsFile)" }

  /// Sentence embeddings. Shipped descriptions have ready-made embeddings; the encoder embeds all
  /// others.
  ///
  /// - Parameter reportCacheProblem: is called when the user's cache could not be read or written
  public func makeEmbeddings(
    threads: Int = Parallel.processorCount,
    reportCacheProblem: @escaping @Sendable (String) -> Void = { _ in }
  ) -> OperatorEmbeddings {
    OperatorEmbeddings(
      encoder: encoder, shipped: operatorEmbeddings, threads: threads,
      reportCacheProblem: reportCacheProblem)
  }

  /// The default weights of a space. These are the weights trained for the space, or for the space
  /// that it extends, without its labels. If there are none, these are the weights trained on all
  /// shipped tables, unless that includes the table of the space.
  ///
  /// - Throws: ``UserError`` when no shipped weights may score the space.
  public func defaultWeights(for space: SearchSpace) throws -> String {
    for name in [space.name] + space.bases {
      let path = ownWeights(of: name)
      if FileManager.default.fileExists(atPath: path) { return path }
    }
    let path = "\(weights)/\(Installation.universalWeights)"
    if FileManager.default.fileExists(atPath: path) { return path }
    throw UserError(
      "\(weights) has no weights for \(space.name) (neither \(space.name)-zero-shot.h5 nor "
        + "\(Installation.universalWeights)); name some with \(set: .weights)")
  }

  /// The path of the weights that would be trained for the space of this name.
  private func ownWeights(of space: String) -> String { "\(weights)/\(space)-zero-shot.h5" }

  /// Whether there are weights trained for this very space, whose figures on it were measured.
  public func hasOwnWeights(for space: SearchSpace) -> Bool {
    FileManager.default.fileExists(atPath: ownWeights(of: space.name))
  }

  /// The path of weights, by their name in `weights/` such as "tgnas-published", or by path.
  ///
  /// - Throws: `UnknownNameError` with the names of all weights.
  public func path(ofWeights nameOrPath: String) throws -> String {
    if nameOrPath.contains("/") || nameOrPath.hasSuffix(".h5") { return nameOrPath }
    let path = "\(weights)/\(nameOrPath).h5"
    if FileManager.default.fileExists(atPath: path) { return path }
    if FileManager.default.fileExists(atPath: nameOrPath) { return nameOrPath }
    throw UnknownNameError(kind: "weights", name: nameOrPath, known: try predictorNames())
  }

  /// Whether ``path(ofWeights:)`` finds the weights at this path by their name.
  public func holds(weights path: String) -> Bool {
    let own = "\(weights)/\(Folder.name(of: path))"
    let (given, known) = (realpath(path, nil), realpath(own, nil))
    defer {
      free(given)
      free(known)
    }
    guard let given, let known else { return false }
    return strcmp(given, known) == 0
  }

  /// The names of the predictors in `weights/`, in alphabetical order.
  public func predictorNames() throws -> [String] {
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: weights)
    } catch {
      throw FileError(path: weights, problem: "cannot list this folder of weights")
    }
    let others = [
      Installation.encoderFile, Installation.embeddingsFile, Installation.readerFile,
    ]
    return files.filter { $0.hasSuffix(".h5") && !others.contains($0) }.map {
      String($0.dropLast(3))
    }.sorted()
  }

  /// A reader of descriptions, with the shipped corpus and the model that was trained on it.
  ///
  /// - Throws: when a file is missing or damaged.
  public func makeReader(embeddings: any SentenceEmbeddings) throws -> OperatorReader {
    OperatorReader(
      corpus: try OperatorCorpus(in: self), head: try OperatorHead(contentsOf: operatorReader),
      embeddings: embeddings)
  }

  /// All texts whose embeddings are needed to read descriptions and to score shipped spaces, each
  /// once. These are the phrases of the corpus, the descriptions of the shipped operators, and the
  /// parts into which the reader splits them.
  public func shippedDescriptions() throws -> [String] {
    var sentences = OperatorReader(
      corpus: try OperatorCorpus(in: self), embeddings: makeEmbeddings()
    ).phrases
    for name in try SearchSpace.names(in: self) {
      let descriptions = try SearchSpace.named(name, in: self).operators.map(\.description)
      sentences += descriptions + descriptions.map { OperatorDescription($0).phrase }
    }
    var seen: Set<String> = []
    return sentences.filter { seen.insert($0).inserted }
  }

  /// Whether a predictor was trained on spaces of the same kind, cells or whole networks, as far as
  /// its spaces are installed here. A predictor of one kind does not transfer to the other.
  public func isFamiliar(_ space: SearchSpace, to provenance: Provenance) throws -> Bool {
    let sources = try sources(of: provenance)
    return sources.isEmpty || sources.contains { $0.isMadeOfCells == space.isMadeOfCells }
  }

  /// The installed spaces that a predictor was trained on.
  package func sources(of provenance: Provenance) throws -> [SearchSpace] {
    let names = try SearchSpace.names(in: self)
    return try provenance.labelsSeen.filter(names.contains).map {
      try SearchSpace.named($0, in: self)
    }
  }

  /// A predictor for a space.
  ///
  /// - Parameters:
  ///   - weights: a name or a path; by default ``defaultWeights(for:)``
  ///   - ignoringTypedAttributes: reads the operators from their descriptions only
  ///   - allowingSeenLabels: scores the space even with weights that were trained on its labels
  /// - Throws: when a file is missing or damaged, and the errors of ``ArchitecturePredictor/init``.
  public func predictor(
    for space: SearchSpace, weights: String? = nil, ignoringTypedAttributes: Bool = false,
    allowingSeenLabels: Bool = false, threads: Int = Parallel.processorCount
  ) throws -> ArchitecturePredictor {
    try predictor(
      for: space, weights: weights, ignoringTypedAttributes: ignoringTypedAttributes,
      allowingSeenLabels: allowingSeenLabels, threads: threads,
      by: OpenInstallation(self, threads: threads))
  }

  /// A predictor for a space, with the embeddings and the reader of an open installation.
  public func predictor(
    for space: SearchSpace, weights: String? = nil, ignoringTypedAttributes: Bool = false,
    allowingSeenLabels: Bool = false, threads: Int = Parallel.processorCount,
    by opened: OpenInstallation
  ) throws -> ArchitecturePredictor {
    let path = try weights.map(path(ofWeights:)) ?? defaultWeights(for: space)
    let weights = try PredictorWeights(contentsOf: path)
    // Spaces of the installation are identified by their names.
    let sources = try space.isPart(of: self) ? [] : sources(of: weights.provenance)
    return try ArchitecturePredictor(
      weights: weights, space: space,
      reader: opened.reader(), embeddings: opened.embeddings,
      ignoringTypedAttributes: ignoringTypedAttributes, allowingSeenLabels: allowingSeenLabels,
      sources: sources, threads: threads)
  }
}
