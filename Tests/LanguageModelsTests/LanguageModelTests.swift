import Files
import Foundation
import LanguageModels
import SentenceEmbedding
import Tensors
import TestSupport
import Testing

/// Small random models of each family, with tokens and hidden states by other programs
/// (Scripts/goldens/language_models.py).
enum LanguageGoldens {
  static let folder = Locations.root.appendingPathComponent("Tests/Goldens/language")

  struct Model: Decodable {
    struct States: Decodable {
      let tokens: [Int32]
      let layers: [[Double]]
    }

    /// The first eight digits of SHA-256 of each text's tokens.
    let tokens: [String]
    let first: [[Int32]]
    let states: [States]
    /// The length of the gradient by each tensor, and its product with cosines.
    let gradient: [String: [Double]]?
  }

  static let names = ["bert", "bert-cased", "roberta", "llama.gguf", "llama3.gguf"]

  static func texts() throws -> [String] {
    try JSONDecoder().decode(
      [String].self, from: Data(contentsOf: folder.appendingPathComponent("texts.json")))
  }

  static func golden(_ name: String) throws -> Model {
    let all = try JSONDecoder().decode(
      [String: Model].self, from: Data(contentsOf: folder.appendingPathComponent("golden.json")))
    return try #require(all[name.replacingOccurrences(of: ".gguf", with: "")])
  }

  static func encoder() throws -> SentenceEncoder {
    try SentenceEncoder(
      path: Locations.root.appendingPathComponent("weights/encoder-minilm-l6.h5").path)
  }

  static func model(_ name: String) throws -> LanguageModel {
    try LanguageModel(path: folder.appendingPathComponent(name).path, encoder: encoder)
  }
}

@Suite("Language models") struct LanguageModelTests {
  @Test("Tokens are those of the reference on 2,000 texts", arguments: LanguageGoldens.names)
  func tokens(name: String) throws {
    let (model, golden) = (try LanguageGoldens.model(name), try LanguageGoldens.golden(name))
    let texts = try LanguageGoldens.texts()
    #expect(texts.count == 2_000 && golden.tokens.count == texts.count)
    for (place, expected) in golden.first.enumerated() {
      #expect(model.tokens(of: texts[place]) == expected)
    }
    for (text, expected) in zip(texts, golden.tokens) {
      let tokens = model.tokens(of: text)
      let digest = Digest.sha256(Array(tokens.map(String.init).joined(separator: " ").utf8))
      #expect(digest.prefix(8) == expected, "\(text.debugDescription): \(tokens)")
    }
  }

  @Test("Hidden states of all layers are those of the reference", arguments: LanguageGoldens.names)
  func states(name: String) throws {
    let (model, golden) = (try LanguageGoldens.model(name), try LanguageGoldens.golden(name))
    for expected in golden.states {
      let states = model.hiddenStates(of: expected.tokens)
      #expect(states.count == expected.layers.count && states.count == model.layers + 1)
      for (layer, (found, numbers)) in zip(states, expected.layers).enumerated() {
        let scale = (numbers.reduce(0) { $0 + $1 * $1 } / Double(numbers.count)).squareRoot()
        // A layer has four products in a row, of at most 96 numbers, whose terms are about as large
        // as what they add up to; a norm brings each back to its scale, so that errors add up.
        let tolerance = RoundingError.gamma(4 * 96 * (layer + 1)) * scale
        expectClose(
          found.elements.map(Double.init), numbers, within: tolerance, "\(name), layer \(layer)",
          columns: model.width)
      }
    }
  }

  @Test("The shipped encoder is a language model whose mean is its sentence embedding")
  func shipped() throws {
    let encoder = try LanguageGoldens.encoder()
    let model = LanguageModel(encoder, path: "encoder")
    let sentence = "depth-wise separable convolution 3x3"
    let mean = model.embedding(of: sentence)
    let length = mean.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    let known = encoder.encode([sentence]).row(0)
    for (found, expected) in zip(mean, known) {
      // The one divides by its length in single precision, the other here.
      #expect(abs(Double(found) / length - Double(expected)) < RoundingError.gamma(400))
    }
    #expect(try model.identity() == encoder.identity)
  }

  @Test("Poolings are what they say", arguments: LanguageGoldens.names)
  func poolings(name: String) throws {
    let model = try LanguageGoldens.model(name)
    let text = "nn.Conv2d(16, 16, 3)"
    let tokens = model.tokens(of: text)
    let states = model.hiddenStates(of: tokens)
    func mean(_ matrix: Matrix, _ rows: Range<Int>) -> [Double] {
      (0..<matrix.columns).map { column in
        rows.reduce(0) { $0 + Double(matrix[$1, column]) } / Double(rows.count)
      }
    }
    func expect(_ pooling: TextPooling, _ expected: [Double]) {
      expectClose(
        model.embedding(of: text, pooling).map(Double.init), expected,
        within: RoundingError.gamma(8), pooling.rawValue)
    }
    let last = try #require(states.last)
    expect(.mean, mean(last, 0..<tokens.count))
    expect(.last, mean(last, tokens.count - 1..<tokens.count))
    let means = states.map { mean($0, 0..<tokens.count) }
    expect(
      .layers,
      (0..<model.width).map { column in
        means.reduce(0) { $0 + $1[column] } / Double(means.count)
      })
    // What stands around a text stands around both readings once.
    let around = model.tokens(of: "").count
    let before = around == 0 ? 0 : 1
    let content = tokens[before..<tokens.count - (around - before)]
    let twice = tokens[..<before] + content + content + tokens[(before + content.count)...]
    let read = try #require(model.hiddenStates(of: Array(twice)).last)
    expect(.echo, mean(read, before + content.count..<before + 2 * content.count))
  }

  @Test("A text longer than the window is read in windows", arguments: ["bert", "roberta"])
  func windows(name: String) throws {
    let model = try LanguageGoldens.model(name)
    let text = try LanguageGoldens.texts()[0]
    let tokens = model.tokens(of: text)
    #expect(tokens.count > 2 * model.window)
    let content = tokens.dropFirst().dropLast()
    let room = model.window - 2
    let count = (content.count + room - 1) / room
    var sums = [Double](repeating: 0, count: model.width)
    var rows = 0
    for number in 0..<count {
      let part = Array(content)[
        content.count * number / count..<content.count * (number + 1) / count]
      let window = [tokens[0]] + part + [tokens[tokens.count - 1]]
      #expect(window.count <= model.window)
      let states = try #require(model.hiddenStates(of: window).last)
      rows += window.count
      for row in 0..<window.count {
        for column in 0..<model.width { sums[column] += Double(states[row, column]) }
      }
    }
    expectClose(
      model.embedding(of: text).map(Double.init), sums.map { $0 / Double(rows) },
      within: RoundingError.gamma(8), name)
    for pooling in TextPooling.allCases {
      let isFinite = model.embedding(of: text, pooling).allSatisfy { $0.isFinite }
      #expect(isFinite)
    }
  }

  @Test("Neither threads nor other texts change an embedding", arguments: LanguageGoldens.names)
  func threads(name: String) throws {
    let model = try LanguageGoldens.model(name)
    let texts = Array(try LanguageGoldens.texts()[0..<20])
    let one = model.embeddings(of: texts, threads: 1)
    #expect(model.embeddings(of: texts, threads: 3).elements == one.elements)
    #expect(model.embedding(of: texts[7]) == Array(one.row(7)))
  }
}
