import Foundation
import Randomness
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
    arguments: [
      ("nasbench201", 191), ("nasbench101", 47), ("transnasbench101-micro", 94),
      ("darts", 1_540),
    ])
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

  private struct Paths: Decodable {
    let arch: String
    let path: [Int]
    let misread: [Int]?
  }

  /// `Goldens/encodings/paths.json`; its generator is `Scripts/goldens/paths.py`.
  @Test(
    "Path encodings are those of networkx, which lists every path",
    arguments: [
      ("nasbench201", 155, 30), ("nasbench101", 364, 40), ("transnasbench101-micro", 84, 20),
    ])
  func paths(name: String, count: Int, truncated: Int) throws {
    let url = Locations.goldens.appendingPathComponent("encodings/paths.json")
    let goldens = try JSONDecoder().decode([String: [Paths]].self, from: Data(contentsOf: url))
    let space = try Self.space(name)
    let (whole, short) = (try PathEncoding(space), try TruncatedPathEncoding(space))
    #expect(whole.columns.count == count && Set(whole.columns).count == count)
    #expect(short.columns == Array(whole.columns.prefix(truncated)))
    let cells = try #require(goldens[name])
    #expect(cells.count >= 20)
    for cell in cells {
      let architecture = try space.architecture(parsing: cell.arch)
      let row = whole.row(of: architecture)
      #expect(row.indices.filter { row[$0] == 1 } == cell.path, "\(cell.arch)")
      #expect(row.allSatisfy { $0 == 0 || $0 == 1 })
      #expect(short.row(of: architecture) == Array(row.prefix(truncated)))
      guard let misread = cell.misread else { continue }
      let wrong = try MisreadPathEncoding(space).row(of: architecture)
      #expect(wrong.indices.filter { wrong[$0] == 1 } == misread, "\(cell.arch)")
    }
  }

  @Test("Columns of paths name the operators in the order of the path")
  func pathNames() throws {
    let space = try Self.space("nasbench201")
    let encoding = try PathEncoding(space)
    let cell = try space.architecture(
      parsing: "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|none~0|none~1|skip_connect~2|")
    let row = encoding.row(of: cell)
    let names = Set(row.indices.filter { row[$0] == 1 }.map { encoding.columns[$0] })
    #expect(names.contains("path nor_conv_3x3, avg_pool_3x3, skip_connect"))
    #expect(!names.contains("path skip_connect, avg_pool_3x3, nor_conv_3x3"))
  }

  @Test("Every space can count operators")
  func counts() throws {
    for name in ["darts", "nasbench-macro", "nasbench101"] {
      let space = try Self.space(name)
      let encoding = OperatorCounts(space)
      var random = SplitMix64(seed: 3)
      for _ in 0..<50 {
        let architecture = space.sample(using: &random)
        let graph = try #require(space.operatorGraph(of: architecture))
        let working = graph.nodes.count { space.operators[Int($0)].role == .operation }
        #expect(encoding.row(of: architecture).reduce(0, +) == Double(working))
      }
    }
  }

  @Test("Encodings side by side are standardised, and weigh alike")
  func joined() throws {
    let space = try Self.space("nasbench201")
    let sources = SurrogateSources(
      space, scorer: nil, operators: space.operators.map { $0.attributes ?? .none }, threads: 2)
    var random = SplitMix64(seed: 8)
    let sample = (0..<1_500).map { _ in space.sample(using: &random) }
    func square(_ names: [String]) throws -> Double {
      let rows = try SurrogateEncoding(names, of: sources).rows(of: sample).compactMap { $0 }
      return rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } } / Double(rows.count)
    }
    // Each column varies by one deviation, and the weights share out a square of 9.
    #expect(try abs(square(["graf"]) - 9) < 0.5)
    #expect(try abs(square(["graf", "path"]) - 18) < 1)
    #expect(try SurrogateEncoding(["statistics"], of: sources).scores == 0)
    #expect(throws: UserError.self) { try SurrogateEncoding(["graf", "graf"], of: sources) }
    #expect(throws: UnknownNameError.self) { try SurrogateEncoding(["grap"], of: sources) }
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
      for encoding in ArchitectureEncodings.registered
      where encoding != OperatorCounts.self && (name != "darts" || encoding != GRAF.self) {
        #expect(throws: UserError.self) {
          try encoding.init(SurrogateSources(space, scorer: nil, operators: [], threads: 1))
        }
      }
    }
    #expect(throws: UnknownNameError.self) { try ArchitectureEncodings.named("grap") }
    #expect(throws: UnknownNameError.self) { try SurrogateModels.named("tree") }
  }
}
