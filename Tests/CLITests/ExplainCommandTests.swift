import Foundation
import TestSupport
import Testing

@Suite struct ExplainCommandTests {
  private static let best =
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+"
    + "|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|"

  @Test("A row for each operator, and what is meant by removed")
  func table() throws {
    try Program.test { program in
      let run = try program.run("explain", "nasbench201", Self.best)
      #expect(run.exitCode == 0)
      #expect(
        run.lines[0].split(separator: " ").map(String.init) == [
          "place", "operator", "removed", "skip_connect", "nor_conv_1x1", "nor_conv_3x3",
          "avg_pool_3x3",
        ])
      #expect(run.lines.filter { !$0.isEmpty }.count == 7)
      #expect(run.standardError.contains("; removed means that the edge is cut"))
    }
  }

  @Test("The scores of changes are those of tgnas score")
  func scores() throws {
    try Program.test { program in
      let run = try program.run(
        "explain", "nasbench201", Self.best, "--format", "csv", "--quiet")
      #expect(run.standardError == "")
      let rows = run.lines.filter { !$0.isEmpty }.map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      #expect(rows[0] == ["place", "operator", "replacement", "score", "difference"])
      // Six removals and 24 replacements.
      #expect(rows.count == 31)
      let changed = try #require(
        rows.first { $0[0] == "2 -> 3" && $0[2] == "avg_pool_3x3" })
      let alone = try program.run(
        "score", "nasbench201",
        Self.best.replacingOccurrences(of: "nor_conv_3x3~2", with: "avg_pool_3x3~2"), "--format",
        "csv", "--quiet")
      // The notation has no comma in it.
      #expect(alone.lines[1].split(separator: ",")[1] == changed[3])
    }
  }

  @Test("The picture is the one that docs/commands.md shows")
  func picture() throws {
    try Program.test { program in
      let run = try program.run("explain", "nasbench201", Self.best, "--drawing", "why.svg")
      #expect(run.exitCode == 0)
      let svg = try String(contentsOf: program.file("why.svg"), encoding: .utf8)
      let golden = Locations.root.appendingPathComponent("docs/nasbench201-explained.svg")
      #expect(
        try svg == String(contentsOf: golden, encoding: .utf8),
        "docs/nasbench201-explained.svg differs; if that is meant, draw it again")
    }
  }

  @Test(
    "Spaces of whole networks are explained by what scores them, with operators of one's own, too")
  func others() throws {
    try Program.test { program in
      let macro = try program.run(
        "explain", "transnasbench101-macro", "64-1244-basic", "--by", "params", "--drawing",
        "why.svg")
      #expect(macro.exitCode == 0)
      #expect(!macro.standardError.contains("removed means"))
      let svg = try String(contentsOf: program.file("why.svg"), encoding: .utf8)
      #expect(svg.contains("mean change in score when another operator replaces it"))
      let more = try program.run(
        "explain", "nasbench201", Self.best, "--with-operator",
        "blur_conv: 3x3 convolution with an anti-aliasing blur filter")
      #expect(more.exitCode == 0)
      #expect(more.lines[0].hasSuffix("blur_conv"))
    }
  }

  @Test("A picture that cannot be written is an error, and nothing else is printed")
  func unwritable() throws {
    try Program.test { program in
      let run = try program.run(
        "explain", "nasbench201", Self.best, "--drawing", "missing/why.svg")
      #expect(run.exitCode == 1)
      #expect(run.standardOutput == "")
      #expect(run.standardError.contains("missing/why.svg"))
      #expect(try program.run("explain", "nasbench201", Self.best, "--drawing", "").exitCode == 64)
    }
  }
}
