import Files
import Foundation
import Synchronization
import Tensors
import Wording

/// The embeddings that a user's earlier runs have computed, one file for each encoder and processor
/// family.
///
/// Processor families have files of their own because the last digits of embeddings differ between
/// them, and a folder may be shared by machines. A cached embedding equals the one that this
/// machine would compute, to the bit.
///
/// Several processes may use one folder: files are replaced whole, so that each is read as one of
/// them wrote it. Of two that write at the same moment, one's additions may be lost, and are
/// computed again when they are needed.
package struct EmbeddingCache: Sendable {
  let path: String
  private let folder: String
  private let encoder: String
  private let width: Int

  /// At most so many embeddings are kept; 1.6 kB each.
  static let capacity = 4096

  /// Threads of this process write one after the other, as they share a temporary name.
  private static let writing = Mutex<Void>(())

  init(folder: String, encoder: String, width: Int, core: String = BLAS.coreName) {
    self.folder = folder
    self.encoder = encoder
    self.width = width
    let family = String(core.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    path = "\(folder)/embeddings-\(encoder.prefix(16))-\(family).h5"
  }

  /// - Throws: when there is a file that cannot be used.
  /// - Returns: the cached embeddings; an empty file when there are none.
  func read() throws -> EmbeddingFile {
    let empty = EmbeddingFile(encoder: encoder, width: width)
    guard FileManager.default.fileExists(atPath: path) else { return empty }
    let found = try EmbeddingFile(path: path)
    return found.encoder == encoder && found.width == width ? found : empty
  }

  /// Adds embeddings to the file, and replaces a file that cannot be used.
  ///
  /// - Throws: when the folder or the file cannot be written.
  func add(_ additions: [(key: String, embedding: [Float])]) throws {
    try Self.writing.withLock { _ in
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        // Foundation's message on it is not for people.
        throw FileError(path: folder, problem: "cannot make this folder for caches")
      }
      var file: EmbeddingFile
      do {
        file = try read()
      } catch {
        // The damage was reported when the cache was read; writing it anew is the repair.
        file = EmbeddingFile(encoder: encoder, width: width)
      }
      for (key, embedding) in additions { file.add(embedding, key: key) }
      file.keepLast(Self.capacity)
      try file.write(to: path)
    }
  }
}
