import Files
import Foundation
import TensorFiles

/// Embeddings of some sentences in a file, found by a key made of the encoder and the sentence.
///
/// Both the embeddings that belong to the installation and those in a user's cache are such files.
package struct EmbeddingFile: Equatable, Sendable {
  /// The identity of the encoder that made the embeddings.
  package let encoder: String
  /// D, the numbers in an embedding.
  package let width: Int
  /// Keys in the order they were added, each once.
  package private(set) var keys: [String] = []
  private var embeddings: [String: [Float]] = [:]

  static let format = "tgnas-embeddings"
  static let formatVersion = 1
  private static let keyLength = 64

  package init(encoder: String, width: Int) {
    self.encoder = encoder
    self.width = width
  }

  /// The key of a sentence: SHA-256 of the encoder's identity and of the sentence's UTF-8. So
  /// neither another encoder's embedding nor that of a sentence that only looks the same is found.
  package static func key(encoder: String, sentence: String) -> String {
    Digest.sha256(Array("\(encoder)\n\(sentence)".utf8))
  }

  package subscript(key: String) -> [Float]? { embeddings[key] }

  /// Adds an embedding, or keeps the one that has this key.
  package mutating func add(_ embedding: [Float], key: String) {
    precondition(embedding.count == width, "an embedding has \(width) numbers")
    guard embeddings[key] == nil else { return }
    keys.append(key)
    embeddings[key] = embedding
  }

  /// Forgets the oldest embeddings beyond the last `count`.
  mutating func keepLast(_ count: Int) {
    for key in keys.dropLast(count) { embeddings[key] = nil }
    keys = keys.suffix(count)
  }

  /// - Throws: `FileError` when the file is missing or unreadable, `TensorFileError` when it is
  ///   damaged or holds no embeddings.
  package init(path: String) throws {
    let file = try TensorFile(path: path)
    guard file.attributes["format"] == .string(Self.format) else {
      throw TensorFileError(
        path: path, "holds no embeddings (its attribute \"format\" is not \(Self.format))")
    }
    let version = try file.integer("format_version")
    guard version == Self.formatVersion else {
      throw TensorFileError(
        path: path,
        "has embeddings format version \(version), but this program reads version "
          + "\(Self.formatVersion)")
    }
    self.init(encoder: try file.string("encoder"), width: try file.integer("width"))
    let count = file.contents["keys"]?.shape.first ?? 0
    var table = TensorTable()
    table.add("keys", [count, Self.keyLength], storage: [.uint8])
    table.add("embeddings", [count, width], storage: [.float32])
    let tensors = try file.read(table)
    guard case .uint8(let keyBytes)? = tensors["keys"]?.elements,
      case .float32(let numbers)? = tensors["embeddings"]?.elements
    else { preconditionFailure("the tensor table promises these kinds of numbers") }
    // Files from before there was a digest of the whole file.
    guard try file.hasDigest || file.string("sha256") == Self.digest(keyBytes, numbers) else {
      throw TensorFileError(path: path, "is damaged: its numbers do not have the digest it states")
    }
    for index in 0..<count {
      let bytes = keyBytes[index * Self.keyLength..<(index + 1) * Self.keyLength]
      add(
        Array(numbers[index * width..<(index + 1) * width]),
        key: String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Puts the file in place whole or not at all.
  ///
  /// - Throws: `FileError` when it cannot be written.
  package func write(to path: String) throws {
    let keyBytes = keys.flatMap { Array($0.utf8) }
    let numbers = keys.flatMap { embeddings[$0] ?? [] }
    var writer = TensorFileWriter()
    writer.set("format", .string(Self.format))
    writer.set("format_version", .integer(Self.formatVersion))
    writer.set("encoder", .string(encoder))
    writer.set("width", .integer(width))
    writer.set("sha256", .string(Self.digest(keyBytes, numbers)))
    writer.add("keys", Tensor(shape: [keys.count, Self.keyLength], elements: .uint8(keyBytes)))
    writer.add("embeddings", shape: [keys.count, width], numbers)
    try writer.write(to: path)
  }

  private static func digest(_ keys: [UInt8], _ numbers: [Float]) -> String {
    var data = Data(keys)
    numbers.withUnsafeBytes { data.append(contentsOf: $0) }
    return Digest.sha256(data)
  }
}
