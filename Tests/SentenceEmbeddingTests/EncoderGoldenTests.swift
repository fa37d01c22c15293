import Foundation
import TensorFiles
import Tensors
import TestSupport
import Testing

/// The goldens come from a plain forward pass in numpy on the published single-precision weights,
/// in padded batches. They prove that the encoder is that model, up to the rounding of its weights
/// to half precision. They do not prove anything about rankings made with the embeddings, and they
/// are no comparison with sentence-transformers itself.
@Suite struct EncoderGoldenTests {
  static let path = Shipped.goldens.appendingPathComponent("embeddings.h5").path

  /// Weights rounded to half precision carry a relative error of up to 2^-12, independently of each
  /// other; through six layers that leaves angles of about 1e-3, thus cosines of about 1 - 1e-6.
  @Test func embeddingsHaveTheDirectionOfTheReference() throws {
    let file = try TensorFile(path: Self.path)
    guard case .uint8(let bytes) = try file.tensor("sentences").elements else {
      Issue.record("the sentences are no bytes")
      return
    }
    let sentences = try JSONDecoder().decode([String].self, from: Data(bytes))
    let expected = try file.tensor("embeddings").floats
    #expect(sentences.count >= 200)
    let embeddings = try Shipped.encoder.get().encode(sentences, threads: 2)
    let width = embeddings.columns
    #expect(expected.count == sentences.count * width)
    for (row, sentence) in sentences.enumerated() {
      let reference = expected[row * width..<(row + 1) * width].map(Double.init)
      let own = embeddings.row(row).map(Double.init)
      let product = zip(reference, own).reduce(0) { $0 + $1.0 * $1.1 }
      let lengths = [reference, own].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      #expect(product / (lengths[0] * lengths[1]) >= 0.999995, "\(sentence.prefix(60))")
    }
  }

  /// Hidden states are of the order of 1, and at most about 10. The tolerance covers the rounding
  /// of the weights and that of the stored goldens.
  @Test(arguments: 0..<3)
  func hiddenStatesEqualThoseOfTheReferenceAfterEachLayer(index: Int) throws {
    let file = try TensorFile(path: Self.path)
    guard case .uint8(let bytes) = try file.tensor("states/\(index)/text").elements else {
      Issue.record("the text is no bytes")
      return
    }
    let text = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    let encoder = try Shipped.encoder.get()
    let states = encoder.hiddenStates(of: encoder.tokenizer.tokens(of: text))
    let tensor = try file.tensor("states/\(index)/states")
    #expect(tensor.shape == [7, states[0].rows, states[0].columns])
    let own = states.flatMap(\.elements)
    let size = states[0].elements.count
    for (layer, start) in stride(from: 0, to: own.count, by: size).enumerated() {
      let pairs = zip(own[start..<start + size], tensor.floats[start..<start + size])
      let worst = pairs.map { abs($0 - $1) / (1 + abs($1)) }.max() ?? .infinity
      #expect(worst < 0.004, "after layer \(layer)")
    }
  }
}
