import Files
import Foundation
import Spaces
import TestSupport
import Testing

/// The spaces against their published tables. The tables are too large to ship; without them these
/// tests are skipped.
@Suite(
  .enabled(
    if: Locations.benchmarks != nil,
    "the benchmark tables are absent; set TGNAS_BENCHMARKS to their folder to run this"))
struct BenchmarkTableTests {
  /// The first columns of each row.
  static func rows(_ file: String, columns: Int) throws -> [[Substring]] {
    let folder = try #require(Locations.benchmarks)
    let text = try InputFile.text(at: folder.appendingPathComponent(file).path)
    return text.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", maxSplits: columns).prefix(columns).map { $0 }
    }
  }

  @Test("All 30,001 module hashes are reproduced, and each cell is one of the listed")
  func moduleHashes() throws {
    let space = try Shipped.space("nasbench101")
    let rows = try BenchmarkTableTests.rows("nasbench101.csv", columns: 3)
    #expect(rows.count == 30_001)
    let listed = Set(space.architectures)
    var cells: Set<Architecture> = []
    var wrongHashes = 0
    var unlisted = 0
    for row in rows {
      let cell = try space.architecture(parsing: "\(row[1]):\(row[2])")
      if try space.notation(of: cell, as: "hash") != row[0] { wrongHashes += 1 }
      let representative = space.representative(of: cell)
      if !listed.contains(representative) { unlisted += 1 }
      if try space.notation(of: representative, as: "hash") != row[0] { wrongHashes += 1 }
      cells.insert(representative)
    }
    #expect(wrongHashes == 0)
    #expect(unlisted == 0)
    #expect(cells.count == rows.count)
  }

  @Test("All 15,625 indices of NAS-Bench-201 are reproduced, and read back")
  func indices() throws {
    let space = try Shipped.space("nasbench201")
    let rows = try BenchmarkTableTests.rows("nasbench201.csv", columns: 2)
    #expect(rows.count == 15_625)
    var wrong = 0
    for row in rows {
      let cell = try space.architecture(parsing: String(row[1]))
      if try space.notation(of: cell, as: "index") != row[0] { wrong += 1 }
      if try space.architecture(parsing: String(row[0])) != cell { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test(
    "The strings of a table are the canonical notation, and each names an architecture of its own",
    arguments: [
      ("nasbench201", 1), ("transnasbench101-micro", 0), ("transnasbench101-macro", 0),
      ("nasbench-macro", 0),
    ])
  func strings(name: String, column: Int) throws {
    let space = try Shipped.space(name)
    let rows = try BenchmarkTableTests.rows("\(name).csv", columns: 2)
    var architectures: Set<Architecture> = []
    var changed = 0
    for row in rows {
      let architecture = try space.architecture(parsing: String(row[column]))
      if space.notation(of: architecture) != row[column] { changed += 1 }
      architectures.insert(architecture)
    }
    #expect(changed == 0)
    #expect(SpaceSize(architectures.count) == space.size)
  }
}
