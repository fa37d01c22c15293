import Files
import Foundation
import Synchronization
import TensorFiles
import Tensors

/// Embeddings of operator descriptions, computed at most once.
///
/// A sentence is looked up in the file that belongs to the installation, then in the user's cache.
/// Only a sentence that is in neither makes the encoder load; its embedding is then kept in the
/// cache. Ranking a space that the installation knows therefore opens one small file.
public final class OperatorEmbeddings: Sendable {
  private let encoderPath: String
  private let shippedPath: String?
  private let cacheFolder: String?
  private let threads: Int
  private let reportCacheProblem: @Sendable (String) -> Void
  private let state = Mutex(State())

  private struct State {
    /// Identity of the encoder, once it is known.
    var identity: String?
    var width = 0
    var encoder: SentenceEncoder?
    /// Embeddings by key.
    var known: [String: [Float]] = [:]
    var hasReadShipped = false
    var hasReadCache = false
  }

  /// - Parameters:
  ///   - encoder: path of the encoder's file; it need not exist as long as it is not needed
  ///   - shipped: path of the embeddings that belong to the installation. They stand for the
  ///     encoder: where a user chooses another one, pass nil
  ///   - cache: the user's cache folder, made when it is needed; nil for none
  ///   - threads: the number of threads to encode sentences on
  ///   - reportCacheProblem: gets one sentence when the cache cannot be used, which is no reason to
  ///     fail
  public init(
    encoder: String, shipped: String?,
    cache: String? = OperatorEmbeddings.defaultCacheFolder(), threads: Int = 1,
    reportCacheProblem: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    encoderPath = encoder
    shippedPath = shipped
    cacheFolder = cache
    self.threads = threads
    self.reportCacheProblem = reportCacheProblem
  }

  /// The folder for the user's cache: `TGNAS_CACHE`, else `tgnas` in `XDG_CACHE_HOME`, else
  /// `.cache/tgnas` in the home folder; nil when the environment names none.
  public static func defaultCacheFolder(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    CacheFolder.path(in: environment)
  }

  /// The identity of the encoder: SHA-256 of all that an embedding depends on.
  ///
  /// - Throws: as ``embeddings(of:)``
  public func identity() throws -> String {
    try state.withLock { try identity(&$0) }
  }

  /// The embeddings of sentences, [sentences, D], in their order.
  ///
  /// - Throws: `FileError` or `TensorFileError` when the shipped file is damaged, or when the
  ///   encoder is needed and cannot be loaded or is not the one that the shipped file was made
  ///   with. Troubles with the cache are none.
  public func embeddings(of sentences: [String]) throws -> Matrix {
    try state.withLock { state in
      let identity = try identity(&state)
      let keys = sentences.map { EmbeddingFile.key(encoder: identity, sentence: $0) }
      if keys.contains(where: { state.known[$0] == nil }) { readCache(&state, identity) }
      try encodeMissing(keys: keys, sentences: sentences, &state, identity)
      var result = Matrix(rows: sentences.count, columns: state.width)
      for (row, key) in keys.enumerated() {
        guard let embedding = state.known[key] else { preconditionFailure("all are known by now") }
        let place = row * state.width..<(row + 1) * state.width
        result.elements.replaceSubrange(place, with: embedding)
      }
      return result
    }
  }

  /// Writes the file of embeddings that belongs to an installation.
  ///
  /// Equal sentences and an equal encoder give equal bytes on one processor family.
  ///
  /// - Throws: `FileError` when the file cannot be written.
  public static func writeShippedFile(
    of sentences: [String], encoder: SentenceEncoder, to path: String, threads: Int = 1
  ) throws {
    var file = EmbeddingFile(encoder: encoder.identity, width: encoder.configuration.width)
    let embeddings = encoder.encode(sentences, threads: threads)
    for (row, sentence) in sentences.enumerated() {
      let key = EmbeddingFile.key(encoder: encoder.identity, sentence: sentence)
      file.add(Array(embeddings.row(row)), key: key)
    }
    try file.write(to: path)
  }

  // MARK: Steps, with the lock held

  private func identity(_ state: inout State) throws -> String {
    if !state.hasReadShipped {
      // Everything works without the file, only slower: an installation is made before the file is.
      if let shippedPath, FileManager.default.fileExists(atPath: shippedPath) {
        let shipped = try EmbeddingFile(path: shippedPath)
        state.identity = shipped.encoder
        state.width = shipped.width
        for key in shipped.keys { state.known[key] = shipped[key] }
      }
      state.hasReadShipped = true
    }
    if let identity = state.identity { return identity }
    let (identity, width) = try SentenceEncoder.identityAndWidth(ofFile: encoderPath)
    state.identity = identity
    state.width = width
    return identity
  }

  private func cache(_ state: State, _ identity: String) -> EmbeddingCache? {
    cacheFolder.map { EmbeddingCache(folder: $0, encoder: identity, width: state.width) }
  }

  private func readCache(_ state: inout State, _ identity: String) {
    guard !state.hasReadCache, let cache = cache(state, identity) else { return }
    state.hasReadCache = true
    do {
      let file = try cache.read()
      for key in file.keys where state.known[key] == nil { state.known[key] = file[key] }
    } catch {
      reportCacheProblem("the cache of embeddings is ignored and made anew: \(error)")
    }
  }

  private func encodeMissing(
    keys: [String], sentences: [String], _ state: inout State, _ identity: String
  ) throws {
    var missing: [(key: String, sentence: String)] = []
    var seen: Set<String> = []
    for (key, sentence) in zip(keys, sentences)
    where state.known[key] == nil && seen.insert(key).inserted {
      missing.append((key, sentence))
    }
    guard !missing.isEmpty else { return }
    let encoder = try state.encoder ?? SentenceEncoder(path: encoderPath)
    guard encoder.identity == identity else {
      throw TensorFileError(
        path: encoderPath,
        "is encoder \(encoder.identity.prefix(16)), but \(shippedPath ?? "the embeddings") were "
          + "made with encoder \(identity.prefix(16)); use the encoder that belongs to them")
    }
    state.encoder = encoder
    let embeddings = encoder.encode(missing.map(\.sentence), threads: threads)
    let additions = missing.enumerated().map { row, item in
      (key: item.key, embedding: Array(embeddings.row(row)))
    }
    for (key, embedding) in additions { state.known[key] = embedding }
    do {
      try cache(state, identity)?.add(additions)
    } catch {
      reportCacheProblem("new embeddings are not remembered in the cache: \(error)")
    }
  }
}
