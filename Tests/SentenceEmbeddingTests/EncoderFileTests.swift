import Files
import Foundation
import SentenceEmbedding
import TensorFiles
import TestSupport
import Testing

@Suite struct EncoderFileTests {
  @Test func aMissingFileIsNamed() {
    #expect(
      sentence { _ = try SentenceEncoder(path: "/no/such/encoder.h5") }
        == "/no/such/encoder.h5: no such file")
  }

  @Test func aFileThatIsTextIsRefused() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("encoder.h5").path
      try AtomicFile.write("version https://git-lfs.github.com/spec/v1\n", to: path)
      #expect(
        sentence { _ = try SentenceEncoder(path: path) }
          == "\(path): is not an HDF5 file (it does not begin with the HDF5 signature)")
    }
  }

  @Test(arguments: [
    (100, "is a damaged or truncated HDF5 file"),
    (2_000, "is damaged, or was changed: its bytes do not have the digest that it states"),
    (20_000, "is damaged, or was changed: its bytes do not have the digest that it states"),
  ])
  func aTruncatedFileIsRefused(length: Int, problem: String) throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("encoder.h5").path
      try ToyEncoder().write(to: path)
      let bytes = try InputFile.bytes(at: path)
      #expect(bytes.count > length)
      try AtomicFile.write(bytes.prefix(length), to: path)
      #expect(
        sentence { _ = try SentenceEncoder(path: path) }
          == "\(path): \(problem); fetch or train it again")
    }
  }

  struct Spoiled: Sendable, CustomTestStringConvertible {
    let problem: String
    let toy: ToyEncoder

    init(_ problem: String, _ change: (inout ToyEncoder) -> Void) {
      var toy = ToyEncoder()
      change(&toy)
      self.problem = problem
      self.toy = toy
    }

    var testDescription: String { problem }
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  static let spoiled = [
    Spoiled("is not a sentence encoder (its attribute \"format\" is not tgnas-encoder)") {
      $0.attributes["format"] = .string("tgnas-predictor")
    },
    Spoiled("is not a sentence encoder (its attribute \"format\" is not tgnas-encoder)") {
      $0.attributes.updateValue(nil, forKey: "format")
    },
    Spoiled(
      "has encoder format version 2, but this program reads version 1; "
        + "convert it again with Scripts/convert-encoder.py"
    ) { $0.attributes["format_version"] = .integer(2) },
    Spoiled("attribute \"content_id\" is missing") {
      $0.attributes.updateValue(nil, forKey: "content_id")
    },
    Spoiled("attribute \"heads\" is text, expected an integer") {
      $0.attributes["heads"] = .string("three")
    },
    Spoiled("attribute \"layers\" is 0, which is no size") {
      $0.attributes["layers"] = .integer(0)
    },
    Spoiled("its width 12 cannot be divided among 5 heads") { $0.heads = 5 },
    Spoiled("attribute \"max_tokens\" is 1, but at least 2 are needed") { $0.maximumTokens = 1 },
    Spoiled("attribute \"layer_norm_epsilon\" is missing or no positive number") {
      $0.attributes["layer_norm_epsilon"] = .number(-1)
    },
    Spoiled(
      "tensor \"layers/1/attention/norm/scale\" is missing (expected 12 float16 or float32)"
    ) {
      $0.tensors.updateValue(nil, forKey: "layers/1/attention/norm/scale")
    },
    Spoiled("tensor \"pooler/weight\" is not known to this model") {
      $0.tensors["pooler/weight"] = Tensor(shape: [1], elements: .float32([0]))
    },
    Spoiled(
      "tensor \"embeddings/segment\" is 11 float32, expected 12 float16 or float32; "
        + "tensor \"layers/0/feedforward/inner/bias\" is 3x1 int32, expected 19 float16 or float32"
    ) {
      $0.tensors["embeddings/segment"] = Tensor(
        shape: [11], elements: .float32(Array(repeating: 0, count: 11)))
      $0.tensors["layers/0/feedforward/inner/bias"] = Tensor(
        shape: [3, 1], elements: .int32([1, 2, 3]))
    },
    Spoiled("tensor \"embeddings/word\" is 1 float32, expected 10x12 float16") {
      $0.tensors["embeddings/word"] = Tensor(shape: [1], elements: .float32([0]))
    },
    Spoiled("the vocabulary lists 11 word pieces, but \"embeddings/word\" has 10 rows") {
      $0.vocabulary += bytes("more\n")
    },
    Spoiled("the vocabulary does not end with a line feed") { $0.vocabulary.removeLast() },
    Spoiled("the vocabulary lists \"conv\" twice") {
      $0.vocabulary = bytes(ToyEncoder.words.joined(separator: "\n") + "\nconv\n")
    },
    Spoiled("the vocabulary lacks the marker [SEP]") {
      $0.vocabulary = bytes(
        ToyEncoder.words.map { $0 == "[SEP]" ? "sep" : $0 }.joined(separator: "\n") + "\n")
    },
    Spoiled("the tokenizer's tables of Unicode scalars are damaged") { $0.kinds = [44, 32, 1] },
    Spoiled("the tokenizer's tables of Unicode scalars are damaged") { $0.kinds = [32, 32, 77] },
    Spoiled("the tokenizer's tables of Unicode scalars are damaged") {
      $0.kinds = [44, 44, 4, 32, 32, 1]
    },
  ]

  @Test(arguments: spoiled)
  func aFileThatFitsNoEncoderIsRefusedWithTheReason(spoiled: Spoiled) throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("encoder.h5").path
      try spoiled.toy.write(to: path)
      #expect(
        sentence { _ = try SentenceEncoder(path: path) } == "\(path): \(spoiled.problem)")
    }
  }

  @Test func theUnspoiledToyLoads() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("encoder.h5").path
      try ToyEncoder().write(to: path)
      let encoder = try SentenceEncoder(path: path)
      #expect(encoder.identity == "toy")
      #expect(try SentenceEncoder.identity(ofFile: path) == "toy")
      #expect(encoder.tokenizer.tokens(of: "Pooling, a x") == [2, 5, 6, 9, 8, 1, 3])
    }
  }

  /// A twin of `content_id` in Scripts/convert-encoder.py: the identity is a digest of the
  /// contents, so a file whose tensors were changed without it cannot pass for the one it was made
  /// from.
  @Test func theIdentityOfTheShippedEncoderIsTheDigestOfItsContents() throws {
    let file = try TensorFile(path: Shipped.path)
    var data = Data()
    for name in ["layers", "width", "heads", "inner_width", "vocabulary_size", "max_tokens"] {
      data += Data("\(name)=\(try file.integer(name))\n".utf8)
    }
    withUnsafeBytes(of: (1e-12).bitPattern.littleEndian) { data.append(contentsOf: $0) }
    for name in file.contents.keys.sorted() {
      let tensor = try file.tensor(name)
      let shape = tensor.shape.map(String.init).joined(separator: "x")
      data += Data("\n\(name) \(shape) \(tensor.elements.storage.rawValue)\n".utf8)
      switch tensor.elements {
      case .float32(let values): values.withUnsafeBytes { data.append(contentsOf: $0) }
      case .float16(let values): values.withUnsafeBytes { data.append(contentsOf: $0) }
      case .uint8(let values): data.append(contentsOf: values)
      case .int32(let values): values.withUnsafeBytes { data.append(contentsOf: $0) }
      }
    }
    #expect(Digest.sha256(data) == (try SentenceEncoder.identity(ofFile: Shipped.path)))
  }

  @Test func theShippedFileIsTheOneThatTheLicenceNoteDescribes() throws {
    let note = try InputFile.text(
      at: Locations.weights.appendingPathComponent("LICENSE-encoder.md").path)
    #expect(note.contains(try Digest.sha256(ofFile: Shipped.path)))
    let file = try TensorFile(path: Shipped.path)
    for name in ["model", "vocabulary", "tokenizer"] {
      #expect(note.contains(try file.string("source_\(name)_sha256")))
    }
    #expect(try file.string("license") == "Apache-2.0")
  }
}
