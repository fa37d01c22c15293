import Foundation
import TestSupport
import Testing

@Suite struct ReadmeTests {
  @Test("Every tgnas command of the README works")
  func readme() throws {
    let markdown = try String(
      contentsOf: Locations.root.appendingPathComponent("README.md"), encoding: .utf8)
    let examples = ShellExamples(markdown: markdown)
    #expect(examples.lines.contains { $0.hasPrefix("tgnas ") })
    try Program.test { program in
      for problem in try examples.problems(program) { Issue.record("\(problem)") }
    }
  }

  @Test("The result of make search is the one that the README shows")
  func shownResult() throws {
    let markdown = try String(
      contentsOf: Locations.root.appendingPathComponent("README.md"), encoding: .utf8)
    let shown = markdown.split(separator: "\n").filter {
      $0.hasPrefix("arch  ") || $0.hasPrefix("evaluations  ")
    }
    #expect(shown.count == 2)
    try Program.test { program in
      let lines = try program.run("search", "nasbench201").lines
      for line in shown { #expect(lines.contains(String(line))) }
    }
  }

  @Test("Shell blocks are told from others, comments from commands")
  func reading() {
    let markdown = """
      Text with `tgnas inline`.

      ```sh
      make search   # builds
      # only a comment
      tgnas rank nasbench201 \\
        --top 3
      ```

      ```
      tgnas output
      ```

      ```swift
      let tgnas = 1
      ```
        ```sh
        tgnas encode "a # b"
        ```
      """
    #expect(
      ShellExamples(markdown: markdown).lines
        == [
          "make search   # builds", "tgnas rank nasbench201 --top 3", "tgnas encode \"a # b\"",
        ])
  }

  @Test(
    "A command that does not work is found",
    arguments: [
      "tgnas frobnicate", "tgnas rank nasbench20", "tgnas rank nasbench201 --frobnicate",
      "tgnas spaces list | frobnicate", "tgnas rank nasbench20 | cat", "frobnicate",
    ])
  func failures(line: String) throws {
    try Program.test { program in
      let problems = try ShellExamples(markdown: "```sh\n\(line)\n```").problems(program)
      #expect(problems.count == 1)
      #expect(problems.first?.hasPrefix("\(line): ") == true)
    }
  }
}
