import Foundation
import TestSupport
import Testing

@Suite struct GuideTests {
  @Test("The guide to one's own search space works, from its files to its last command")
  func ownSpace() throws {
    let markdown = try String(
      contentsOf: Locations.root.appendingPathComponent("docs/your-own-space.md"), encoding: .utf8)
    try Program.test { program in
      let files = Self.files(in: markdown)
      #expect(files.map(\.name) == ["my-space.yaml", "my-networks.yaml"])
      for file in files {
        try file.text.write(
          to: program.folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
      }
      let examples = ShellExamples(markdown: markdown)
      #expect(examples.lines.count >= 10)
      for problem in try examples.problems(program) { Issue.record("\(problem)") }
      let check = try program.run("spaces", "check", "my-space.yaml")
      #expect(check.standardOutput.contains("125 architectures"))
      let module = try String(
        contentsOf: program.folder.appendingPathComponent("network.py"), encoding: .utf8)
      #expect(module.contains("class Network(nn.Module):"))
    }
  }

  @Test(
    "Every command of a page works, in its order",
    arguments: [
      ("report", 6...6), ("faq", 20...100), ("tables", 2...2), ("training-loop", 9...9),
      ("surrogates", 6...6), ("language-models", 2...2), ("proxies", 4...4),
      ("commands", 20...100),
    ])
  func page(name: String, lines: ClosedRange<Int>) throws {
    let markdown = try String(
      contentsOf: Locations.root.appendingPathComponent("docs/\(name).md"), encoding: .utf8)
    try Program.test { program in
      let examples = ShellExamples(markdown: markdown)
      #expect(lines.contains(examples.lines.count))
      for problem in try examples.problems(program) { Issue.record("\(problem)") }
    }
  }

  @Test("The page of questions answers all thirteen")
  func questions() throws {
    let markdown = try String(
      contentsOf: Locations.root.appendingPathComponent("docs/faq.md"), encoding: .utf8)
    #expect(markdown.split(separator: "\n").count { $0.hasPrefix("### ") } == 13)
  }

  /// The YAML blocks whose first line is a comment with the name of a file.
  private static func files(in markdown: String) -> [(name: String, text: String)] {
    markdown.components(separatedBy: "```yaml\n").dropFirst().compactMap { rest in
      let text = rest.components(separatedBy: "```")[0]
      guard let line = text.split(separator: "\n").first, line.hasPrefix("# ") else { return nil }
      return (String(line.dropFirst(2)), text)
    }
  }
}
