import Files
import Foundation
import Operators
import Predictor
import SentenceEmbedding
import Spaces
import Tensors
import Wording

// The parts of an installation, put together.
extension Installation {
  public static let encoderFile = "encoder-minilm-l6.h5"
  public static let embeddingsFile = "operator-embeddings.h5"
  public static let readerFile = "operator-reader.h5"
  /// What scores a space that no shipped weights were trained on or kept away from.
  static let universalWeights = "universal.h5"

  public var encoder: String { "\(weights)/\(Installation.encoderFile)" }
  public var operatorReader: String { "\(weights)/\(Installation.readerFile)" }
  public var operatorEmbeddings: String { "\(weights)/\(Installation.embeddingsFile)" }

  /// Sentence embeddings: ready-made ones for the shipped descriptions, the encoder for others.
  ///
  /// - Parameter reportCacheProblem: is told when the user's cache could not be read or written
  public func makeEmbeddings(
    threads: Int = Parallel.processorCount,
    reportCacheProblem: @escaping @Sendable (String) -> Void = { _ in }
  ) -> OperatorEmbeddings {
    OperatorEmbeddings(
      encoder: encoder, shipped: operatorEmbeddings, threads: threads,
      reportCacheProblem: reportCacheProblem)
  }

  /// The weights that score a space by default: those trained for it, or for the space that it
  /// extends, without its labels; else those trained on all shipped tables, unless these include the
  /// space's own.
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

  /// The path of the weights that a space of this name would have for itself.
  private func ownWeights(of space: String) -> String { "\(weights)/\(space)-zero-shot.h5" }

  /// Whether there are weights that were trained for the space itself, and so were measured on it.
  public func hasOwnWeights(for space: SearchSpace) -> Bool {
    FileManager.default.fileExists(atPath: ownWeights(of: space.name))
  }

  /// The path of weights given by a name in `weights/` or by path, such as "tgnas-published".
  ///
  /// - Throws: `UnknownNameError` listing the weights there are.
  public func path(ofWeights nameOrPath: String) throws -> String {
    if nameOrPath.contains("/") || nameOrPath.hasSuffix(".h5") { return nameOrPath }
    let path = "\(weights)/\(nameOrPath).h5"
    if FileManager.default.fileExists(atPath: path) { return path }
    if FileManager.default.fileExists(atPath: nameOrPath) { return nameOrPath }
    throw UnknownNameError(kind: "weights", name: nameOrPath, known: try predictorNames())
  }

  /// Whether weights at a path are those that ``path(ofWeights:)`` finds by their name.
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

  /// Reads descriptions with the shipped corpus and the head that was trained on it.
  ///
  /// - Throws: when a file is missing or damaged.
  public func makeReader(embeddings: any SentenceEmbeddings) throws -> OperatorReader {
    OperatorReader(
      corpus: try OperatorCorpus(in: self), head: try OperatorHead(contentsOf: operatorReader),
      embeddings: embeddings)
  }

  /// What reading a description and scoring shipped spaces needs embeddings of, each once: all phrases
  /// of the corpus, and the descriptions of the operators of all shipped spaces, as they are for networks
  /// that read embeddings, and as the reader takes them apart.
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

  /// Whether a predictor learned from spaces of the same sort, cells or whole networks, as far as these
  /// are known here. What is learned on one does not carry over to the other.
  public func isFamiliar(_ space: SearchSpace, to provenance: Provenance) throws -> Bool {
    let sources = try sources(of: provenance)
    return sources.isEmpty || sources.contains { $0.isMadeOfCells == space.isMadeOfCells }
  }

  /// The spaces of this installation that a predictor was trained on.
  package func sources(of provenance: Provenance) throws -> [SearchSpace] {
    let names = try SearchSpace.names(in: self)
    return try provenance.labelsSeen.filter(names.contains).map {
      try SearchSpace.named($0, in: self)
    }
  }

  /// A predictor for a space.
  ///
  /// - Parameters:
  ///   - weights: a name or path; by default ``defaultWeights(for:)``
  ///   - ignoringTypedAttributes: understands the operators by their descriptions alone
  ///   - allowingSeenLabels: scores the space even by weights that saw its labels
  /// - Throws: when a file is missing or damaged, and as ``ArchitecturePredictor/init`` does.
  public func predictor(
    for space: SearchSpace, weights: String? = nil, ignoringTypedAttributes: Bool = false,
    allowingSeenLabels: Bool = false, threads: Int = Parallel.processorCount
  ) throws -> ArchitecturePredictor {
    try predictor(
      for: space, weights: weights, ignoringTypedAttributes: ignoringTypedAttributes,
      allowingSeenLabels: allowingSeenLabels, threads: threads,
      by: OpenInstallation(self, threads: threads))
  }

  /// The same, by what is read of the installation once.
  public func predictor(
    for space: SearchSpace, weights: String? = nil, ignoringTypedAttributes: Bool = false,
    allowingSeenLabels: Bool = false, threads: Int = Parallel.processorCount,
    by opened: OpenInstallation
  ) throws -> ArchitecturePredictor {
    let path = try weights.map(path(ofWeights:)) ?? defaultWeights(for: space)
    let weights = try PredictorWeights(contentsOf: path)
    // The spaces of the installation are told apart by their names.
    let sources = try space.isPart(of: self) ? [] : sources(of: weights.provenance)
    return try ArchitecturePredictor(
      weights: weights, space: space,
      reader: opened.reader(), embeddings: opened.embeddings,
      ignoringTypedAttributes: ignoringTypedAttributes, allowingSeenLabels: allowingSeenLabels,
      sources: sources, threads: threads)
  }
}
