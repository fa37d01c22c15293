import Files
import Formulas
import Foundation
import Spaces
import TGNAS
import TestSupport
import Testing

@Suite("Shipped formulas")
struct ShippedFormulaTests {
  private static let installation = Installation(root: Locations.root.path)

  @Test("A space is scored by a formula that its labels did not choose, from all other tables")
  func blind() throws {
    let all = try FormulaFile(contentsOf: Self.installation.formulas + "/all-spaces.yaml")
    #expect(all.sources.count > 5)
    for source in all.sources {
      let space = try SearchSpace.named(source.space, in: Self.installation)
      let file = try Self.installation.formula(for: space)
      #expect(file.seenSpace(of: space) == nil && !file.labelsSeen.contains(source.space))
      #expect(file.sources.count == all.sources.count - 1)
    }
    let own = try SearchSpace.named("darts", in: Self.installation)
    let file = try Self.installation.formula(for: own)
    #expect(file.sources.count >= all.sources.count - 1)
  }

  @Test("Without a formula for the space the error says what to do")
  func missing() throws {
    try withTemporaryFolder { folder in
      let installation = Installation(root: folder.path)
      let space = try SearchSpace.named("nasbench201", in: Self.installation)
      #expect(
        sentence { _ = try installation.formula(for: space) }?.contains("evolve-proxy") == true)
    }
  }
}
