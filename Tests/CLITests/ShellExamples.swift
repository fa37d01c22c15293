import Foundation
import TestSupport
import Testing

/// The commands in the shell blocks of a Markdown text, to be run as a reader would.
struct ShellExamples {
  /// One command each, continuation lines joined.
  let lines: [String]

  /// Commands that are not run: they build or test the project, or fetch it.
  private static let setUp: Set<String> = ["make", "git", "cd", "swift", "export"]
  /// Commands that are run. Any other has to be thought about before it runs in somebody's
  /// checkout.
  private static let known: Set<String> = ["tgnas", "cp", "sed", "head", "cat", "echo", "printf"]

  init(markdown: String) {
    var (lines, isShell): ([String], Bool) = ([], false)
    var unfinished = ""
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.trimmingPrefix { $0 == " " }
      if trimmed.hasPrefix("```") {
        isShell = !isShell && ["```sh", "```bash", "```shell"].contains(String(trimmed))
      } else if isShell {
        if trimmed.hasSuffix("\\") {
          unfinished += trimmed.dropLast()
          continue
        }
        let command = unfinished + trimmed
        unfinished = ""
        if !command.allSatisfy(\.isWhitespace), !command.hasPrefix("#") { lines.append(command) }
      }
    }
    self.lines = lines
  }

  /// Whether a command needs the benchmark tables.
  static func needsTables(_ line: String) -> Bool {
    let signs = [
      "--benchmark", "--labels", "latency", "tgnas evaluate", "tgnas train", "evolve-proxy",
      "formula:mine.yaml",
    ]
    return signs.contains { line.contains($0) }
  }

  /// Runs every line in the program's working folder, which then holds links to the checkout and
  /// parts of the tables, with the built program first in the path.
  ///
  /// - Returns: a sentence for each line that fails or is unknown.
  func problems(_ program: Program) throws -> [String] {
    var program = program
    try link(contentsOf: Locations.root, into: program.folder)
    if let benchmarks = Locations.benchmarks {
      program.environment["TGNAS_BENCHMARKS"] = benchmarks.path
      try shorten(benchmarks, into: program.folder)
      try link(contentsOf: benchmarks, into: program.folder)
    }
    let bin = Program.path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? ""
    program.environment["PATH"] = "\(bin):\(program.environment["PATH"] ?? "")"
    return try lines.compactMap { line in
      let word = String(line.prefix { $0 != " " })
      if Self.setUp.contains(word) { return nil }
      guard Self.known.contains(word) else { return "\(line): is no command that examples use" }
      if Self.needsTables(line), Locations.benchmarks == nil {
        print("not run, as it needs the benchmark tables (TGNAS_BENCHMARKS): \(line)")
        return nil
      }
      let start = ContinuousClock.now
      defer {
        let time = ContinuousClock.now - start
        // The gate is short only as long as examples are.
        if time > .seconds(5) { print("\(time.components.seconds) s: \(line)") }
      }
      // A failure anywhere in a pipe is one.
      let run = try program.start(
        ["-c", "set -o pipefail; \(line)"], executable: "/bin/bash"
      ).wait()
      return run.exitCode == 0
        ? nil : "\(line): exit code \(run.exitCode): \(run.standardError)"
    }
  }

  /// Writes a quarter of each table, and of large ones about 600 rows: examples show how commands
  /// are used, and on whole tables they take minutes.
  private func shorten(_ tables: URL, into folder: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: tables.path)
    for name in names where name.hasSuffix(".csv") {
      let text = try String(contentsOf: tables.appendingPathComponent(name), encoding: .utf8)
      var rows = text.split(whereSeparator: \.isNewline)
      let header = rows.removeFirst()
      let step = max(4, rows.count / 600)
      let kept = stride(from: 0, to: rows.count, by: step).map { rows[$0] }
      try ([header] + kept).joined(separator: "\n").appending("\n").write(
        to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
  }

  private func link(contentsOf source: URL, into folder: URL) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: source.path)
    where !name.hasPrefix(".") {
      let link = folder.appendingPathComponent(name)
      if FileManager.default.fileExists(atPath: link.path) { continue }
      try FileManager.default.createSymbolicLink(
        at: link, withDestinationURL: source.appendingPathComponent(name))
    }
  }
}
