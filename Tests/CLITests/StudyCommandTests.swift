import Foundation
import TestSupport
import Testing

/// Searches that are kept in a folder, stopped, killed and resumed.
@Suite("Studies on the command line") struct StudyCommandTests {
  /// How many searches the kill test kills; all of them with TGNAS_KILLS=50.
  static let kills =
    ProcessInfo.processInfo.environment["TGNAS_KILLS"].flatMap { Int($0) } ?? 4

  private func search(
    _ folder: String, seed: Int = 0, budget: Int = 1_000, _ more: [String] = []
  ) -> [String] {
    [
      "search", "darts", "--study", folder, "--seed", "\(seed)", "--budget", "\(budget)", "--quiet",
    ] + more
  }

  /// The files of a study without the seconds, which no two runs share.
  private func files(_ folder: String, _ program: Program) throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: program.file(folder).path)
    #expect(names.sorted() == ["best.json", "front.csv", "study.json", "trials.csv", "trials.sha"])
    return try ["best.json", "front.csv"].map { name in
      try String(contentsOf: program.file("\(folder)/\(name)"), encoding: .utf8)
    } + program.trials(folder)
  }

  private func size(_ file: URL) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
  }

  @Test("The printed front is front.csv, also where architectures tie")
  func front() throws {
    try Program.test { program in
      let run = try program.run(
        "search", "nasbench201", "--strategy", "exhaustive", "--objectives", "score,params",
        "--study", "all", "--format", "csv", "--quiet")
      #expect(run.exitCode == 0)
      func architectures(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { row in
          row.split(separator: ",").first { $0.hasPrefix("|") }.map(String.init)
        }
      }
      let kept = try String(contentsOf: program.file("all/front.csv"), encoding: .utf8)
      let printed = architectures(run.standardOutput)
      #expect(printed.count > 5)
      #expect(printed == architectures(kept))
      let again = try program.run("front", "all", "--format", "csv")
      #expect(architectures(again.standardOutput) == printed)
    }
  }

  @Test("A search that is killed at a random moment goes on to the same files")
  func killed() throws {
    try Program.test { program in
      var random = SystemRandomNumberGenerator()
      for kill in 0..<Self.kills {
        // A tenth of the searches whole would do, as the same seeds come back.
        let seed = kill % 5
        let whole = "whole-\(seed)"
        if !FileManager.default.fileExists(atPath: program.file(whole).path) {
          #expect(try program.run(search(whole, seed: seed)).exitCode == 0)
        }
        let expected = try files(whole, program)
        let start = Date()
        #expect(try program.run(search("timed-\(kill)", seed: seed)).exitCode == 0)
        let duration = Date().timeIntervalSince(start)
        let folder = "killed-\(kill)"
        // Two kills: the second one of a search that was resumed.
        for _ in 0..<2 {
          let moment = Double.random(in: 0...1.05, using: &random) * duration
          let started = try program.start(search(folder, seed: seed, ["--resume"]))
          let end = Date(timeIntervalSinceNow: moment)
          let run = started.ended(by: SIGKILL) { Date() >= end }
          #expect([0, -SIGKILL].contains(run.exitCode), "after \(moment) s")
        }
        #expect(try program.run(search(folder, seed: seed, ["--resume"])).exitCode == 0)
        #expect(try files(folder, program) == expected, "seed \(seed)")
      }
    }
  }

  @Test(
    "Ctrl-C and a request to end leave what was found, and the study goes on",
    arguments: [SIGINT, SIGTERM])
  func stopped(signal: Int32) throws {
    try Program.test { program in
      #expect(try program.run(search("whole", budget: 20_000)).exitCode == 0)
      let started = try program.start(search("stopped", budget: 20_000))
      let trials = program.file("stopped/trials.csv")
      let run = started.ended(by: signal) { size(trials) > 100_000 }
      #expect(run.exitCode == 1)
      #expect(run.lines.first?.hasPrefix("arch           Genotype(") == true)
      let error =
        #/
          Error:\ stopped\ after\ \d+\ of\ 20000\ evaluations;\ this\ is\ the\ best\ so\ far;
          \ the\ study\ stopped\ goes\ on\ with\ --resume
        /#
      #expect(try error.wholeMatch(in: run.notes.last ?? "") != nil, "\(run.notes)")
      let best = try String(contentsOf: program.file("stopped/best.json"), encoding: .utf8)
      #expect(best.contains("\"complete\": false"))
      expectFailure(
        try program.run(search("stopped", budget: 20_000)),
        "stopped: holds a study already; go on with --resume, or name another folder")
      #expect(try program.run(search("stopped", budget: 20_000, ["--resume"])).exitCode == 0)
      #expect(try files("stopped", program) == files("whole", program))
    }
  }

  @Test("A long search tells in plain lines how it is going, and Ctrl-C prints what was found")
  func longSearch() throws {
    try Program.test { program in
      let run = try program.start(["search", "darts", "--budget", "100000000"])
        .interrupted(after: " s left")
      #expect(run.exitCode == 1)
      #expect(run.lines.count == 6)
      let progress = /\d+ of 100000000 evaluations  best -?\d+\.\d{4}  \d+ a second  \d+ s left/
      #expect(try run.notes.contains { try progress.wholeMatch(in: $0) != nil }, "\(run.notes)")
      #expect(run.notes.last?.hasPrefix("Error: stopped after ") == true)
      #expect(
        run.notes.last?.hasSuffix(" of 100000000 evaluations; this is the best so far") == true)
    }
  }

  @Test("The best and the front of a study are printed as other results are")
  func results() throws {
    try Program.test { program in
      let found = try program.run(
        "search", "nasbench201", "--strategy", "pruning-evolution", "--budget", "450", "--study",
        "found", "--format", "json")
      try #require(found.exitCode == 0)
      let best = try program.run("best", "found", "--top", "3")
      #expect(best.exitCode == 0)
      #expect(best.standardError == "")
      try #require(best.lines.count == 4)
      #expect(
        best.lines[0].split(separator: " ").joined(separator: ",")
          == "trial,generation,parent,arch,score,percentile")
      let table = try program.run("best", "found", "--top", "1000", "--format", "csv")
      // 84 supernets are no architectures.
      #expect(table.lines.count == 1 + 450 - 84)
      #expect(
        table.lines[0].hasPrefix(
          "trial,generation,parent,arch,arch_naslib,arch_string-order,arch_index,"))
      let front = try program.run("front", "found", "--format", "json")
      #expect(front.exitCode == 0)
      #expect(front.lines.first == "[")
      let bestFile = try String(contentsOf: program.file("found/best.json"), encoding: .utf8)
      for text in [bestFile, front.standardOutput, table.standardOutput] {
        let arch = try #require(found.standardOutput.firstMatch(of: /\|[^"]*\|/)?.output)
        #expect(text.contains(arch))
      }
      #expect(
        try program.run("front", "found", "--format", "csv").standardOutput
          == String(contentsOf: program.file("found/front.csv"), encoding: .utf8))
      expectFailure(
        try program.run("best", "found", "--top", "0"), code: 64, "--top is 0; expected 1 or more")
      expectFailure(try program.run("best", "."), ".: is no study: it has no study.json")
      expectFailure(
        try program.run("front", "nowhere"), "nowhere: is no study: it has no study.json")
    }
  }

  @Test("A study records the command line and what was read")
  func description() throws {
    try Program.test { program in
      let run = try program.run(
        "search", "nasbench-macro", "--strategy", "random", "--budget", "20", "--study", "it's",
        "--quiet")
      #expect(run.exitCode == 0)
      let text = try String(contentsOf: program.file("it's/study.json"), encoding: .utf8)
      #expect(
        text.contains(
          "\"command\" : \"tgnas search nasbench-macro --strategy random --budget 20 --study "
            + "'it'\\\\''s' --quiet\""
        ), "\(text)")
      #expect(text.contains("\"by\" : \"usable_size\""))
      #expect(!text.contains("weights"))
    }
  }

  @Test("A disk that is full ends the search with a sentence, and nothing is lost")
  func fullDisk() throws {
    try Program.test { program in
      #expect(try program.run(search("whole")).exitCode == 0)
      let binary = try #require(Program.path)
      // The limit stands for a full disk.
      let words = search("full").map { "'\($0)'" }.joined(separator: " ")
      let run = try program.start(
        ["-c", "ulimit -f 300; exec '\(binary)' \(words)"], executable: "/bin/bash"
      ).wait()
      expectFailure(run, "full/trials.csv: cannot write: File too large")
      let trials = try String(contentsOf: program.file("full/trials.csv"), encoding: .utf8)
      #expect(trials.hasSuffix("\n"))
      #expect(trials.utf8.count > 250_000)
      #expect(try program.run("best", "full").exitCode == 0)
      #expect(try program.run(search("full", ["--resume"])).exitCode == 0)
      #expect(try files("full", program) == files("whole", program))
    }
  }

  @Test("What is not a study to go on with is refused")
  func mistakes() throws {
    try Program.test { program in
      let budget = ["--strategy", "random", "--budget", "5"]
      expectFailure(
        try program.run(["search", "nasbench201", "--resume"] + budget), code: 64,
        "--resume needs the folder of the study; name it with --study")
      expectFailure(
        try program.run(["search", "nasbench201", "--study", ""] + budget), code: 64,
        "--study is empty; expected the path of a folder")
      #expect(try program.run(["search", "nasbench201", "--study", "one"] + budget).exitCode == 0)
      expectFailure(
        try program.run(
          ["search", "transnasbench101-micro", "--study", "one", "--resume"] + budget),
        "one/study.json: the study has space nasbench201, this search transnasbench101-micro")
      expectFailure(
        try program.run(
          ["search", "nasbench201", "--study", "one", "--resume", "--weights", "universal"]
            + ["--allow-seen-labels"] + budget),
        "one/study.json: the study has weights nasbench201-zero-shot.h5, this search universal.h5")
      expectFailure(
        try program.run(["search", "nasbench201", "--study", "/proc/study"] + budget),
        "/proc/study: cannot make this folder: No such file or directory")
      try program.write("mine", to: "thesis.tex")
      expectFailure(
        try program.run(["search", "nasbench201", "--study", "."] + budget),
        ".: is no study (it has no study.json) and is not empty; name a new or an empty folder")
      // A search that cannot start leaves no study behind.
      expectFailure(
        try program.run("search", "darts", "--strategy", "pruning", "--study", "two"),
        "darts has no operators on edges")
      #expect(!FileManager.default.fileExists(atPath: program.file("two").path))
    }
  }
}
