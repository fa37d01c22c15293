import Foundation
import TestSupport
import Testing

@Suite struct DrawCommandTests {
  /// The cell that docs/commands.md draws.
  private static let best =
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+"
    + "|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|"
  private static let cell =
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|"

  @Test("A cell is drawn for the terminal")
  func text() throws {
    try Program.test { program in
      let run = try program.run("draw", "nasbench201", Self.cell)
      #expect(run.exitCode == 0)
      #expect(run.standardError == "")
      #expect(run.lines.prefix(3) == ["NAS-Bench-201", Self.cell, ""])
      for words in ["( input 0 )", "( output 3 )", "nor_conv_1x1", "none", "▼"] {
        #expect(run.standardOutput.contains(words))
      }
      #expect(try program.run("draw", "nb201", Self.cell, "--as", "text").lines == run.lines)
    }
  }

  @Test("--canonical draws what the cell computes")
  func canonical() throws {
    try Program.test { program in
      let run = try program.run("draw", "nasbench201", Self.cell, "--canonical")
      #expect(run.exitCode == 0)
      #expect(run.lines.first == "NAS-Bench-201, canonical graph")
      let drawn = run.lines.dropFirst(2).joined(separator: "\n")
      for words in ["none", "skip_connect"] { #expect(!drawn.contains(words)) }
      #expect(drawn.components(separatedBy: "nor_conv_3x3").count == 4)
      let none = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"
      let nothing = try program.run("draw", "nasbench201", none, "--canonical")
      #expect(nothing.exitCode == 0)
      #expect(nothing.standardOutput.contains("the input does not reach the output"))
    }
  }

  @Test("Pictures go to a file, with operators coloured as their descriptions are understood")
  func picture() throws {
    try Program.test { program in
      let run = try program.run("draw", "nasbench201", Self.best, "--as", "svg", "-o", "cell.svg")
      #expect(run.exitCode == 0)
      #expect(run.standardOutput == "")
      let svg = try String(contentsOf: program.file("cell.svg"), encoding: .utf8)
      for kind in ["convolution", "identity"] { #expect(svg.contains(">\(kind)</text>")) }
      let other = try program.run("draw", "nasbench201", Self.cell, "--as", "svg")
      #expect(other.standardOutput.contains(">no connection</text>"))
      let golden = Locations.root.appendingPathComponent("docs/nasbench201-best.svg")
      #expect(
        try svg == String(contentsOf: golden, encoding: .utf8),
        "docs/nasbench201-best.svg differs; if that is meant, draw it again with --as svg")
    }
  }

  @Test("Architectures come from the standard input, too, in any notation")
  func input() throws {
    try Program.test { program in
      let arguments = ["draw", "transnasbench101-micro", "-", "--as", "dot"]
      let run = try program.run(arguments, input: "\n 64-41414-1_02_333\n")
      #expect(run.exitCode == 0)
      #expect(run.lines.first == "digraph cell {")
      #expect(run.lines.filter { $0.contains(" -> ") }.count == 6)
      expectFailure(
        try program.run(arguments, input: "\n"),
        "standard input: holds 0 architectures; expected one")
      expectFailure(
        try program.run(arguments, input: "64-41414-1_02_333\n\n64-41414-1_02_333\n"),
        "standard input: holds 2 architectures; expected one")
    }
  }

  @Test("A malformed architecture is explained with the wrong character")
  func malformed() throws {
    try Program.test { program in
      expectFailure(
        try program.run("draw", "nasbench201", Self.cell + "x"), "character 88: found \"x\"")
      expectFailure(
        try program.run("draw", "nasbench201", Self.cell, "-o", "missing/cell.svg"),
        "missing/cell.svg")
    }
  }
}
