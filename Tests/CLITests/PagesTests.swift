import Foundation
import TestSupport
import Testing

@Suite struct PagesTests {
  @Test("The pages of the shipped spaces are those that their files give")
  func shipped() throws {
    try Program.test { program in
      let run = try program.run("spaces", "page", "-o", ".")
      #expect(run.exitCode == 0)
      #expect(run.standardOutput == "")
      let made = try files(in: program.folder)
      let pages = Locations.root.appendingPathComponent("docs/spaces")
      #expect(try files(in: pages) == made, "run make pages")
      for name in made {
        let expected = try String(contentsOf: pages.appendingPathComponent(name), encoding: .utf8)
        let isEqual = try String(contentsOf: program.file(name), encoding: .utf8) == expected
        #expect(isEqual, "\(name) is out of date; run make pages")
      }
      let spaces = try files(in: Locations.spaces).filter { $0.hasSuffix(".yaml") }
      #expect(made.count == 2 * spaces.count + 1)
    }
  }

  private func files(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") || $0.hasSuffix(".svg") || $0.hasSuffix(".yaml") }.sorted()
  }

  @Test("A page tells what the space file says, and nothing that it does not")
  func content() throws {
    try Program.test { program in
      try program.write(
        """
        format: 1
        name: mine
        operators:
          - {name: in, role: input, description: Input}
          - {name: pool, role: operation, description: 3x3 max pooling}
          - {name: out, role: output, description: Output}
        topology:
          kind: operators-on-edges
          nodes: 2
          input: 0
          output: 1
          edges: [[0, 1]]
          operators: [pool]
        notations:
          - {name: text, kind: edges-by-node}

        """, to: "mine.yaml")
      #expect(try program.run("spaces", "page", "mine.yaml", "-o", ".").exitCode == 0)
      let page = try String(contentsOf: program.file("mine.md"), encoding: .utf8)
      #expect(page.contains("Each of the edges 0 → 1 carries one operator, `pool`"))
      #expect(page.contains("There is 1 architecture."))
      #expect(page.contains("| `pool` | 3x3 max pooling | looks around, pools; cost 0.00 |  |\n"))
      #expect(page.contains("| text | `\\|pool~0\\|` | yes |\n"))
      for heading in ["## Networks", "## Cost", "## Benchmark"] { #expect(!page.contains(heading)) }
      #expect(try files(in: program.folder) == ["mine.md", "mine.svg", "mine.yaml"])
      expectFailure(
        try program.run("spaces", "page", "mine.yaml", "-o", "missing"),
        "Error: missing/mine.md: cannot write: No such file or directory")
    }
  }
}
