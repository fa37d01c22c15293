import TensorFiles

/// The sizes of a sentence encoder and the tensors that its file must hold.
///
/// Shape letters: T tokens, D model width, H heads.
public struct EncoderConfiguration: Equatable, Sendable {
  /// The number of transformer layers.
  public let layers: Int
  /// D, the numbers in an embedding.
  public let width: Int
  /// H; each head works on `width / heads` numbers.
  public let heads: Int
  /// Width of the hidden layer of each feed-forward block.
  public let innerWidth: Int
  /// The number of tokens that the tokenizer knows.
  public let vocabularySize: Int
  /// Sentences are cut to this many tokens, the two markers at their ends included.
  public let maximumTokens: Int
  /// The number that layer norms add to the variance.
  public let layerNormEpsilon: Double

  static let format = "tgnas-encoder"
  static let formatVersion = 1

  /// - Throws: `TensorFileError` when the file is none of an encoder, is of another version, or has
  ///   sizes that fit no encoder.
  init(file: TensorFile) throws {
    guard file.attributes["format"] == .string(Self.format) else {
      throw TensorFileError(
        path: file.path,
        "is not a sentence encoder (its attribute \"format\" is not \(Self.format))")
    }
    let version = try file.integer("format_version")
    guard version == Self.formatVersion else {
      throw TensorFileError(
        path: file.path,
        "has encoder format version \(version), but this program reads version "
          + "\(Self.formatVersion); convert it again with Scripts/convert-encoder.py")
    }
    func size(_ name: String) throws -> Int {
      let value = try file.integer(name)
      guard (1...1_000_000).contains(value) else {
        throw TensorFileError(
          path: file.path, "attribute \"\(name)\" is \(value), which is no size")
      }
      return value
    }
    layers = try size("layers")
    width = try size("width")
    heads = try size("heads")
    innerWidth = try size("inner_width")
    vocabularySize = try size("vocabulary_size")
    maximumTokens = try size("max_tokens")
    guard width % heads == 0 else {
      throw TensorFileError(
        path: file.path, "its width \(width) cannot be divided among \(heads) heads")
    }
    guard maximumTokens >= 2 else {
      throw TensorFileError(
        path: file.path, "attribute \"max_tokens\" is 1, but at least 2 are needed")
    }
    guard case .number(let epsilon)? = file.attributes["layer_norm_epsilon"], epsilon > 0 else {
      throw TensorFileError(
        path: file.path, "attribute \"layer_norm_epsilon\" is missing or no positive number")
    }
    layerNormEpsilon = epsilon
  }

  /// Names and shapes of all tensors. Matrices are stored as [inputs, outputs]; the weights of
  /// query, key and value are one matrix, `attention/input`.
  ///
  /// - Parameter file: tells the three lengths that the sizes do not determine, those of the
  ///   tokenizer's tables.
  func tensorTable(for file: TensorFile) -> TensorTable {
    var table = TensorTable()
    func linear(_ name: String, _ inputs: Int, _ outputs: Int) {
      table.add(name + "/weight", [inputs, outputs], storage: [.float16])
      table.add(name + "/bias", [outputs])
    }
    func norm(_ name: String) {
      table.add(name + "/scale", [width])
      table.add(name + "/offset", [width])
    }
    func length(_ name: String) -> Int { file.contents[name]?.shape.first ?? 0 }

    table.add("tokenizer/vocabulary", [length("tokenizer/vocabulary")], storage: [.uint8])
    table.add("tokenizer/kinds", [length("tokenizer/kinds"), 3], storage: [.int32])
    table.add("tokenizer/mappings", [length("tokenizer/mappings"), 4], storage: [.int32])
    table.add("embeddings/word", [vocabularySize, width], storage: [.float16])
    table.add("embeddings/position", [maximumTokens, width])
    table.add("embeddings/segment", [width])
    norm("embeddings/norm")
    for layer in 0..<layers {
      linear("layers/\(layer)/attention/input", width, 3 * width)
      linear("layers/\(layer)/attention/output", width, width)
      norm("layers/\(layer)/attention/norm")
      linear("layers/\(layer)/feedforward/inner", width, innerWidth)
      linear("layers/\(layer)/feedforward/outer", innerWidth, width)
      norm("layers/\(layer)/feedforward/norm")
    }
    return table
  }
}
