import Fixtures
import Operators
import Spaces
import Testing

@Suite("How well held-out phrasings are read")
struct ReaderEvaluationTests {
  private func kind(_ name: String, _ role: Operator.Role, _ words: [String]) -> OperatorKind {
    OperatorKind(
      name: name, role: role, traits: [],
      phrasings: words.map { .init(style: .names, template: $0) })
  }

  @Test("Spaces are drawn from what was held out, and their operators read apart and together")
  func spaces() throws {
    let corpus = OperatorCorpus(kinds: [
      kind("zero", .zero, ["zzz", "zaz", "zzu", "zuz"]),
      kind("identity", .identity, ["iii", "iei", "iie", "eie"]),
      kind("convolution", .operation, ["ccc", "coc", "cco", "occ"]),
      kind("pooling", .operation, ["ppp", "pap", "ppa", "app"]),
      kind("attention", .operation, ["ttt", "tht", "tth", "htt"]),
    ])
    let found = try ReaderEvaluation(of: corpus, embeddings: LetterEmbeddings()).heldOut(split: 0)
    // One of the four phrasings of each kind.
    #expect(found.descriptions.count == 5)
    #expect(found.descriptions.roles != nil)
    // Three operators that compute, in most spaces an identity, in half of them a zero.
    #expect((4000...4600).contains(found.together.count))
    #expect(found.apart.count == found.together.count)
    #expect(found.together.whole >= found.apart.whole)
    #expect(found.together.exact == found.apart.exact)
  }
}
