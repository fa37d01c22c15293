import Files
import Fixtures
import Foundation
import Operators
import Randomness
import Spaces
import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite("The trained reader of operators")
struct OperatorHeadTests {
  private let corpus = OperatorCorpus(
    kinds: [
      OperatorKind(
        name: "pooling", traits: [.pooling, .spatial], numbers: [.kernel: [3, 5]], smoothing: 1,
        phrasings: ["average pooling <window>", "mean of a window", "box filter"].map {
          .init(style: .phrases, template: $0)
        }),
      OperatorKind(
        name: "convolution", traits: [.learnable, .convolution, .spatial],
        numbers: [.kernel: [3, 5]], cost: OperatorCost([.full: 1]),
        phrasings: ["convolution <window>", "learned filters", "trained kernels"].map {
          .init(style: .phrases, template: $0)
        }),
    ], digest: "0")

  @Test("The same seeds give the same bytes, other seeds others; what is written is read back")
  func reproduced() throws {
    try withTemporaryFolder { folder in
      func write(_ name: String) throws -> Data {
        let head = try OperatorHead.trained(on: corpus, embeddings: LetterEmbeddings())
        let path = folder.appendingPathComponent(name)
        try head.write(to: path.path, version: "1", encoder: "letters")
        return try Data(contentsOf: path)
      }
      #expect(try write("a.h5") == write("b.h5"))
      let path = folder.appendingPathComponent("a.h5").path
      let head = try OperatorHead(contentsOf: path)
      #expect(head.kinds == ["pooling", "convolution"])
      let trained = try OperatorHead.trained(on: corpus, embeddings: LetterEmbeddings())
      let operators = ["pooling by the mean", "filters that are learned", "xyz"].map {
        Operator(name: $0, role: .operation, description: $0)
      }
      func readings(_ head: OperatorHead) throws -> [OperatorReading] {
        try OperatorReader(corpus: corpus, head: head, embeddings: LetterEmbeddings()).read(
          operators)
      }
      #expect(try readings(head).map(\.source) == readings(trained).map(\.source))
      #expect(try readings(head).map(\.attributes) == readings(trained).map(\.attributes))
    }
  }

  @Test(
    "It learns what it is taught, and what it was not taught is found by its nearest description")
  func learned() throws {
    let head = try OperatorHead.trained(on: corpus, embeddings: LetterEmbeddings())
    let kinds =
      corpus.kinds + [
        OperatorKind(
          name: "zigzag", traits: [.learnable],
          phrasings: [.init(style: .phrases, template: "zigzag zap zip")])
      ]
    let reader = OperatorReader(
      corpus: OperatorCorpus(kinds: kinds), head: head, embeddings: LetterEmbeddings())
    let readings = try reader.read(
      ["pooling with an average", "convolutions", "zip zap zigzags"].map {
        Operator(name: "x", role: .operation, description: $0)
      })
    #expect(readings.map(\.kind) == ["pooling", "convolution", "zigzag"])
    guard case .read(_, let probability?, _, _) = readings[0].source else {
      Issue.record("\(readings[0].source)")
      return
    }
    #expect(probability > 0.5)
    #expect(readings[2].evidence.hasPrefix("cosine"))
  }

  @Test("A dictionary that does not belong to the kinds is refused, one of another corpus not used")
  func otherDictionary() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("a.h5").path
      try OperatorHead.trained(on: corpus, embeddings: LetterEmbeddings()).write(
        to: path, version: "1", encoder: "letters")
      let head = try OperatorHead(contentsOf: path)
      let other = OperatorCorpus(
        kinds: [
          OperatorKind(
            name: "noise", traits: [], phrasings: [.init(style: .phrases, template: "box filter")])
        ], digest: "1")
      let reader = OperatorReader(corpus: other, head: head, embeddings: LetterEmbeddings())
      #expect(reader.phrases == ["box filter"])

      var data = try Data(contentsOf: URL(fileURLWithPath: path))
      let start = try #require(data.range(of: Data("entry\t".utf8))).lowerBound
      data[start] = UInt8(ascii: "x")
      try data.write(to: URL(fileURLWithPath: path))
      #expect(throws: TensorFileError.self) { try OperatorHead(contentsOf: path) }
    }
  }

  @Test("A file of another kind is refused with what it is")
  func refused() throws {
    let weights = Locations.weights.path
    #expect {
      try OperatorHead(contentsOf: weights + "/universal.h5")
    } throws: {
      "\($0)".contains("holds no reader of operators")
    }
    #expect(throws: FileError.self) { try OperatorHead(contentsOf: "/missing.h5") }
  }
}
