import TensorFiles
import Tensors

/// Turns sentences into vectors whose dot product tells how much they mean the same.
///
/// The model is all-MiniLM-L6-v2: BERT with 6 layers, averaged over the tokens of a sentence and
/// scaled to length 1. Sentences are not padded, and no row of a product depends on another. So an
/// embedding does not depend on the other sentences or on the number of threads, to the last bit.
///
/// The processor counts, however: kernels differ between processor families, and with them the last
/// digits.
public struct SentenceEncoder: Sendable {
  public let configuration: EncoderConfiguration
  /// SHA-256 of everything that an embedding depends on, as the file states it: equal for files
  /// with equal tensors, whatever else they hold.
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
  /// - Throws: `FileError` when the file is missing or unreadable, `TensorFileError` when it is
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
      throw TensorFileError(path: path, error.clause)
    }
    guard tokenizer.vocabularySize == configuration.vocabularySize else {
      throw TensorFileError(
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
    // A damaged identity fits no embedding, so that the encoder is read, and checked, after all.
    let file = try TensorFile(path: path, checkingDigest: false)
    let configuration = try EncoderConfiguration(file: file)
    return (try file.string("content_id"), configuration.width)
  }

  /// The embeddings of sentences, [sentences, D], each row of length 1.
  ///
  /// A sentence of more than ``EncoderConfiguration/maximumTokens`` tokens counts with its
  /// beginning only. The empty sentence has an embedding, too.
  public func encode(_ sentences: [String], threads: Int = 1) -> Matrix {
    var result = Matrix(rows: sentences.count, columns: width)
    let tokens = Parallel.map(sentences.count, threads: threads) { index, _ in
      tokenizer.tokens(of: sentences[index], limit: configuration.maximumTokens)
    }
    // Blocks are small enough for all threads to have one.
    let largest = max(1, tokens.reduce(0) { $0 + $1.count } / max(1, threads))
    let blocks = blocks(tokens, ofTokens: min(Self.blockSize, largest))
    result.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // Each block writes to its own rows.
      nonisolated(unsafe) let rows = base
      Parallel.forEach(blocks.count, threads: threads) { block, _ in
        let first = blocks[block].lowerBound
        run(tokens[blocks[block]]) { stage, index, hidden in
          guard stage == layers.count else { return }
          pool(hidden, tokens: tokens[first + index].count, into: rows + (first + index) * width)
        }
      }
    }
    return result
  }

  /// Consecutive sentences of at most `limit` tokens together; a longer one is alone.
  private func blocks(_ sentences: [[Int32]], ofTokens limit: Int) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var (first, tokens) = (0, 0)
    for (index, sentence) in sentences.enumerated() {
      if tokens + sentence.count > limit, index > first {
        blocks.append(first..<index)
        (first, tokens) = (index, 0)
      }
      tokens += sentence.count
    }
    return first < sentences.count ? blocks + [first..<sentences.count] : blocks
  }

  /// The state of the tokens after the embedding and after each layer, [T, D] each, for tests.
  package func hiddenStates(of tokens: [Int32]) -> [Matrix] {
    var states: [Matrix] = []
    run([tokens]) { _, _, hidden in
      let elements = Array(UnsafeBufferPointer(start: hidden, count: tokens.count * width))
      states.append(Matrix(rows: tokens.count, columns: width, elements: elements))
    }
    return states
  }

  /// Takes tokens through the first layers, by default through all.
  ///
  /// - Parameter observe: gets the number of layers done and the hidden states, [T, D]
  package func run(
    _ tokens: [Int32], upTo limit: Int = .max, _ observe: (Int, UnsafePointer<Float>) -> Void
  ) {
    run([tokens][...], upTo: limit) { stage, _, hidden in observe(stage, hidden) }
  }

  /// The tensors of a layer, by their names in the file.
  package func parameters(ofLayer layer: Int) -> [String: [Float]] { layers[layer].numbers }

  private var width: Int { configuration.width }

  /// Tokens that go through a layer together, so that its weights are fetched once for all of them.
  private static let blockSize = 512

  /// The mean of the hidden states, [T, D], scaled to length 1.
  ///
  /// - Parameter row: [D] zeros, which become the result
  private func pool(
    _ hidden: UnsafePointer<Float>, tokens: Int, into row: UnsafeMutablePointer<Float>
  ) {
    // The mean needs no division, as the length becomes 1 anyway.
    for token in 0..<tokens {
      for index in 0..<width { row[index] += hidden[token * width + index] }
    }
    var square = 0.0
    for index in 0..<width { square += Double(row[index]) * Double(row[index]) }
    let factor = Float(1 / max(square.squareRoot(), 1e-12))
    for index in 0..<width { row[index] *= factor }
  }

  /// Takes the tokens of some sentences through the layers.
  ///
  /// - Parameter observe: gets the number of layers done, the index of the sentence, and its hidden
  ///   states, [T, D]
  private func run(
    _ sentences: ArraySlice<[Int32]>, upTo limit: Int = .max,
    _ observe: (Int, Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    let starts = sentences.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let tokens = starts[starts.count - 1]
    let workspace = Workspace(
      tokens: tokens, longest: sentences.map(\.count).max() ?? 0, configuration)
    let states = UnsafeMutablePointer<Float>.allocate(capacity: tokens * width)
    defer { states.deallocate() }
    func observeAll(_ stage: Int) {
      for index in 0..<sentences.count { observe(stage, index, states + starts[index] * width) }
    }
    for (start, sentence) in zip(starts, sentences) {
      embed(sentence, into: states + start * width)
    }
    embeddingNorm.apply(states, rows: tokens)
    observeAll(0)
    for (number, layer) in layers.prefix(limit).enumerated() {
      layer.apply(states, starts: starts, workspace)
      observeAll(number + 1)
    }
  }

  /// Word, position and segment of each token, [T, D].
  private func embed(_ tokens: [Int32], into hidden: UnsafeMutablePointer<Float>) {
    for (position, token) in tokens.enumerated() {
      let word = Int(token) * width
      for column in 0..<width {
        hidden[position * width + column] =
          HalfPrecision.widened(wordEmbeddings[word + column])
          + positionEmbeddings[position * width + column]
      }
    }
  }
}
