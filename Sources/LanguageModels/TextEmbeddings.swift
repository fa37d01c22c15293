import Files
import Foundation
import SentenceEmbedding
import Synchronization
import Tensors
import Wording

/// The embeddings of texts by a model, each computed once and kept in a file.
///
/// The file is of one model, pooling and processor family, and its entries are found by the text,
/// so that an embedding from it equals the one that would be computed, to the bit. It is written
/// every few seconds and at the end: what stops is taken up where it was.
public final class TextEmbeddings: Sendable {
  /// How the embeddings are made.
  public let model: LanguageModel
  public let pooling: TextPooling
  /// The file; nil when nothing is kept.
  public let path: String?

  private let identity: String
  private let state: Mutex<State>
  private let report: @Sendable (Progress) -> Void

  /// How far the computation is.
  public struct Progress: Sendable {
    /// Embeddings that were computed since the beginning.
    public let computed: Int
    /// Why the file could not be read or written, as a sentence; nil when nothing is wrong.
    public let problem: String?
  }

  private struct State {
    var file: EmbeddingFile
    var fresh: [String] = []
    var computed = 0
    var lastWritten = ContinuousClock.now
    var isWritable: Bool
  }

  private static let interval = Duration.seconds(10)

  /// - Parameters:
  ///   - folder: for the file; nil keeps nothing
  ///   - report: is called after each embedding that is computed, and with problems of the file
  /// - Throws: when the model cannot be read.
  public init(
    _ model: LanguageModel, _ pooling: TextPooling, folder: String?,
    report: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws {
    (self.model, self.pooling, self.report) = (model, pooling, report)
    let identity = "\(try model.identity()) \(pooling.rawValue)"
    self.identity = identity
    let family = BLAS.coreName.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    path = folder.map { "\($0)/texts-\(identity.prefix(16))-\(pooling.rawValue)-\(family).h5" }
    var file = EmbeddingFile(encoder: identity, width: model.width)
    if let path, FileManager.default.fileExists(atPath: path) {
      do {
        let found = try EmbeddingFile(path: path)
        if found.encoder == identity, found.width == model.width { file = found }
      } catch {
        report(Progress(computed: 0, problem: "\(error); it is written anew"))
      }
    }
    state = Mutex(State(file: file, isWritable: path != nil))
  }

  deinit { save() }

  /// How many embeddings there are.
  public var count: Int { state.withLock { $0.file.keys.count } }

  /// Whether there is an embedding of a text.
  public func has(_ text: String) -> Bool {
    let key = EmbeddingFile.key(encoder: identity, sentence: text)
    return state.withLock { $0.file[key] != nil }
  }

  /// The embedding of a text, [D]. Threads may ask at the same time.
  public func embedding(of text: String) -> [Float] {
    let key = EmbeddingFile.key(encoder: identity, sentence: text)
    if let known = state.withLock({ $0.file[key] }) { return known }
    let embedding = model.embedding(of: text, pooling)
    state.withLock { state in
      state.file.add(embedding, key: key)
      state.fresh.append(key)
      state.computed += 1
      report(Progress(computed: state.computed, problem: nil))
      if ContinuousClock.now - state.lastWritten > TextEmbeddings.interval { write(&state) }
    }
    return embedding
  }

  /// Writes what is new to the file.
  public func save() { state.withLock { write(&$0) } }

  private func write(_ state: inout State) {
    guard let path, state.isWritable, !state.fresh.isEmpty else { return }
    do {
      try Folder.make(Folder.parent(of: path))
      // Another process may have added to it.
      if let found = try? EmbeddingFile(path: path), found.encoder == identity {
        var merged = found
        for key in state.file.keys {
          if let embedding = state.file[key] { merged.add(embedding, key: key) }
        }
        state.file = merged
      }
      try state.file.write(to: path)
      state.fresh = []
    } catch {
      state.isWritable = false
      report(
        Progress(
          computed: state.computed, problem: "\(error); embeddings of this run are not kept"))
    }
    state.lastWritten = ContinuousClock.now
  }
}
