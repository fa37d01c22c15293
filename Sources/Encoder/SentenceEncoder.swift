import Files
import Tensors
import Weights

/// Turns sentences into vectors whose dot product tells how much they mean the same.
///
/// The model is all-MiniLM-L6-v2: BERT with 6 layers, averaged over the tokens of a sentence and
/// scaled to length 1. Each sentence goes through on its own, unpadded, so that its embedding does
/// not depend on its company or on the number of threads, to the last bit.
///
/// The processor counts, however: OpenBLAS chooses its kernels by processor family, and the last
/// digits differ between families.
public struct SentenceEncoder: Sendable {
  public let configuration: EncoderConfiguration
  /// SHA-256 of all that an embedding depends on, as the file states it: equal for files with equal
  /// tensors, whatever else they say.
  public let identity: String
  public let tokenizer: WordPieceTokenizer

  /// [vocabulary, D] halves, of which each sentence needs a few rows only.
  private let wordEmbeddings: [UInt16]
  /// [maximum tokens, D]: position and segment together.
  private let positionEmbeddings: [Float]
  private let embeddingNorm: NormalizationLayer
  private let layers: [TransformerLayer]

  /// Reads an encoder from a file made by Scripts/convert-encoder.py.
  ///
  /// - Throws: `FileError` when the file is missing or unreadable, `WeightsError` when it is
  ///   damaged or is not a sentence encoder, with all tensors that do not fit.
  public init(path: String) throws {
    let file = try TensorFile(path: path)
    let configuration = try EncoderConfiguration(file: file)
    let tensors = try file.read(configuration.tensorTable(for: file))
    guard case .uint8(let vocabulary)? = tensors["tokenizer/vocabulary"]?.elements,
      case .int32(let kinds)? = tensors["tokenizer/kinds"]?.elements,
      case .int32(let mappings)? = tensors["tokenizer/mappings"]?.elements,
      case .float16(let words)? = tensors["embeddings/word"]?.elements
    else { preconditionFailure("the tensor table promises these kinds of numbers") }

    do {
      tokenizer = try WordPieceTokenizer(vocabulary: vocabulary, ranges: kinds, mappings: mappings)
    } catch {
      throw WeightsError(path: path, error.clause)
    }
    guard tokenizer.vocabularySize == configuration.vocabularySize else {
      throw WeightsError(
        path: path,
        "the vocabulary lists \(tokenizer.vocabularySize) word pieces, "
          + "but \"embeddings/word\" has \(configuration.vocabularySize) rows")
    }
    identity = try file.string("content_id")
    wordEmbeddings = words
    var positions = tensors.floats("embeddings/position")
    let segment = tensors.floats("embeddings/segment")
    for index in positions.indices { positions[index] += segment[index % segment.count] }
    positionEmbeddings = positions
    embeddingNorm = NormalizationLayer(
      "embeddings/norm", in: tensors, epsilon: configuration.layerNormEpsilon)
    layers = (0..<configuration.layers).map {
      TransformerLayer("layers/\($0)", in: tensors, configuration)
    }
    self.configuration = configuration
  }

  /// The identity of the encoder in a file, without reading its tensors.
  ///
  /// - Throws: as ``init(path:)``
  public static func identity(ofFile path: String) throws -> String {
    try identityAndWidth(ofFile: path).identity
  }

  static func identityAndWidth(ofFile path: String) throws -> (identity: String, width: Int) {
    let file = try TensorFile(path: path)
    let configuration = try EncoderConfiguration(file: file)
    return (try file.string("content_id"), configuration.width)
  }

  /// The embeddings of sentences, [sentences, D], each row of length 1.
  ///
  /// A sentence of more than ``EncoderConfiguration/maximumTokens`` tokens counts with its
  /// beginning only. The empty sentence has an embedding, too.
  public func encode(_ sentences: [String], threads: Int = 1) -> Matrix {
    let width = configuration.width
    var result = Matrix(rows: sentences.count, columns: width)
    result.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Each sentence writes to its own row.
      nonisolated(unsafe) let rows = base
      Parallel.forEach(sentences.count, threads: threads) { index, _ in
        let tokens = tokenizer.tokens(of: sentences[index], limit: configuration.maximumTokens)
        embed(tokens, into: rows + index * width)
      }
    }
    return result
  }

  /// The state of the tokens after the embedding and after each layer, [T, D] each, for tests.
  package func hiddenStates(of tokens: [Int32]) -> [Matrix] {
    var states: [Matrix] = []
    run(tokens) { hidden in
      let elements = Array(UnsafeBufferPointer(start: hidden, count: tokens.count * width))
      states.append(Matrix(rows: tokens.count, columns: width, elements: elements))
    }
    return states
  }

  private var width: Int { configuration.width }

  private func embed(_ tokens: [Int32], into row: UnsafeMutablePointer<Float>) {
    var done = 0
    run(tokens) { hidden in
      done += 1
      guard done > layers.count else { return }
      // The mean needs no division, as the length becomes 1 anyway.
      for token in 0..<tokens.count {
        for index in 0..<width { row[index] += hidden[token * width + index] }
      }
      var square = 0.0
      for index in 0..<width { square += Double(row[index]) * Double(row[index]) }
      let factor = Float(1 / max(square.squareRoot(), 1e-12))
      for index in 0..<width { row[index] *= factor }
    }
  }

  /// Calls `observe` with the hidden states, [T, D], after the embedding and after each layer.
  private func run(_ tokens: [Int32], _ observe: (UnsafeMutablePointer<Float>) -> Void) {
    let workspace = Workspace(tokens: tokens.count, configuration)
    let hidden = UnsafeMutablePointer<Float>.allocate(capacity: tokens.count * width)
    defer { hidden.deallocate() }
    for (position, token) in tokens.enumerated() {
      let word = Int(token) * width
      for index in 0..<width {
        hidden[position * width + index] =
          HalfPrecision.widened(wordEmbeddings[word + index])
          + positionEmbeddings[position * width + index]
      }
    }
    embeddingNorm.apply(hidden, rows: tokens.count)
    observe(hidden)
    for layer in layers {
      layer.apply(hidden, tokens: tokens.count, workspace)
      observe(hidden)
    }
  }
}
