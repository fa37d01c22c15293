import Foundation
import SentenceEmbedding
import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct SentenceEncoderTests {
  static let sentences = [
    "A 3x3 convolution with stride 1.", "", "max pooling", "[SEP]", "🧬 漢字",
    String(repeating: "a very long sentence that is cut ", count: 60),
    "Adds its input to its output, unchanged, as residual connections do.", "max pooling",
  ]

  @Test(arguments: [1, 2, 3, 8])
  func threadsChangeNoBit(threads: Int) throws {
    let encoder = try Shipped.encoder.get()
    let one = encoder.encode(Self.sentences)
    #expect(encoder.encode(Self.sentences, threads: threads) == one)
  }

  @Test func companyChangesNoBit() throws {
    let encoder = try Shipped.encoder.get()
    let batch = encoder.encode(Self.sentences)
    for (row, sentence) in Self.sentences.enumerated() {
      #expect(encoder.encode([sentence]).elements == Array(batch.row(row)))
    }
  }

  @Test func aPermutationOfSentencesPermutesTheRows() throws {
    let encoder = try Shipped.encoder.get()
    let batch = encoder.encode(Self.sentences)
    let order = [3, 1, 7, 0, 5, 2, 6, 4]
    let permuted = encoder.encode(order.map { Self.sentences[$0] }, threads: 2)
    for (row, original) in order.enumerated() {
      #expect(permuted.row(row).elementsEqual(batch.row(original)))
    }
  }

  @Test func everyEmbeddingHasLengthOne() throws {
    let batch = try Shipped.encoder.get().encode(Self.sentences)
    for row in 0..<batch.rows {
      let square = batch.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }
      #expect(abs(square - 1) < 1e-6)
    }
  }

  @Test func likeSentencesAreNearerThanUnlikeOnes() throws {
    let rows = try Shipped.encoder.get().encode([
      "3x3 convolution", "a convolution with a 3 by 3 kernel", "The cat sleeps on the sofa.",
    ])
    func product(_ a: Int, _ b: Int) -> Float {
      zip(rows.row(a), rows.row(b)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(product(0, 1) > 0.7)
    #expect(product(0, 2) < 0.2)
  }

  @Test func noSentencesGiveNoRows() throws {
    let none = try Shipped.encoder.get().encode([], threads: 2)
    #expect(none.rows == 0)
    #expect(none.columns == 384)
  }

  @Test func aSentenceBeyondTheLimitCountsWithItsBeginning() throws {
    let encoder = try Shipped.encoder.get()
    let long = Array(repeating: "word", count: 254).joined(separator: " ")
    #expect(encoder.encode([long]) == encoder.encode([long + " and more"]))
    #expect(encoder.encode([long]) != encoder.encode([String(long.dropLast(5))]))
  }

  /// The whole model against a naive twin in double precision, with sizes that fill no vector.
  @Test(arguments: ["", "conv", "Pooling, a CONV", "a a a a a a a a a a a"])
  func aSmallModelEqualsItsNaiveTwin(sentence: String) throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("toy.h5").path
      try ToyEncoder().write(to: path)
      let encoder = try SentenceEncoder(path: path)
      let tokens = encoder.tokenizer.tokens(of: sentence, limit: 9)
      let expected = try NaiveEncoder(path: path).states(of: tokens)
      let states = encoder.hiddenStates(of: tokens)
      #expect(states.count == expected.count)
      for (own, twin) in zip(states, expected) {
        for (a, b) in zip(own.elements, twin.joined()) { #expect(abs(Double(a) - b) < 5e-5) }
      }
      let last = expected[expected.count - 1]
      let mean = (0..<12).map { column in last.reduce(0) { $0 + $1[column] } }
      let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (a, b) in zip(encoder.encode([sentence]).elements, mean) {
        #expect(abs(Double(a) - b / length) < 2e-5)
      }
    }
  }
}

/// The sizes of `ToyEncoder`, computed with plain loops.
struct NaiveEncoder {
  let tensors: [String: Tensor]

  init(path: String) throws {
    let file = try TensorFile(path: path)
    tensors = try Dictionary(
      uniqueKeysWithValues: file.contents.keys.map { ($0, try file.tensor($0)) })
  }

  private func rows(_ name: String) -> [[Double]] {
    guard let tensor = tensors[name], let width = tensor.shape.last else { return [] }
    let numbers = tensor.floats.map(Double.init)
    return stride(from: 0, to: numbers.count, by: width).map { Array(numbers[$0..<$0 + width]) }
  }

  private func linear(_ name: String, _ x: [[Double]]) -> [[Double]] {
    let weight = rows(name + "/weight")
    let bias = rows(name + "/bias")[0]
    return x.map { row in
      bias.indices.map { column in
        bias[column] + row.indices.reduce(0) { $0 + row[$1] * weight[$1][column] }
      }
    }
  }

  private func norm(_ name: String, _ x: [[Double]]) -> [[Double]] {
    let scale = rows(name + "/scale")[0]
    let offset = rows(name + "/offset")[0]
    return x.map { row in
      let mean = row.reduce(0, +) / Double(row.count)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
      return row.indices.map {
        (row[$0] - mean) / (variance + 1e-12).squareRoot() * scale[$0] + offset[$0]
      }
    }
  }

  private func sum(_ x: [[Double]], _ y: [[Double]]) -> [[Double]] {
    zip(x, y).map { zip($0, $1).map(+) }
  }

  func states(of tokens: [Int32]) -> [[[Double]]] {
    let (words, positions) = (rows("embeddings/word"), rows("embeddings/position"))
    let segment = rows("embeddings/segment")[0]
    var hidden = tokens.enumerated().map { place, token in
      segment.indices.map { words[Int(token)][$0] + positions[place][$0] + segment[$0] }
    }
    hidden = norm("embeddings/norm", hidden)
    var states = [hidden]
    for layer in ["layers/0", "layers/1"] {
      let context = attention(linear(layer + "/attention/input", hidden))
      hidden = norm(
        layer + "/attention/norm", sum(hidden, linear(layer + "/attention/output", context)))
      let inner = linear(layer + "/feedforward/inner", hidden).map {
        $0.map { $0 * 0.5 * (1 + erf($0 / 2.0.squareRoot())) }
      }
      hidden = norm(
        layer + "/feedforward/norm", sum(hidden, linear(layer + "/feedforward/outer", inner)))
      states.append(hidden)
    }
    return states
  }

  private func attention(_ projected: [[Double]]) -> [[Double]] {
    let (width, size) = (12, 4)
    return projected.map { query in
      (0..<width).map { column in
        let head = column / size * size
        let powers = projected.map { key in
          exp((head..<head + size).reduce(0) { $0 + query[$1] * key[width + $1] } / 2)
        }
        let total = powers.reduce(0, +)
        return zip(powers, projected).reduce(0) { $0 + $1.0 / total * $1.1[2 * width + column] }
      }
    }
  }
}
