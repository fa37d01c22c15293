import Foundation
import TestSupport
import Testing

/// The spaces in `Examples/`, from check to export.
@Suite struct ExampleSpacesTests {
  private static let folder = Locations.root.appendingPathComponent("Examples")

  @Test("Every example is listed in the README beside it")
  func listed() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let text = try String(
      contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    let spaces = files.filter { $0.hasSuffix(".yaml") }
    #expect(spaces.count >= 3)
    for name in spaces { #expect(text.contains("(\(name))"), "\(name)") }
  }

  @Test("The network that Single Path One-Shot found costs what its authors say")
  func singlePathOneShot() throws {
    try Program.test { program in
      let path = Self.folder.appendingPathComponent("single-path-one-shot.yaml").path
      let run = try program.run("cost", path, "21012020202300003233", "--format", "json")
      let cost = try #require(try run.objects().first)
      // They round to 3.5 M parameters and 323 M multiply-accumulates.
      #expect(cost["params"] as? Int == 3_558_464)
      #expect(cost["flops"] as? Int == 322_918_720)
    }
  }

  @Test(
    "A paper's space goes from its file to scores, costs and a network",
    arguments: [
      ("metaqnn", "8.8 x 10^12"), ("single-path-one-shot", "1.1 x 10^12"),
      ("hierarchical-motif", "117649"), ("genetic-cnn", "82247"),
    ])
  func space(name: String, size: String) throws {
    try Program.test { program in
      let path = Self.folder.appendingPathComponent("\(name).yaml").path
      let check = try program.run("spaces", "check", path)
      #expect(check.exitCode == 0)
      #expect(!check.standardError.contains("lowering"), "\(check.standardError)")
      #expect(check.lines.first?.hasSuffix(", \(size) architectures") == true, "\(check.lines[0])")
      let sample = try program.run("spaces", "sample", path, "-n", "20").standardOutput
      for by in ["predictor", "naswot"] {
        let scores = try program.run(
          ["score", path, "--by", by, "--format", "json"], input: sample)
        #expect(scores.exitCode == 0)
        let rows = try scores.objects()
        #expect(rows.count == 20)
        #expect(Set(rows.compactMap { $0["score"] as? Double }).count > 10)
      }
      let first = String(sample.split(separator: "\n")[0])
      let cost = try program.run("cost", path, first, "--format", "json")
      #expect(try #require(cost.objects().first?["params"] as? Int) > 1_000)
      for format in ["pytorch", "onnx"] {
        let run = try program.run("export", path, first, "--to", format, "-o", "network")
        #expect(run.exitCode == 0)
        #expect(FileManager.default.fileExists(atPath: program.file("network").path))
      }
    }
  }
}
