import Foundation
import TestSupport
import Testing

/// The help texts, as they are in `Tests/Goldens/help`. See the file there on how to renew them.
@Suite struct HelpTests {
  static let goldens = Locations.goldens.appendingPathComponent("help")
  /// The variable that renews the goldens instead of comparing with them.
  static let renewal = "RENEW_HELP"

  /// The words after `tgnas help` for every command that the help itself leads to, and the hidden
  /// one.
  private func topics(_ program: Program) throws -> [[String]] {
    var topics: [[String]] = [["embed"], ["compare"]]
    var unread: [[String]] = [[]]
    while let topic = unread.popLast() {
      topics.append(topic)
      let lines = try help(topic, program)
      for heading in lines.indices where lines[heading].hasSuffix("SUBCOMMANDS:") {
        for line in lines[(heading + 1)...].prefix(while: { !$0.isEmpty }) {
          // Lines that are indented more continue the description of the command above. Aliases
          // follow a name behind a comma.
          let name = line.dropFirst(2).prefix { $0 != " " && $0 != "," }
          if !name.isEmpty { unread.append(topic + [String(name)]) }
        }
      }
    }
    return topics.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func help(
    _ topic: [String], _ program: Program, columns: Int = 80
  ) throws -> [String] {
    var program = program
    program.environment["COLUMNS"] = String(columns)
    let run = try program.run(["help"] + topic)
    #expect(run.exitCode == 0)
    #expect(run.standardError == "")
    return run.lines
  }

  /// The paragraphs and examples between the overview and the usage.
  private func discussion(_ lines: [String]) -> ArraySlice<String> {
    let end = lines.firstIndex { $0.hasPrefix("USAGE:") } ?? lines.endIndex
    return lines[..<end]
  }

  @Test("The help texts are those that were last agreed on")
  func goldens() throws {
    try Program.test { program in
      var names: Set<String> = []
      for topic in try topics(program) {
        let name = (["tgnas"] + topic).joined(separator: "-") + ".txt"
        names.insert(name)
        let text = try help(topic, program).joined(separator: "\n") + "\n"
        let file = Self.goldens.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment[Self.renewal] != nil {
          try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let golden = try? String(contentsOf: file, encoding: .utf8)
        #expect(
          text == golden, "\(name) differs; if that is meant, renew it with \(Self.renewal)=1")
      }
      #expect(names.count >= 14)
      let files = try FileManager.default.contentsOfDirectory(atPath: Self.goldens.path)
      #expect(Set(files.filter { $0.hasSuffix(".txt") }) == names)
    }
  }

  @Test("Help fits a terminal of 80 and of 120 columns", arguments: [80, 120])
  func width(columns: Int) throws {
    try Program.test { program in
      for topic in try topics(program) {
        let lines = try help(topic, program, columns: columns)
        for line in lines where line.count > columns { Issue.record("\(topic): \(line)") }
        #expect(lines.first?.hasPrefix("OVERVIEW: ") == true)
      }
    }
  }

  @Test("Paragraphs fill their lines, at 80 columns and at 120", arguments: [80, 120])
  func paragraphs(columns: Int) throws {
    try Program.test { program in
      for topic in try topics(program) {
        let lines = discussion(try help(topic, program, columns: columns))
        for (line, next) in zip(lines, lines.dropFirst()) {
          // An indented line is an example, and a line that ends in a colon announces some.
          let isExample = next.hasPrefix(" ")
          guard !line.isEmpty, !next.isEmpty, !isExample else { continue }
          let word = next.prefix { $0 != " " }
          #expect(
            line.count + 1 + word.count >= columns, "\(topic): a line breaks early: \(line)")
        }
      }
    }
  }

  @Test("Examples are not wrapped")
  func exampleLines() throws {
    try Program.test { program in
      for topic in try topics(program) {
        let narrow = discussion(try help(topic, program)).filter { $0.hasPrefix(" ") }
        let wide = discussion(try help(topic, program, columns: 1_000)).filter { $0.hasPrefix(" ") }
        #expect(narrow == wide)
      }
    }
  }

  @Test("Every example works")
  func examples() throws {
    try Program.test { program in
      let script = try topics(program).flatMap { topic in
        // The purpose of an example may follow it, two spaces or more after it.
        discussion(try help(topic, program)).filter { $0.hasPrefix("  ") }
          .map { $0.dropFirst(2).replacing(/(\S) {3,}\S.*/) { String($0.1) } }
          // docs/commands.md trains; once is enough.
          .filter { !$0.hasPrefix("tgnas train") && !$0.hasPrefix("  --tables") }
      }
      let markdown = "```sh\n\(script.joined(separator: "\n"))\n```\n"
      let examples = ShellExamples(markdown: markdown)
      #expect(examples.lines.count > 10)
      for problem in try examples.problems(program) { Issue.record("\(problem)") }
    }
  }

  @Test("help, --help and -h say the same")
  func spellings() throws {
    try Program.test { program in
      let expected = try program.run("help", "rank").standardOutput
      for spelling in [["rank", "--help"], ["rank", "-h"], ["help", "rank"]] {
        let run = try program.run(spelling)
        #expect(run.exitCode == 0)
        #expect(run.standardOutput == expected)
      }
      // Without a command there is nothing to do but help.
      let bare = try program.run([])
      #expect(try bare.standardOutput == program.run("help").standardOutput)
    }
  }

  @Test("Completion scripts are made for every shell", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    try Program.test { program in
      let run = try program.run("--generate-completion-script", shell)
      #expect(run.exitCode == 0)
      #expect(run.standardOutput.contains("nasbench") || run.standardOutput.contains("rank"))
    }
  }
}
