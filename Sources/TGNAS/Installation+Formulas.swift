import Files
import Formulas
import Foundation
import Spaces
import Wording

// The evolved formulas that come with the program: one from all tables, and one without each.
extension Installation {
  private static let formulaEnding = ".yaml"

  /// The folder of evolved formulas.
  public var formulas: String { "\(weights)/formulas" }

  /// The shipped formula that was chosen by the most tables, none of which is that of the space.
  ///
  /// - Throws: `UserError` when there is none, and any error of reading a formula.
  public func formula(for space: SearchSpace) throws -> FormulaFile {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: formulas)) ?? []
    var best: FormulaFile?
    for name in names.sorted() where name.hasSuffix(Installation.formulaEnding) {
      let file = try FormulaFile(contentsOf: "\(formulas)/\(name)")
      guard file.seenSpace(of: space) == nil else { continue }
      if file.sources.count > best?.sources.count ?? -1 { best = file }
    }
    guard let best else {
      throw UserError(
        "\(formulas) holds no formula that labels of \(space.name) did not choose; evolve one with "
          + "tgnas evolve-proxy")
    }
    return best
  }
}
