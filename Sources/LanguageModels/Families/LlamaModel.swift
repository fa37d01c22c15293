import Files
import Foundation
import SentenceEmbedding
import Tensors
import Wording

/// Decoders of Llama's family (Touvron et al., 2023) from a GGUF file: RMSNorm, rotary positions,
/// grouped-query attention, SwiGLU. Weights stay in the file as they are quantised.
struct LlamaModel: LanguageModelFamily {
  static let name = "Llama"

  let tokenizer: TextTokenizer
  let width: Int
  let window: Int
  private let heads: Int
  private let groups: Int
  /// The numbers of a head.
  private let headWidth: Int
  /// How many of a head's numbers turn with the position.
  private let turning: Int
  private let epsilon: Double
  /// By which angle a pair of numbers turns from one position to the next, [turning / 2].
  private let angles: [Double]
  private let words: StoredMatrix
  private let blocks: [Block]
  private let norm: [Float]

  var layers: Int { blocks.count }

  private struct Block: Sendable {
    let attentionNorm: [Float]
    let query: StoredMatrix
    let key: StoredMatrix
    let value: StoredMatrix
    let output: StoredMatrix
    let norm: [Float]
    let gate: StoredMatrix
    let up: StoredMatrix
    let down: StoredMatrix
  }

  /// - Throws: `FileError` when the file is damaged or holds a model of another family.
  init(_ gguf: GGUFFile) throws(FileError) {
    let file = gguf.file
    let family = gguf.text("general.architecture") ?? "none"
    guard family == "llama" else {
      throw FileError(
        path: file.path,
        problem: """
          is of a model of the family "\(family)"; expected "llama" here, and BERT's family in a \
          folder with config.json
          """)
    }
    width = try gguf.size("llama.embedding_length")
    heads = try gguf.size("llama.attention.head_count")
    groups =
      gguf.settings["llama.attention.head_count_kv"] == nil
      ? heads : try gguf.size("llama.attention.head_count_kv")
    guard width % heads == 0, heads % groups == 0 else {
      throw FileError(
        path: file.path,
        problem: """
          its width \(width) cannot be divided among \(heads) heads, or these among \(groups) groups
          """)
    }
    headWidth = width / heads
    let layers = try gguf.size("llama.block_count")
    let innerWidth = try gguf.size("llama.feed_forward_length")
    // Attention needs the square of it as memory.
    window = min(LlamaModel.longestWindow, try gguf.size("llama.context_length"))
    epsilon = try gguf.number("llama.attention.layer_norm_rms_epsilon")
    let base =
      gguf.settings["llama.rope.freq_base"] == nil
      ? 10_000 : try gguf.number("llama.rope.freq_base")
    turning =
      gguf.settings["llama.rope.dimension_count"] == nil
      ? headWidth : try gguf.size("llama.rope.dimension_count")
    guard turning <= headWidth, turning % 2 == 0 else {
      throw FileError(
        path: file.path,
        problem: "its \"llama.rope.dimension_count\" is \(turning), but a head has \(headWidth)")
    }
    if let scaling = gguf.text("llama.rope.scaling.type"), scaling != "none" {
      throw FileError(
        path: file.path,
        problem: "stretches positions by \"\(scaling)\", which is not known; expected none")
    }
    tokenizer = try gguf.tokenizer()
    // The output layer turns hidden states into tokens, which nobody asks for.
    var tensors = ModelTensors(gguf.tensors, in: file) { $0 == "output.weight" }
    words = try tensors.matrix("token_embd.weight", tokenizer.count, width)
    let (pairs, turning) = (self.turning / 2, self.turning)
    var angles = (0..<pairs).map { pow(base, -2 * Double($0) / Double(turning)) }
    if tensors.has("rope_freqs.weight") {
      for (pair, factor) in try tensors.numbers("rope_freqs.weight", pairs).enumerated() {
        angles[pair] /= Double(factor)
      }
    }
    self.angles = angles
    var blocks: [Block] = []
    for layer in 0..<layers {
      let start = "blk.\(layer)."
      let (narrow, width) = (groups * headWidth, self.width)
      blocks.append(
        Block(
          attentionNorm: try tensors.numbers(start + "attn_norm.weight", width),
          query: try tensors.matrix(start + "attn_q.weight", width, width),
          key: try tensors.matrix(start + "attn_k.weight", narrow, width),
          value: try tensors.matrix(start + "attn_v.weight", narrow, width),
          output: try tensors.matrix(start + "attn_output.weight", width, width),
          norm: try tensors.numbers(start + "ffn_norm.weight", width),
          gate: try tensors.matrix(start + "ffn_gate.weight", innerWidth, width),
          up: try tensors.matrix(start + "ffn_up.weight", innerWidth, width),
          down: try tensors.matrix(start + "ffn_down.weight", width, innerWidth)))
    }
    self.blocks = blocks
    norm = try tensors.numbers("output_norm.weight", width)
    try tensors.finish()
  }

  private static let longestWindow = 4096

  func run(_ tokens: [Int32], _ observe: (Int, UnsafePointer<Float>) -> Void) {
    let count = tokens.count
    let narrow = groups * headWidth
    let innerWidth = blocks.first?.gate.rows ?? 0
    let states = Scratch(count * width)
    for (place, token) in tokens.enumerated() {
      words.copyRow(Int(token), to: states.numbers + place * width)
    }
    observe(0, states.numbers)
    let turns = Turns(angles, positions: count)
    let normal = Scratch(count * width)
    let query = Scratch(count * width)
    let key = Scratch(count * narrow)
    let value = Scratch(count * narrow)
    let scores = Scratch(count * count)
    let context = Scratch(count * width)
    let gate = Scratch(count * innerWidth)
    let up = Scratch(count * innerWidth)
    for (number, block) in blocks.enumerated() {
      normalize(states, to: normal, count, block.attentionNorm)
      for (weight, result) in [(block.query, query), (block.key, key), (block.value, value)] {
        result.clear()
        weight.addProduct(normal.numbers, tokens: count, to: result.numbers)
      }
      turns.apply(to: query.numbers, heads: heads, headWidth: headWidth)
      turns.apply(to: key.numbers, heads: groups, headWidth: headWidth)
      attend(query, key, value, scores, to: context, count)
      block.output.addProduct(context.numbers, tokens: count, to: states.numbers)

      normalize(states, to: normal, count, block.norm)
      gate.clear()
      up.clear()
      block.gate.addProduct(normal.numbers, tokens: count, to: gate.numbers)
      block.up.addProduct(normal.numbers, tokens: count, to: up.numbers)
      Kernels.swish(gate.numbers, multipliedBy: up.numbers, count: count * innerWidth)
      block.down.addProduct(gate.numbers, tokens: count, to: states.numbers)
      if number + 1 < blocks.count { observe(number + 1, states.numbers) }
    }
    normalize(states, to: normal, count, norm)
    observe(blocks.count, normal.numbers)
  }

  /// Every token attends to itself and to those before it; neighbouring heads share keys and
  /// values.
  private func attend(
    _ query: Scratch, _ key: Scratch, _ value: Scratch, _ scores: Scratch, to context: Scratch,
    _ count: Int
  ) {
    let narrow = groups * headWidth
    for head in 0..<heads {
      let group = head / (heads / groups)
      BLAS.multiply(
        rows: count, columns: count, inner: headWidth, query.numbers + head * headWidth,
        key.numbers + group * headWidth, into: scores.numbers, transposingB: true,
        alpha: 1 / Float(headWidth).squareRoot(), strideOfA: width, strideOfB: narrow)
      for token in 0..<count {
        let row = scores.numbers + token * count
        Kernels.softmax(row, rows: 1, columns: token + 1)
        (row + token + 1).update(repeating: 0, count: count - token - 1)
      }
      BLAS.multiply(
        rows: count, columns: headWidth, inner: count, scores.numbers,
        value.numbers + group * headWidth, into: context.numbers + head * headWidth,
        strideOfB: narrow, strideOfC: width)
    }
  }

  /// RMSNorm (Zhang and Sennrich, 2019): x / sqrt(mean of squares + epsilon), scaled.
  private func normalize(_ x: Scratch, to y: Scratch, _ tokens: Int, _ scale: [Float]) {
    for token in 0..<tokens {
      let (x, y) = (x.numbers + token * width, y.numbers + token * width)
      var square = 0.0
      for column in 0..<width { square += Double(x[column]) * Double(x[column]) }
      let factor = Float(1 / (square / Double(width) + epsilon).squareRoot())
      for column in 0..<width { y[column] = x[column] * factor * scale[column] }
    }
  }
}

/// Rotary positions (Su et al., 2021): neighbouring numbers of a head are turned as a pair, by an
/// angle that grows with the position.
private struct Turns {
  /// [positions, pairs]
  private let cosines: [Float]
  private let sines: [Float]
  private let pairs: Int

  init(_ angles: [Double], positions: Int) {
    pairs = angles.count
    let all = (0..<positions).flatMap { position in angles.map { Double(position) * $0 } }
    cosines = all.map { Float(cos($0)) }
    sines = all.map { Float(sin($0)) }
  }

  /// - Parameter numbers: [positions, heads, headWidth]
  func apply(to numbers: UnsafeMutablePointer<Float>, heads: Int, headWidth: Int) {
    guard pairs > 0 else { return }
    for position in 0..<cosines.count / pairs {
      for head in 0..<heads {
        let row = numbers + (position * heads + head) * headWidth
        for pair in 0..<pairs {
          let (cosine, sine) = (cosines[position * pairs + pair], sines[position * pairs + pair])
          let (first, second) = (row[2 * pair], row[2 * pair + 1])
          row[2 * pair] = first * cosine - second * sine
          row[2 * pair + 1] = first * sine + second * cosine
        }
      }
    }
  }
}
