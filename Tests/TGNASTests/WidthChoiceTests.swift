import TGNAS
import TestSupport
import Testing

@Suite("Scoring by width")
struct WidthChoiceTests {
  private let installation = Installation(root: Locations.root.path)

  private func choice(for name: String) throws -> (score: ScorerChoice.Score, notes: [String]) {
    var notes: [String] = []
    let scorer = try ScorerChoice(threads: 2).makeScorer(
      for: SearchSpace.named(name, in: installation), in: installation,
      embeddings: installation.makeEmbeddings()
    ) { notes.append($0) }
    return (ScorerChoice.Score(of: scorer), notes)
  }

  @Test("Whole networks that differ in their widths only are scored by width")
  func widths() throws {
    let found = try choice(for: "nats-bench-size")
    #expect(found.score == .network(.width))
    #expect(
      found.notes == [
        "note: nats-bench-size is made of whole networks that differ in their widths only, and the "
          + "predictor learned from cells: scored by width, in closed form (--by predictor for the "
          + "learned score)"
      ])
  }

  @Test(
    "All other whole networks are scored by NASWOT",
    arguments: [
      "transnasbench101-macro", "nasbench-macro", "once-for-all-mobilenetv3", "autoformer-tiny",
      "Examples/metaqnn.yaml", "Examples/single-path-one-shot.yaml",
    ])
  func others(name: String) throws {
    let path =
      name.hasSuffix(".yaml") ? Locations.root.appendingPathComponent(name).path : name
    #expect(try choice(for: path).score == .network(.naswot))
  }
}
