import Files
import Foundation
import TGNAS
import TestSupport
import Testing

@Suite("Operators that no label tells of")
struct HiddenOperatorTests {
  private let opened = OpenInstallation(Installation(root: Locations.root.path))

  private func hidden(in name: String) throws -> [HiddenOperator] {
    try HiddenOperator.all(
      of: SearchSpace.named(name, in: opened.installation), in: opened)
  }

  @Test("Every operator that learns or pools is hidden, with and without the space's other cells")
  func operators() throws {
    let found = try hidden(in: "nasbench201")
    #expect(
      found.map(\.name) == [
        "nor_conv_1x1", "nor_conv_1x1", "nor_conv_3x3", "nor_conv_3x3", "avg_pool_3x3",
        "avg_pool_3x3",
      ])
    #expect(found.map(\.isSpaceSeen) == [false, true, false, true, false, true])
    for hidden in found {
      let isSeen = hidden.recipe.sources.contains { $0.space == "nasbench201" }
      #expect(isSeen == hidden.isSpaceSeen)
      #expect(!hidden.recipe.teachers.isEmpty)
    }
    #expect(try hidden(in: "darts").isEmpty, "no weights were trained for it")
  }

  @Test("Operators of its kind are hidden in every source")
  func kinds() throws {
    let found = try #require(try hidden(in: "nasbench201").last)
    let names = found.recipe.sources.map { ($0.space, $0.hidden) }
    #expect(names.count == 3)
    for (space, hidden) in names {
      let expected = [
        "nasbench101": ["maxpool3x3"], "nasbench201": ["avg_pool_3x3"],
        "transnasbench101-micro": [],
      ]
      #expect(hidden == expected[space])
    }
  }

  @Test(
    "Every shipped space that labels tell all operators of is scored by labels alone",
    arguments: [
      ("nasbench101", false), ("nasbench201", false), ("transnasbench101-micro", false),
      ("darts", true), ("nds-nasnet", true),
    ])
  func shipped(name: String, isTaught: Bool) throws {
    let space = try SearchSpace.named(name, in: opened.installation)
    let predictor = try opened.installation.predictor(for: space, by: opened)
    #expect(predictor.isTaught == isTaught)
    #expect(predictor.unknownOperators.isEmpty != isTaught)
  }
}
