import Operators
import TGNAS
import Testing

@Suite("The shipped reader of operators")
struct ShippedReaderTests {
  @Test("It finds every phrasing of the corpus as a reader made from the corpus does")
  func dictionary() throws {
    let installation = try Installation.locate()
    let corpus = try OperatorCorpus(in: installation)
    let head = try OperatorHead(contentsOf: installation.operatorReader)
    let advice: Comment = "run tgnas train-operators, then tgnas embed"
    #expect(head.corpusDigest == corpus.digest, advice)
    let embeddings = installation.makeEmbeddings()
    let shipped = OperatorReader(corpus: corpus, head: head, embeddings: embeddings)
    let made = OperatorReader(corpus: corpus, embeddings: embeddings)
    #expect(shipped.phrases == made.phrases, advice)
    #expect(shipped.phrases.count > 1000)

    // Phrasings without places are descriptions as they stand.
    let operators = corpus.kinds.flatMap(\.phrasings).map(\.template).filter { !$0.contains("<") }
      .map { Operator(name: "x", role: .operation, description: $0) }
    let exact = try zip(shipped.read(operators), made.read(operators)).filter { one, other in
      if case .exact = other.source { return true }
      if case .exact = one.source { return true }
      return false
    }
    #expect(exact.count > 500)
    for (one, other) in exact { #expect(one.source == other.source, "\(one.operator.description)") }
  }

  @Test("A window belongs to no identity and to no end of a cell; numbers alone are like nothing")
  func windows() throws {
    let installation = try Installation.locate()
    let reader = try installation.makeReader(embeddings: installation.makeEmbeddings())
    let readings = try reader.readings(of: [
      "q3x3", "passes 3x3 windows on", "identity 3x3", "a zero 3x3", "3x3", "k3 s2",
    ])
    for reading in readings.prefix(2) {
      #expect(reading.role == .operation, "\(reading.operator.description)")
    }
    // Where nothing but a zero is left, the words are believed.
    #expect(readings[2].role == .identity)
    #expect(readings[3].role == .zero)
    for reading in readings.suffix(2) {
      #expect(reading.isDoubtful && reading.source == .estimated(nearest: "nothing", cosine: 0))
    }
  }
}
