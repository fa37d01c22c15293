import TGNAS
import TestSupport
import Testing

@Suite("Scoring by width")
struct WidthChoiceTests {
  private let installation = Installation(root: Locations.root.path)

  private func choice(for name: String) throws -> (score: String, notes: [String]) {
    var notes: [String] = []
    let workbench = try Workbench(
      SearchSpace.named(name, in: installation), ScoringSettings(threads: 2),
      in: OpenInstallation(installation), note: { notes.append("\($0)") })
    return (workbench.scorer.identity.name, notes)
  }

  @Test("Whole networks that differ in their widths only are scored by width")
  func widths() throws {
    let found = try choice(for: "nats-bench-size")
    #expect(found.score == "width")
    #expect(
      found.notes == [
        "note: nats-bench-size is made of whole networks that differ in their widths only, and the "
          + "predictor learned from cells: scored by width, in closed form (by: "
          + "\"predictor\" for the learned score)"
      ])
  }

  @Test(
    "All other whole networks are scored by their usable size",
    arguments: [
      "transnasbench101-macro", "nasbench-macro", "once-for-all-mobilenetv3", "autoformer-tiny",
      "naap440", "accel-nasbench", "Examples/metaqnn.yaml", "Examples/single-path-one-shot.yaml",
    ])
  func others(name: String) throws {
    let path =
      name.hasSuffix(".yaml") ? Locations.root.appendingPathComponent(name).path : name
    #expect(try choice(for: path).score == "usable_size")
  }
}
