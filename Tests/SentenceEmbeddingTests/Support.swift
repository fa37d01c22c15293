import Foundation
import SentenceEmbedding
import TensorFiles
import TestSupport

/// The encoder that the repository ships, loaded once for all tests.
enum Shipped {
  static let path = Locations.weights.appendingPathComponent("encoder-minilm-l6.h5").path
  static let encoder = Result { try SentenceEncoder(path: path) }
  static let goldens = Locations.goldens.appendingPathComponent("encoder")
}

/// A small encoder with odd sizes and random weights, whose file a test can spoil.
struct ToyEncoder {
  static let words = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "pool", "##ing", "conv", "a", ",",
  ]

  var layers = 2
  var width = 12
  var heads = 3
  var innerWidth = 19
  var maximumTokens = 9
  var vocabularySize = ToyEncoder.words.count
  var vocabulary = Array((ToyEncoder.words.joined(separator: "\n") + "\n").utf8)
  var kinds: [Int32] = [32, 32, 1, 44, 44, 4, 65, 90, 6]
  var identity = "toy"
  /// Attributes and tensors that replace the regular ones; nil leaves one out.
  var attributes: [String: Attribute?] = [:]
  var tensors: [String: Tensor?] = [:]

  func write(to path: String) throws {
    var writer = TensorFileWriter()
    for (name, value) in regularAttributes where attributes[name] == nil { writer.set(name, value) }
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      if let value { writer.set(name, value) }
    }
    for (name, tensor) in regularTensors where tensors[name] == nil { writer.add(name, tensor) }
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      if let tensor { writer.add(name, tensor) }
    }
    try writer.write(to: path)
  }

  private var regularAttributes: [(String, Attribute)] {
    [
      ("format", .string("tgnas-encoder")), ("format_version", .integer(1)),
      ("content_id", .string(identity)), ("layers", .integer(layers)), ("width", .integer(width)),
      ("heads", .integer(heads)), ("inner_width", .integer(innerWidth)),
      ("vocabulary_size", .integer(vocabularySize)), ("max_tokens", .integer(maximumTokens)),
      ("layer_norm_epsilon", .number(1e-12)),
    ]
  }

  private var regularTensors: [(String, Tensor)] {
    var draws = Draws(state: 1)
    func random(_ shape: [Int]) -> Tensor {
      let count = shape.reduce(1, *)
      return Tensor(
        shape: shape,
        elements: .float16(HalfPrecision.narrowed((0..<count).map { _ in draws.next() })))
    }
    let mappings: [Int32] = (65...90).flatMap { [Int32($0), Int32($0 + 32), 0, 0] }
    var result: [(String, Tensor)] = [
      ("tokenizer/vocabulary", Tensor(shape: [vocabulary.count], elements: .uint8(vocabulary))),
      ("tokenizer/kinds", Tensor(shape: [kinds.count / 3, 3], elements: .int32(kinds))),
      ("tokenizer/mappings", Tensor(shape: [26, 4], elements: .int32(mappings))),
      ("embeddings/word", random([vocabularySize, width])),
      ("embeddings/position", random([maximumTokens, width])),
      ("embeddings/segment", random([width])),
      ("embeddings/norm/scale", random([width])), ("embeddings/norm/offset", random([width])),
    ]
    for layer in 0..<layers {
      let shapes: [(String, [Int])] = [
        ("attention/input/weight", [width, 3 * width]), ("attention/input/bias", [3 * width]),
        ("attention/output/weight", [width, width]), ("attention/output/bias", [width]),
        ("attention/norm/scale", [width]), ("attention/norm/offset", [width]),
        ("feedforward/inner/weight", [width, innerWidth]), ("feedforward/inner/bias", [innerWidth]),
        ("feedforward/outer/weight", [innerWidth, width]), ("feedforward/outer/bias", [width]),
        ("feedforward/norm/scale", [width]), ("feedforward/norm/offset", [width]),
      ]
      for (name, shape) in shapes { result.append(("layers/\(layer)/\(name)", random(shape))) }
    }
    return result
  }
}

/// Numbers between -1 and 1 that are the same in each run.
struct Draws {
  var state: UInt64

  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
  }

  mutating func next(_ count: Int, scale: Float = 1) -> [Float] {
    (0..<count).map { _ in next() * scale }
  }
}
