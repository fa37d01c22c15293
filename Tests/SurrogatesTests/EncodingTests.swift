import Foundation
import Spaces
import Surrogates
import TGNAS
import TestSupport
import Testing

@Suite("Encodings") struct EncodingTests {
  /// `Goldens/encodings/graf.json`; its generator is `Scripts/goldens/graf.py`.
  private struct Cell: Decodable {
    let arch: String
    let row: [Double]
  }

  private static func space(_ name: String) throws -> SearchSpace {
    try SearchSpace.named(name, in: .locate())
  }

  @Test(
    "GRAF is that of networkx, which lists every path",
    arguments: [("nasbench201", 191), ("nasbench101", 47), ("transnasbench101-micro", 94)])
  func graf(name: String, count: Int) throws {
    let url = Locations.goldens.appendingPathComponent("encodings/graf.json")
    let goldens = try JSONDecoder().decode([String: [Cell]].self, from: Data(contentsOf: url))
    let space = try Self.space(name)
    let encoding = try GRAF(space)
    #expect(encoding.columns.count == count && Set(encoding.columns).count == count)
    let cells = try #require(goldens[name])
    #expect(cells.count >= 20)
    for cell in cells {
      let row = encoding.row(of: try space.architecture(parsing: cell.arch))
      // Quotients of the same integers: the same bits.
      #expect(row == cell.row, "\(cell.arch)")
    }
  }

  @Test("One-hot rows tell every cell from every other")
  func oneHot() throws {
    let space = try Self.space("nasbench201")
    let encoding = try OneHotEncoding(space)
    #expect(encoding.columns.count == 30)
    let rows = Set(space.architectures.map { encoding.row(of: $0) })
    #expect(rows.count == 15_625)
    #expect(rows.allSatisfy { $0.reduce(0, +) == 6 })
  }

  @Test("Spaces of other kinds are refused in one sentence")
  func refused() throws {
    for name in ["darts", "nasbench-macro"] {
      let space = try Self.space(name)
      for encoding in ArchitectureEncodings.registered {
        #expect(throws: UserError.self) { try encoding.init(space) }
      }
    }
    #expect(throws: UnknownNameError.self) { try ArchitectureEncodings.named("grap") }
    #expect(throws: UnknownNameError.self) { try SurrogateModels.named("tree") }
  }
}
