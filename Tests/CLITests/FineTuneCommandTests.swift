import Foundation
import TestSupport
import Testing

@Suite struct FineTuneCommandTests {
  private static let model = Locations.root.appendingPathComponent("Tests/Goldens/language/bert")
    .path

  /// Micro cells whose labels count 3x3 convolutions, and another task of the same cells.
  private func table(_ program: Program) throws -> String {
    let toy = try ToyTable.transnasbench101(for: program)
    let lines = toy.rows.prefix(50).enumerated().map { place, row in
      let threes = row[0].dropFirst(9).filter { $0 == "3" }.count
      return "\(row[0]),\(threes).\(place),\(100 - threes)"
    }
    return (["arch,quality,error"] + lines).map { $0 + "\n" }.joined()
  }

  @Test("What is trained is written, read as a language model, and measured on other rows")
  func works() throws {
    try Program.test { program in
      try program.write(table(program), to: "labels.csv")
      func run(_ more: String...) throws -> Run {
        try program.run(
          [
            "fine-tune", "transnasbench101-micro", "--labels", "labels.csv", "--label-column",
            "quality", "--language-model", Self.model, "--epochs", "3", "--rate", "1e-3",
          ] + more)
      }
      let written = try run("-o", "tuned.h5")
      #expect(written.exitCode == 0, "\(written.standardError)")
      #expect(written.standardError.contains("wrote tuned.h5; it has seen these labels"))
      let folder = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
      #expect(!folder.contains { $0.hasSuffix(".checkpoint") })
      let first = try Data(contentsOf: program.folder.appendingPathComponent("tuned.h5"))
      #expect(try run("-o", "tuned.h5", "--threads", "1").exitCode == 0)
      #expect(try Data(contentsOf: program.folder.appendingPathComponent("tuned.h5")) == first)

      let used = try program.run(
        "adapt", "transnasbench101-micro", "--labels", "labels.csv", "--label-column", "quality",
        "--counts", "20", "--draws", "2", "--surrogate", "ridge", "--encoding", "code",
        "--language-model", "tuned.h5", "--format", "csv")
      #expect(used.exitCode == 0, "\(used.standardError)")

      let curve = try run("--counts", "20", "--draws", "2", "--format", "csv")
      let rows = curve.lines.filter { !$0.isEmpty }.map {
        $0.split(separator: ",").map(String.init)
      }
      #expect(curve.exitCode == 0 && rows.count == 2, "\(curve.standardError)")
      #expect(rows[1].prefix(3) == ["20", "2", "30"])
      for column in [3, 5] { #expect(try #require(Double(rows[1][column])) > 0.2, "\(rows[1])") }
      let others = try run(
        "--counts", "0,10", "--draws", "1", "--labels-from", "labels.csv:error", "--format", "csv")
      #expect(others.exitCode == 0, "\(others.standardError)")
      // The other task teaches the opposite: 100 less what is counted.
      let alone = try #require(others.lines.first { $0.hasPrefix("0,1,50,") })
      #expect(
        try #require(Double(alone.split(separator: ",", omittingEmptySubsequences: false)[5]))
          < -0.2)
    }
  }

  @Test("What cannot be trained is one sentence that says what to do")
  func mistakes() throws {
    try Program.test { program in
      try program.write(table(program), to: "labels.csv")
      let llama = Locations.root.appendingPathComponent("Tests/Goldens/language/llama.gguf").path
      for (options, code, words) in [
        (["-o", "x.h5"], 64, "Missing expected '--labels <file>'"),
        (["--labels", "labels.csv"], 64, "Name the file to write with -o"),
        (
          ["--labels", "labels.csv", "--label-column", "quality", "--counts", "40"], 1,
          "holds 50 labelled architectures"
        ),
        (["--labels", "labels.csv", "--counts", "1"], 64, "--counts holds \"1\""),
        (["--labels", "labels.csv", "-o", "x.h5", "--batch", "1"], 64, "a pair needs 2"),
        (["--labels", "labels.csv", "-o", "x.h5", "--rate", "0"], 64, "--rate is 0.0"),
        (["--labels", "labels.csv", "-o", "x.h5", "--text", "haiku"], 64, "unknown text"),
        (
          [
            "--labels", "labels.csv", "--label-column", "quality", "-o", "x.h5",
            "--language-model", llama,
          ], 1, "only BERT's can be fine-tuned"
        ),
        (
          [
            "--labels", "labels.csv", "--label-column", "quality", "-o", "no/such/x.h5",
            "--language-model", Self.model,
          ], 1, "no/such/x.h5: cannot write"
        ),
      ] as [([String], Int32, String)] {
        let run = try program.run(["fine-tune", "transnasbench101-micro"] + options)
        #expect(run.exitCode == code && run.standardError.contains(words), "\(run)")
      }
    }
  }
}
