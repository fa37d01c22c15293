import Files
import Foundation
import SentenceEmbedding
import TensorFiles
import Tensors
import Wording

/// How the hidden states of a text's tokens become one vector.
///
/// Source: COLE, arXiv 2605.15649, which compares these four.
public enum TextPooling: String, CaseIterable, Sendable {
  /// The mean of the last hidden states.
  case mean
  /// The mean over all layers, the token embeddings included, of the means over tokens.
  case layers
  /// The last hidden state of the last token.
  case last
  /// The text is read twice, and the mean of the second reading counts (Springer et al., 2024):
  /// there a decoder's token has seen the whole text.
  case echo

  /// - Throws: `UnknownNameError`
  public static func named(_ name: String) throws -> TextPooling {
    guard let found = TextPooling(rawValue: name) else {
      throw UnknownNameError(kind: "pooling", name: name, known: allCases.map(\.rawValue))
    }
    return found
  }
}

/// A language model that reads texts.
///
/// Three families are known: BERT and RoBERTa from a folder in the form of Hugging Face, and
/// decoders of Llama's family from a GGUF file. What ``FineTuner`` writes is read, too. An
/// embedding depends on its text alone, to the last bit: not on other texts, and not on the number
/// of threads.
public struct LanguageModel: Sendable {
  /// The folder or file.
  public let path: String
  private let family: any LanguageModelFamily
  private let files: [String]
  private let known: String?

  /// Reads a model: a folder with `config.json`, `model.safetensors` and a tokenizer, or a GGUF
  /// file. Its numbers are read as they are needed.
  ///
  /// - Parameter encoder: the shipped sentence encoder, whose treatment of Unicode is that of BERT
  /// - Throws: `FileError` when the model is missing, damaged, or of a family that is not known.
  public init(path: String, encoder: () throws -> SentenceEncoder) throws {
    self.path = path
    known = nil
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      family = try BERTModel(folder: path) { try encoder().tokenizer }
      files = [
        "config.json", "tokenizer.json", "vocab.json", "merges.txt", "model.safetensors",
      ].map { "\(path)/\($0)" }.filter { FileManager.default.fileExists(atPath: $0) }
      return
    }
    let file = try MappedFile(path)
    if file.bytes.starts(with: [0x89] + Array("HDF".utf8)) {
      let tensors = try TensorFile(path: path)
      guard tensors.attributes["format"] == .string(FineTunedModel.format) else {
        throw FileError(
          path: path, problem: "is an HDF5 file of something else than a fine-tuned model")
      }
      family = try FineTunedModel(tensors, shipped: encoder)
      files = [path]
      return
    }
    guard file.bytes.starts(with: GGUFFile.magic) else {
      throw FileError(
        path: path,
        problem: """
          is no language model: expected a GGUF file, or a folder with config.json, \
          model.safetensors and tokenizer.json
          """)
    }
    family = try LlamaModel(GGUFFile(file))
    files = [path]
  }

  /// The shipped sentence encoder as a language model.
  ///
  /// - Parameter path: of its file
  public init(_ encoder: SentenceEncoder, path: String) {
    self.path = path
    family = ShippedEncoder(encoder)
    (files, known) = ([], encoder.identity)
  }

  /// Whether this is the shipped sentence encoder.
  var isShipped: Bool { known != nil }
  /// The family where its layers can be trained.
  var trainable: (any TrainableFamily)? { family as? any TrainableFamily }
  /// The name of the family, such as "Llama".
  public var familyName: String { type(of: family).name }
  /// D, the numbers of an embedding.
  public var width: Int { family.width }
  /// The number of layers.
  public var layers: Int { family.layers }
  /// The most tokens that the model reads at once.
  public var window: Int { family.window }

  /// SHA-256 of all that an embedding depends on.
  ///
  /// - Throws: `FileError` when a file cannot be read.
  public func identity() throws -> String {
    if let known { return known }
    if files.count == 1 { return try Self.digest(files[0]) }
    return Digest.sha256(Data(try files.map(Self.digest).joined(separator: "\n").utf8))
  }

  private static func digest(_ path: String) throws -> String {
    let file = try MappedFile(path)
    var digest = SHA256()
    digest.update(file.bytes)
    return digest.digest()
  }

  /// The tokens of a text, with what the model wants around it.
  public func tokens(of text: String) -> [Int32] {
    family.tokenizer.prefix + family.tokenizer.tokens(of: text) + family.tokenizer.suffix
  }

  /// The hidden states of tokens, at most ``window``, after the embedding and each layer: [L + 1],
  /// [T, D] each. The last ones are those that the model's output layer reads.
  package func hiddenStates(of tokens: [Int32]) -> [Matrix] {
    var states: [Matrix] = []
    family.run(tokens) { _, hidden in
      let elements = Array(UnsafeBufferPointer(start: hidden, count: tokens.count * width))
      states.append(Matrix(rows: tokens.count, columns: width, elements: elements))
    }
    return states
  }

  /// The embedding of a text, [D].
  ///
  /// A text of more tokens than the model's window is read in windows of about equal length, and
  /// each counts by its tokens.
  public func embedding(of text: String, _ pooling: TextPooling = .mean) -> [Float] {
    let tokenizer = family.tokenizer
    var content = tokenizer.tokens(of: text)
    let once = content.count
    if pooling == .echo { content += content }
    let windows = family.windows(of: content)
    var sums = [Double](repeating: 0, count: width)
    var counted = 0
    for (number, range) in windows.enumerated() {
      let tokens = tokenizer.prefix + content[range] + tokenizer.suffix
      guard !tokens.isEmpty else { continue }
      let isLast = number + 1 == windows.count
      let rows: Range<Int>
      switch pooling {
      case .mean, .layers: rows = tokens.indices
      case .last: rows = isLast ? tokens.count - 1..<tokens.count : 0..<0
      case .echo:
        // Where in the window the second reading begins, and where its own tokens end.
        let first = tokenizer.prefix.count + max(0, once - range.lowerBound)
        let end = tokenizer.prefix.count + range.count
        rows = min(first, end)..<end
      }
      if rows.isEmpty { continue }
      counted += rows.count
      family.run(tokens) { stage, hidden in
        guard pooling == .layers || stage == layers else { return }
        for row in rows {
          for column in 0..<width { sums[column] += Double(hidden[row * width + column]) }
        }
      }
    }
    let divisor = Double(max(1, counted)) * (pooling == .layers ? Double(layers + 1) : 1)
    return sums.map { Float($0 / divisor) }
  }

  /// The embeddings of texts, [texts, D].
  ///
  /// - Parameter threads: change the time, never a number
  public func embeddings(
    of texts: [String], _ pooling: TextPooling = .mean, threads: Int = 1
  ) -> Matrix {
    let rows = Parallel.map(texts.count, threads: threads) { place, _ in
      embedding(of: texts[place], pooling)
    }
    return Matrix(rows: texts.count, columns: width, elements: rows.flatMap { $0 })
  }
}
