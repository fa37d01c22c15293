import Files
import Foundation
import SentenceEmbedding
import Tensors
import Wording

/// BERT (Devlin et al., 2019) and RoBERTa (Liu et al., 2019), of which CodeBERT is one, from a
/// folder in the form of Hugging Face.
struct BERTModel: TrainableFamily {
  static let name = "BERT"

  let tokenizer: TextTokenizer
  let width: Int
  let window: Int
  let innerWidth: Int
  let heads: Int
  let epsilon: Double
  private let words: StoredMatrix
  /// [window, D], position and segment together.
  private let positions: [Float]
  private let norm: (scale: [Float], offset: [Float])
  private let blocks: [Block]

  var layers: Int { blocks.count }

  private struct Linear: Sendable {
    let weight: StoredMatrix
    let bias: [Float]

    init(
      _ name: String, _ inputs: Int, _ outputs: Int, in tensors: inout ModelTensors
    ) throws(FileError) {
      weight = try tensors.matrix(name + ".weight", outputs, inputs)
      bias = try tensors.numbers(name + ".bias", outputs)
    }

    /// y = x W' + b, or y += x W' + b.
    func apply(
      _ x: UnsafePointer<Float>, tokens: Int, to y: UnsafeMutablePointer<Float>,
      adding: Bool = false
    ) {
      for token in 0..<tokens {
        let row = y + token * bias.count
        for column in bias.indices { row[column] = (adding ? row[column] : 0) + bias[column] }
      }
      weight.addProduct(x, tokens: tokens, to: y)
    }
  }

  private struct Block: Sendable {
    let query: Linear
    let key: Linear
    let value: Linear
    let output: Linear
    let attentionNorm: (scale: [Float], offset: [Float])
    let inner: Linear
    let outer: Linear
    let norm: (scale: [Float], offset: [Float])
  }

  /// - Parameters:
  ///   - folder: with `config.json`, `model.safetensors` and a tokenizer
  ///   - unicode: a tokenizer with the treatment of Unicode of BERT
  /// - Throws: `FileError` when a file is missing, damaged, or of a model of another family.
  init(folder: String, unicode: () throws -> WordPieceTokenizer) throws {
    let settings = try Settings(folder: folder)
    let kind = settings.text("model_type") ?? "none"
    guard ["bert", "roberta"].contains(kind) else {
      throw FileError(
        path: settings.path,
        problem: """
          is of a model of the family "\(kind)"; expected bert or roberta here, and Llama's family \
          in a GGUF file
          """)
    }
    try settings.expect("hidden_act", "gelu")
    try settings.expect("position_embedding_type", "absolute")
    width = try settings.size("hidden_size")
    heads = try settings.size("num_attention_heads")
    let layers = try settings.size("num_hidden_layers")
    let innerWidth = try settings.size("intermediate_size")
    self.innerWidth = innerWidth
    let vocabulary = try settings.size("vocab_size")
    let places = try settings.size("max_position_embeddings")
    epsilon = try settings.number("layer_norm_eps")
    guard width % heads == 0 else {
      throw FileError(
        path: settings.path, problem: "its width \(width) cannot be divided among \(heads) heads")
    }
    tokenizer = try TokenizerFile(folder: folder).tokenizer(unicode: unicode)
    guard tokenizer.count <= vocabulary else {
      throw FileError(
        path: folder,
        problem: """
          its tokenizer has \(tokenizer.count) tokens, but its model only \(vocabulary); they do \
          not belong together
          """)
    }
    // RoBERTa counts positions from behind the one of its padding on.
    let first = kind == "roberta" ? try settings.size("pad_token_id") + 1 : 0
    window = places - first
    guard window > tokenizer.prefix.count + tokenizer.suffix.count else {
      throw FileError(
        path: settings.path, problem: "its \"max_position_embeddings\" \(places) is too small")
    }

    let path = folder + "/model.safetensors"
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileError(
        path: path,
        problem:
          "no such file; a model in another form is written so by transformers' save_pretrained"
      )
    }
    let file = try MappedFile(path)
    let found = try SafeTensors.read(file)
    let prefix = found.keys.contains("\(kind).embeddings.word_embeddings.weight") ? "\(kind)." : ""
    var tensors = ModelTensors(found, in: file) { name in
      !name.hasPrefix(prefix) || name.hasPrefix(prefix + "pooler.")
        || ["cls.", "lm_head.", "classifier.", "score."].contains { name.hasPrefix($0) }
    }
    let width = width
    func norm(_ name: String) throws(FileError) -> (scale: [Float], offset: [Float]) {
      // Files that were converted from TensorFlow have other names.
      let isOld = tensors.has(name + ".gamma")
      return (
        try tensors.numbers(name + (isOld ? ".gamma" : ".weight"), width),
        try tensors.numbers(name + (isOld ? ".beta" : ".bias"), width)
      )
    }
    let start = prefix + "embeddings."
    words = try tensors.matrix(start + "word_embeddings.weight", vocabulary, width)
    let table = try tensors.matrix(start + "position_embeddings.weight", places, width)
    let segments = settings.integer("type_vocab_size") ?? 2
    let segment = try tensors.matrix(start + "token_type_embeddings.weight", segments, width).row(0)
    positions = (first..<places).flatMap { place in
      zip(table.row(place), segment).map { $0 + $1 }
    }
    self.norm = try norm(start + "LayerNorm")
    var blocks: [Block] = []
    for layer in 0..<layers {
      let start = "\(prefix)encoder.layer.\(layer)."
      func linear(_ name: String, _ inputs: Int, _ outputs: Int) throws(FileError) -> Linear {
        try Linear(start + name, inputs, outputs, in: &tensors)
      }
      blocks.append(
        Block(
          query: try linear("attention.self.query", width, width),
          key: try linear("attention.self.key", width, width),
          value: try linear("attention.self.value", width, width),
          output: try linear("attention.output.dense", width, width),
          attentionNorm: try norm(start + "attention.output.LayerNorm"),
          inner: try linear("intermediate.dense", width, innerWidth),
          outer: try linear("output.dense", innerWidth, width),
          norm: try norm(start + "output.LayerNorm")))
    }
    self.blocks = blocks
    try tensors.finish()
  }

  func run(_ tokens: [Int32], _ observe: (Int, UnsafePointer<Float>) -> Void) {
    run(tokens, upTo: layers, observe)
  }

  func parameters(ofLayer layer: Int) -> [String: [Float]] {
    let block = blocks[layer]
    /// [inputs, outputs] of linear layers that read the same, side by side.
    func weight(_ parts: [Linear]) -> [Float] {
      let inputs = parts[0].weight.columns
      let rows = parts.flatMap { part in (0..<part.weight.rows).map { part.weight.row($0) } }
      return (0..<inputs).flatMap { input in rows.map { $0[input] } }
    }
    let projections = [block.query, block.key, block.value]
    return [
      "attention/input/weight": weight(projections),
      "attention/input/bias": projections.flatMap(\.bias),
      "attention/output/weight": weight([block.output]),
      "attention/output/bias": block.output.bias,
      "attention/norm/scale": block.attentionNorm.scale,
      "attention/norm/offset": block.attentionNorm.offset,
      "feedforward/inner/weight": weight([block.inner]),
      "feedforward/inner/bias": block.inner.bias,
      "feedforward/outer/weight": weight([block.outer]),
      "feedforward/outer/bias": block.outer.bias,
      "feedforward/norm/scale": block.norm.scale,
      "feedforward/norm/offset": block.norm.offset,
    ]
  }

  func run(_ tokens: [Int32], upTo limit: Int, _ observe: (Int, UnsafePointer<Float>) -> Void) {
    let count = tokens.count
    let states = Scratch(count * width)
    for (place, token) in tokens.enumerated() {
      let row = states.numbers + place * width
      words.copyRow(Int(token), to: row)
      for column in 0..<width { row[column] += positions[place * width + column] }
    }
    normalize(states.numbers, count, norm)
    observe(0, states.numbers)
    let projected = Scratch(3 * count * width)
    let context = Scratch(count * width)
    let scores = Scratch(count * count)
    let inner = Scratch(count * (blocks.first?.inner.bias.count ?? 0))
    for (number, block) in blocks.prefix(limit).enumerated() {
      let (query, key) = (projected.numbers, projected.numbers + count * width)
      let value = key + count * width
      block.query.apply(states.numbers, tokens: count, to: query)
      block.key.apply(states.numbers, tokens: count, to: key)
      block.value.apply(states.numbers, tokens: count, to: value)
      let size = width / heads
      for head in 0..<heads {
        BLAS.multiply(
          rows: count, columns: count, inner: size, query + head * size, key + head * size,
          into: scores.numbers, transposingB: true, alpha: 1 / Float(size).squareRoot(),
          strideOfA: width, strideOfB: width)
        Kernels.softmax(scores.numbers, rows: count, columns: count)
        BLAS.multiply(
          rows: count, columns: size, inner: count, scores.numbers, value + head * size,
          into: context.numbers + head * size, strideOfB: width, strideOfC: width)
      }
      block.output.apply(context.numbers, tokens: count, to: states.numbers, adding: true)
      normalize(states.numbers, count, block.attentionNorm)
      block.inner.apply(states.numbers, tokens: count, to: inner.numbers)
      Kernels.gelu(inner.numbers, count: count * block.inner.bias.count)
      block.outer.apply(inner.numbers, tokens: count, to: states.numbers, adding: true)
      normalize(states.numbers, count, block.norm)
      observe(number + 1, states.numbers)
    }
  }

  private func normalize(
    _ states: UnsafeMutablePointer<Float>, _ tokens: Int, _ norm: (scale: [Float], offset: [Float])
  ) {
    Kernels.normalize(
      states, rows: tokens, columns: width, scale: norm.scale, offset: norm.offset,
      epsilon: epsilon)
  }
}

/// The settings of a folder in the form of Hugging Face, `config.json`.
private struct Settings {
  let path: String
  private let settings: [String: Any]

  init(folder: String) throws {
    path = folder + "/config.json"
    // What cannot be read is told by its own error; what is no JSON by the next one.
    let bytes = try InputFile.bytes(at: path)
    guard let settings = (try? JSONSerialization.jsonObject(with: bytes)) as? [String: Any] else {
      throw FileError(path: path, problem: "is not JSON with the settings of a model")
    }
    self.settings = settings
  }

  func text(_ name: String) -> String? { (settings[name] as? String).map { shown($0) } }

  func integer(_ name: String) -> Int? { settings[name] as? Int }

  func size(_ name: String) throws(FileError) -> Int {
    guard let value = integer(name), (1...1 << 24).contains(value) else {
      throw FileError(
        path: path, problem: "its setting \"\(name)\" is missing or no number of at least 1")
    }
    return value
  }

  func number(_ name: String) throws(FileError) -> Double {
    guard let value = settings[name] as? Double, value > 0 else {
      throw FileError(
        path: path, problem: "its setting \"\(name)\" is missing or no positive number")
    }
    return value
  }

  /// A setting that has one value in all models that can be read, and may be missing.
  func expect(_ name: String, _ value: String) throws(FileError) {
    guard let found = text(name), found != value else { return }
    throw FileError(
      path: path, problem: "its setting \"\(name)\" is \"\(found)\"; expected \"\(value)\"")
  }
}
