import Fixtures
import Operators
import Spaces
import TestSupport
import Testing

@Suite("Reading operators")
struct OperatorReaderTests {
  private let corpus = OperatorCorpus(kinds: [
    OperatorKind(
      name: "convolution", traits: [.learnable, .convolution, .spatial],
      numbers: [.kernel: [3, 5]], cost: OperatorCost([.full: 1]),
      phrasings: [
        .init(style: .phrases, template: "Convolution <window>"),
        .init(style: .phrases, template: "Two-dimensional convolution"),
      ]),
    OperatorKind(
      name: "dilated-convolution", traits: [.learnable, .convolution, .spatial, .dilated],
      numbers: [.kernel: [3, 5], .dilation: [2, 4]], cost: OperatorCost([.full: 1]),
      phrasings: [.init(style: .phrases, template: "Dilated convolution")]),
    OperatorKind(
      name: "average-pooling", traits: [.pooling, .spatial], numbers: [.kernel: [3]], smoothing: 1,
      phrasings: [.init(style: .phrases, template: "Average pooling")]),
    OperatorKind(
      name: "zero", role: .zero, traits: [.zero],
      phrasings: [.init(style: .names, template: "none")]),
  ])

  private func read(
    _ description: String, role: Operator.Role = .operation, typed: OperatorAttributes? = nil,
    ignoring: Bool = false, ignoringRoles: Bool = false,
    embeddings: any SentenceEmbeddings = LetterEmbeddings()
  ) throws -> OperatorReading {
    let candidate = Operator(name: "x", role: role, description: description, attributes: typed)
    return try OperatorReader(corpus: corpus, embeddings: embeddings).read(
      [candidate], ignoringTypedAttributes: ignoring, ignoringRoles: ignoringRoles)[0]
  }

  @Test("Typed attributes win, unless they are to be ignored")
  func typed() throws {
    let attributes = OperatorAttributes(values: [1, 0, 0, 0, 3])
    let reading = try read("Average pooling", typed: attributes, embeddings: NoEmbeddings())
    #expect(reading.source == .typed)
    #expect(reading.attributes == attributes)
    let ignored = try read("Average pooling", typed: attributes, ignoring: true)
    #expect(ignored.source == .exact(kind: "average-pooling"))
  }

  @Test("A known wording needs no encoder, whatever its case, spacing and numbers")
  func exact() throws {
    for (text, kernel) in [
      ("  two-dimensional\tCONVOLUTION ", 3), ("Convolution 5 by 5", 5), ("conv_7x7", 7),
      ("convolution 3x3 followed by batch normalisation and ReLU", 3),
    ] {
      let reading = try read(text, embeddings: NoEmbeddings())
      #expect(reading.source == .exact(kind: "convolution"), "\(text)")
      #expect(reading.numbers == [.kernel: kernel])
      #expect(reading.attributes.cost == Float(kernel * kernel) / 9)
      #expect(!reading.isDoubtful)
      #expect(reading.words == "convolution, kernel \(kernel)")
    }
  }

  @Test("What computes nothing is never guessed, unless the text is to decide")
  func structure() throws {
    for role in [Operator.Role.zero, .identity, .input, .output] {
      let reading = try read("Convolution 3 by 3", role: role, embeddings: NoEmbeddings())
      #expect(reading.attributes == .none)
      #expect(reading.role == role)
    }
    let read = try read("None", ignoringRoles: true, embeddings: NoEmbeddings())
    #expect(read.role == .zero)
    #expect(
      try self.read("Average pooling", role: .zero, ignoringRoles: true).role == .operation)
  }

  @Test("Other descriptions are read as the nearest, doubtfully when it is far")
  func nearest() throws {
    let near = try read("averaging pool")
    guard case .read("average-pooling", nil, "average-pooling", let cosine) = near.source else {
      Issue.record("read as \(near.source)")
      return
    }
    #expect(cosine > OperatorReader.doubtfulCosine)
    #expect(!near.isDoubtful)
    #expect(near.attributes == corpus.kinds[2].attributes())
    #expect(try read("zzz").isDoubtful)
  }

  @Test("A stated dilation makes a dilated operator of a plain one")
  func modifiers() throws {
    let reading = try read("Convolution, 2-dimensional, rate 4 of dilation 4, 5x5")
    #expect(reading.kind == "dilated-convolution")
    #expect(reading.numbers == [.kernel: 5, .dilation: 4])
  }

  @Test("Neighbours come nearest first, each kind once")
  func neighbours() throws {
    let reader = OperatorReader(corpus: corpus, embeddings: LetterEmbeddings())
    let found = try reader.nearest(to: ["Convolution"], count: 9)[0]
    #expect(found.map(\.kind.name).first == "convolution")
    #expect(Set(found.map(\.kind.name)).count == 4)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.cosine >= $1.cosine })
    #expect(try reader.nearest(to: ["Convolution"], count: 1)[0].count == 1)
  }
}
