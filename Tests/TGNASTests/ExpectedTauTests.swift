import Files
import Fixtures
import Foundation
import Spaces
import TGNAS
import Tables
import TestSupport
import Testing

@Suite("What tau to expect on a space")
struct ExpectedTauTests {
  private func expected(
    _ rows: [String], of score: String = "s"
  ) throws -> (ExpectedTau, SearchSpace) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "tgnas-expected-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let weights = folder.appendingPathComponent("weights")
    try FileManager.default.createDirectory(at: weights, withIntermediateDirectories: true)
    let text = (["space,accuracy,score,kendall"] + rows).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: weights.appendingPathComponent("expected-tau.csv"))
    let space = try SearchSpace.named("darts", in: .locate())
    return (try ExpectedTau(of: score, in: Installation(root: folder.path)), space)
  }

  @Test("The range is that of the other spaces, each by the mean of its tasks")
  func range() throws {
    let (tau, space) = try expected([
      "a,one,s,0.5", "a,two,s,0.7", "b,one,s,-0.1", "c,one,s,0.3", "d,one,other,0.9",
    ])
    #expect(
      tau.sentence(on: space).map { "\($0)" }
        == "note: expect a tau of -0.10 to 0.60: s has these on the 3 labelled spaces that it "
        + "ranks by default, and one more of their sort lies between in 2 of 4 cases")
  }

  @Test("Two spaces tell nothing, and a space's own labels tell all")
  func others() throws {
    let (few, space) = try expected(["a,one,s,0.5", "b,one,s,0.7"])
    #expect(few.sentence(on: space) == nil)
    let (known, _) = try expected(["darts,one,s,0.25", "darts,two,s,0.35"])
    #expect(
      known.sentence(on: space).map { "\($0)" }
        == "note: on the labels of darts s has a tau of 0.30")
  }

  @Test("A damaged file is told with its line", arguments: ["a,one,s,2", "a,one,s,x", "a,one"])
  func damaged(row: String) {
    #expect(throws: TableError.self) { try expected(["b,one,s,0.1", row]) }
  }
}
