import Testing
import Wording

@Suite("Sentences that name settings")
struct SentenceTests {
  private static let options = Spelling(
    subject: { "--\($0.name)" }, assignment: { "--\($0.name)\($1.map { " \($0)" } ?? "")" })

  private let sentence: Sentence =
    "\(.budget) is 0; allow more with \(set: .budget), or choose \(.strategy, "local")"

  @Test("Each door spells them its way")
  func spelling() {
    #expect(
      sentence.text(in: Self.options)
        == "--budget is 0; allow more with --budget, or choose --strategy local")
    #expect("\(sentence)" == "budget is 0; allow more with budget, or choose strategy: \"local\"")
    #expect(
      "\("pass \(.allowSeenLabels, true)" as Sentence)" == "pass allowSeenLabels: true")
    #expect(Setting.bound(on: "params").name == "max-params")
  }

  @Test("Sentences and errors within sentences keep their settings")
  func nesting() {
    let error = UserError(sentence)
    let outer: Sentence = "file.yaml: \(error)"
    #expect(outer.text(in: Self.options) == "file.yaml: " + sentence.text(in: Self.options))
    #expect("\(error)" == "\(sentence)")
    let list = Sentence.list([sentence, "x", ""])
    #expect(list.text(in: Self.options) == sentence.text(in: Self.options) + ", x, ")
  }

  @Test("Equal sentences are equal however they were put together")
  func equality() {
    let name = "b"
    #expect(("a " + "b" as Sentence) == "a \(name)")
    #expect(Sentence("a ") + Sentence("b") == Sentence("a b"))
    #expect(("\(.budget)" as Sentence) != Sentence("budget"))
    #expect(Sentence("") + sentence == sentence)
  }

  @Test("A value with quotation marks or numbers is written as source text would have it")
  func values() {
    #expect("\("say \(.budget, 5)" as Sentence)" == "say budget: 5")
    #expect("\("say \(.by, "naswot")" as Sentence)" == "say by: \"naswot\"")
  }
}
