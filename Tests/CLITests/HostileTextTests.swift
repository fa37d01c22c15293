import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Text of a file never becomes code, markup, a path or a control sequence, whatever writes it.
@Suite struct HostileTextTests {
  /// As YAML within quotation marks.
  private static let titles = [
    #"x\"\"\"; raise SystemExit(3); \"\"\"y"#, #"x'''; raise SystemExit(3); '''y"#, #"ends in \\"#,
    #"\\\"; raise SystemExit(3) #"#, #"\\N{LATIN}"#, #"\\x4"#, #"\e[31mred\e]0;title\a"#,
    #"\x9b2J"#,
    #"a\nb\r\nc\u2028d"#, #"<script>alert(1)</script>"#, #"\" onload=\"alert(1)"#,
    #"]]><x/>&amp;&"#,
    #"' onerror='alert(1)"#, #"[x](javascript:alert(1))"#, #"`code` | cell | *x* _y_ # ~"#,
    #"=HYPERLINK(\"http://x\")"#, #"+1+cmd|'/C calc'!A0"#, #"-2+3"#, #"@SUM(A1)"#,
    #"\u202egnp.exe"#, #"$(touch run) `touch run`"#, #"{\"a\": \"\\u0000\"}"#,
    #"</title></svg><svg onload='alert(1)'>"#,
  ]

  private static func space(_ title: String) -> String {
    """
    format: 1
    name: hostile
    extends: nasbench201
    title: "\(title)"
    citation: "\(title)"
    operators:
      - name: nor_conv_3x3
        description: "3x3 convolution \(title)"
        lowering: [relu, {convolution: {kernel: 3}}, batch-norm]
    """
  }

  private func control(_ text: String) -> Unicode.Scalar? {
    text.unicodeScalars.first { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
  }

  private func expectXML(_ text: String, _ title: String) {
    let parser = XMLParser(data: Data(text.utf8))
    let elements = Elements()
    parser.delegate = elements
    #expect(parser.parse(), "\(title)")
    #expect(!elements.names.contains("script") && !elements.names.contains("x"), "\(title)")
    #expect(!elements.attributes.contains { $0.hasPrefix("on") }, "\(title)")
  }

  private final class Elements: NSObject, XMLParserDelegate {
    var names: Set<String> = []
    var attributes: Set<String> = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      names.insert(name)
      self.attributes.formUnion(attributes.keys)
    }
  }

  @Test("Every output of a hostile space is only text", arguments: titles)
  func outputs(title: String) throws {
    try Program.test { program in
      try program.write(Self.space(title), to: "hostile.yaml")
      try program.write(
        "import ast, sys\nassert len(ast.parse(open(sys.argv[1]).read()).body) > 3\n",
        to: "parse.py")
      for command in [
        "spaces check", "spaces show", "draw --as text", "draw --as svg", "draw --as dot",
        "export --to json", "spaces show --format csv", "spaces show --format json",
      ] {
        var words = command.split(separator: " ").map(String.init)
        let place = words[0] == "spaces" ? 2 : 1
        words.insert(contentsOf: ["hostile.yaml"] + (place == 1 ? ["7"] : []), at: place)
        let run = try program.run(words)
        #expect(run.exitCode == 0, "\(command): \(run.notes)")
        #expect(control(run.standardOutput) == nil, "\(command): \(title)")
        #expect(control(run.standardError) == nil, "\(command): \(title)")
        switch command {
        case "draw --as svg": expectXML(run.standardOutput, title)
        case "export --to json": _ = try run.object()
        case "spaces show --format json": _ = try run.objects()
        case "draw --as dot":
          // Outside of strings nothing stands but what the program wrote.
          let outside = run.standardOutput.replacing("\\\\", with: "").replacing("\\\"", with: "")
            .split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 0 }.map(\.element).joined()
          #expect(!outside.contains("alert") && !outside.contains("raise"))
        default: break
        }
      }
      let export = ["export", "hostile.yaml", "7", "--to", "pytorch", "-o", "network.py"]
      #expect(try program.run(export).exitCode == 0)
      let parsed = Python.run(
        "/usr/bin/env", ["python3", "parse.py", "network.py"], in: program.folder.path)
      // 127: there is no Python.
      #expect([0, 127].contains(parsed.status), "\(title): \(parsed.text)")
      #expect(
        try program.run("export", "hostile.yaml", "7", "--to", "onnx", "-o", "x").exitCode == 0)
      #expect(try program.run("spaces", "page", "hostile.yaml", "-o", ".").exitCode == 0)
      let page = try String(contentsOf: program.file("hostile.md"), encoding: .utf8)
      #expect(control(page) == nil && !page.contains("<script"))
      #expect(!page.replacing("\\]", with: "").contains("](javascript"))
      expectXML(try String(contentsOf: program.file("hostile.svg"), encoding: .utf8), title)
      #expect(!FileManager.default.fileExists(atPath: program.file("run").path))
    }
  }

  @Test("So is every file of a report")
  func report() throws {
    try Program.test { program in
      try program.write(Self.space(Self.titles.joined(separator: " ")), to: "hostile.yaml")
      let search = ["search", "hostile.yaml", "--study", "s", "--budget", "40", "--quiet"]
      #expect(try program.run(search).exitCode == 0)
      let made = try program.run("report", "s", "--space", "hostile.yaml", "-o", "out", "--quiet")
      #expect(made.exitCode == 0, "\(made.notes)")
      let page = try String(contentsOf: program.file("out/report.html"), encoding: .utf8)
      #expect(control(page) == nil && !page.contains("<script") && !page.contains("onload=\"a"))
      let notebook = try Data(contentsOf: program.file("out/report.ipynb"))
      let text = try #require(
        try JSONSerialization.jsonObject(with: notebook) as? [String: Any])
      for cell in try #require(text["cells"] as? [[String: Any]])
      where cell["cell_type"] as? String == "markdown" {
        let source = (cell["source"] as? [String] ?? []).joined()
        #expect(
          !source.contains("<script") && !source.replacing("\\]", with: "").contains("](javascript")
        )
      }
      let csv = try String(contentsOf: program.file("out/operators.csv"), encoding: .utf8)
      #expect(control(csv) == nil)
    }
  }

  @Test("Control characters of what the user gives are not repeated")
  func arguments() throws {
    try Program.test { program in
      for arguments in [
        ["\u{1B}[31m"], ["score", "\u{1B}[31m", "7"], ["score", "nasbench201", "\u{9B}2J"],
        ["search", "nasbench201", "--strategy", "\u{1B}[2J\u{7}"],
        ["score", "nasbench201", "7", "--weights", "\u{1B}[2J.h5"],
        ["score", "nasbench201", "7", "--with-operator", "\u{1B}[2J: 3x3 convolution"],
      ] {
        let run = try program.run(arguments)
        #expect(run.exitCode != 0)
        #expect(control(run.standardError) == nil, "\(arguments)")
      }
    }
  }

  @Test(
    "Limits of the machine end in a result, or in a sentence that says what is needed",
    arguments: [
      ("-v 150000", "Error: the memory is limited; tgnas needs 192 MB of it"),
      ("-v 200000", nil), ("-v 250000", nil),
      ("-s 64", "Error: the stack is limited; tgnas needs 128 kB of it"), ("-s 128", nil),
    ])
  func smallMachine(limit: String, sentence: String?) throws {
    try Program.test { program in
      let binary = try #require(Program.path)
      let run = try program.start(
        ["-c", "ulimit \(limit); exec '\(binary)' rank nasbench201 --top 1"],
        executable: "/bin/bash"
      ).wait(timeout: 60)
      if let sentence {
        expectFailure(run, sentence)
      } else {
        #expect(run.exitCode == 0, "\(run.notes)")
      }
    }
  }

  @Test("A name is no path")
  func names() throws {
    try Program.test { program in
      try FileManager.default.createDirectory(
        at: program.file("pages"), withIntermediateDirectories: false)
      for name in ["../escaped", "/escaped", "..", "a/../../escaped"] {
        try program.write("format: 1\nname: \(name)\nextends: nasbench201\n", to: "x.yaml")
        expectFailure(
          try program.run("spaces", "page", "x.yaml", "-o", "pages"), "\"name\" of the space file")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.path).count == 2)
    }
  }

  @Test("Numbers that nothing has end in one sentence, or in lines as they are drawn")
  func numbers() throws {
    try Program.test { program in
      let huge = "9223372036854775807"
      for arguments in [
        ["search", "nasbench201", "--budget", huge],
        ["score", "nasbench201", "7", "--threads", huge],
        ["adapt", "nasbench201", "--labels", "x", "--draws", huge],
        ["compare", "nasbench201", "--seeds", huge], ["compare", "nasbench201", "--budgets", huge],
      ] {
        expectFailure(try program.run(arguments), code: 64, huge)
      }
      try program.write("", to: "lines")
      let lines = program.file("lines").path
      let drawn = try program.start(
        ["spaces", "sample", "nasbench201", "-n", huge], standardOutput: lines
      ).ended(by: SIGKILL) { (FileManager.default.contents(atPath: lines)?.count ?? 0) > 100_000 }
      #expect(drawn.exitCode == -SIGKILL)
      let run = try program.run(
        "score", "nasbench201", "|x~0|+|none~0|x~1|+|x~0|none~1|x~2|", "--by", "predictor",
        "--with-operator", "x: 4294967296x4294967296 convolution")
      #expect(run.exitCode == 0)
      #expect(run.standardError.contains("states a number that is too large"))
    }
  }
}
