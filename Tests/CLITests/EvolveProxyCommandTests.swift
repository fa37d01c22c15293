import Foundation
import TestSupport
import Testing

@Suite struct EvolveProxyCommandTests {
  private static let short = [
    "--population", "30", "--generations", "3", "--restarts", "1", "--tables", ".",
  ]

  private func withTable(_ body: (Program) throws -> Void) throws {
    try Program.test { program in
      try ToyTable.nasbench201(for: program).write(to: "nasbench201.csv", in: program)
      try body(program)
    }
  }

  @Test("A formula is evolved, written, and the same again on any number of threads")
  func evolve() throws {
    try withTable { program in
      let run = try program.run(
        ["evolve-proxy", "-o", "mine.yaml", "--format", "json", "--threads", "1"] + Self.short)
      #expect(run.exitCode == 0)
      #expect(
        run.notes.contains("note: darts-oncenas is left out: ./darts-oncenas.csv: no such file"))
      #expect(run.notes.last?.hasSuffix("wrote mine.yaml") == true)
      let front = try run.objects()
      #expect(!front.isEmpty)
      for entry in front {
        #expect(entry["nodes"] as? Int != nil && entry["formula"] as? String != nil)
        let rho = try #require(entry["nasbench201"] as? Double)
        #expect((-1...1).contains(rho))
      }
      let text = try String(contentsOf: program.file("mine.yaml"), encoding: .utf8)
      #expect(text.contains("name: \"mine\"\n") && text.contains("  - space: nasbench201\n"))
      let again = try program.run(
        ["evolve-proxy", "-o", "mine.yaml", "--threads", "2", "--quiet"] + Self.short)
      #expect(again.exitCode == 0 && again.standardError.isEmpty)
      #expect(try String(contentsOf: program.file("mine.yaml"), encoding: .utf8) == text)
    }
  }

  @Test("After Ctrl-C an evolution goes on to the file that one without a stop writes")
  func resuming() throws {
    try withTable { program in
      let evolve = [
        "evolve-proxy", "--tables", ".", "--population", "60", "--generations", "400",
        "--restarts", "2",
      ]
      let whole = try program.run(evolve + ["-o", "mine.yaml", "--plot", "mine.svg", "--quiet"])
      #expect(whole.exitCode == 0)
      let picture = try String(contentsOf: program.file("mine.svg"), encoding: .utf8)
      #expect(picture.contains("after each generation") && picture.contains("of each size"))
      let text = try String(contentsOf: program.file("mine.yaml"), encoding: .utf8)
      let checkpoint = program.file("mine.yaml.checkpoint")
      func exists() -> Bool { FileManager.default.fileExists(atPath: checkpoint.path) }
      #expect(!exists())
      let none = try program.run(evolve + ["-o", "mine.yaml", "--resume"])
      #expect(none.exitCode != 0 && none.standardError.contains("no such checkpoint"))
      let stopped = try program.start(evolve + ["-o", "mine.yaml"]).interrupted(when: exists)
      #expect(stopped.exitCode == 1)
      #expect(
        stopped.notes.last
          == "Error: stopped; mine.yaml holds the best formula so far, and --resume goes on")
      let other = try program.run(evolve + ["-o", "mine.yaml", "--resume", "--seed", "1"])
      #expect(other.exitCode != 0 && other.standardError.contains("is of an evolution with other"))
      // Damage is no reason to start from the first generation in silence.
      let state = try String(contentsOf: checkpoint, encoding: .utf8)
      for (part, other) in [
        ("\"population\":[\"", "\"population\":[\"flops +\",\""),
        ("\"restart\":", "\"restart\":-1"), ("{", "["),
      ] {
        try program.write(
          state.replacing(part, with: other, maxReplacements: 1), to: "mine.yaml.checkpoint")
        let damaged = try program.run(evolve + ["-o", "mine.yaml", "--resume"])
        #expect(damaged.exitCode == 1 && damaged.standardError.contains("or is damaged"), "\(part)")
      }
      try program.write(state, to: "mine.yaml.checkpoint")
      let found = try program.run(evolve + ["-o", "mine.yaml", "--resume", "--quiet"])
      #expect(found.exitCode == 0 && found.standardOutput == whole.standardOutput)
      #expect(try String(contentsOf: program.file("mine.yaml"), encoding: .utf8) == text)
      #expect(!exists())
    }
  }

  @Test("The shipped formula needs no file, and is never one that labels of the space chose")
  func shipped() throws {
    try Program.test { program in
      for space in ["nasbench201", "darts"] {
        let run = try program.run("search", space, "--by", "formula", "--budget", "20")
        #expect(run.exitCode == 0, "\(run.notes)")
        #expect(run.standardError.contains("note: scored by root_flops"))
        #expect(run.standardError.contains("; chosen by labels of 8 other spaces"))
        #expect(!run.standardError.contains("warning"))
      }
    }
  }

  @Test("A formula that a person wrote scores, ranks, searches and explains; mistakes have a place")
  func byFormula() throws {
    try Program.test { program in
      try program.write(
        "format: 1\nname: mine\nformula: root_flops - graph_poolings_at_the_output\n",
        to: "mine.yaml")
      let by = ["--by", "formula:mine.yaml"]
      let scored = try program.run(["score", "nasbench201", "7", "8", "--format", "csv"] + by)
      #expect(scored.exitCode == 0)
      #expect(
        scored.notes.dropFirst().first?.hasPrefix(
          "note: scored by root_flops - graph_poolings_at_the_output, in robust z-scores of 256 "
            + "random architectures of nasbench201 (seed 0)") == true)
      for arguments in [
        ["search", "darts", "--budget", "30"], ["rank", "nasbench201", "--top", "2"],
        ["explain", "nasbench201", "7"], ["search", "once-for-all-mobilenetv3", "--budget", "20"],
      ] {
        let run = try program.run(arguments + by)
        #expect(run.exitCode == 0, "\(arguments): \(run.notes)")
      }
      let drawn = try program.run("spaces", "sample", "naap440", "-n", "1").lines
      let chain = try program.run(["score", "naap440", drawn.first ?? ""] + by)
      #expect(chain.exitCode == 0)
      #expect(
        chain.standardError.contains("looked at when root_flops was designed"), "not blind there")
      let study = ["search", "nasbench201", "--study", "s", "--budget", "20", "--quiet"]
      #expect(try program.run(study + by).exitCode == 0)
      #expect(try program.run(["best", "s"]).exitCode == 0)
      #expect(try program.run(["report", "s", "-o", "out", "--quiet"]).exitCode == 0)
      try program.write("format: 1\nname: mine\nformula: flops +\n", to: "bad.yaml")
      let bad = try program.run("score", "nasbench201", "7", "--by", "formula:bad.yaml")
      #expect(bad.exitCode == 64)
      #expect(
        bad.standardError.contains(
          "bad.yaml:3:10: the formula has its end at character 8; expected a name, a number"))
      let missing = try program.run("score", "nasbench201", "7", "--by", "formula:none.yaml")
      #expect(missing.exitCode == 64 && missing.standardError.contains("none.yaml"))
      let both = try program.run(["score", "nasbench201", "7", "--weights", "universal"] + by)
      #expect(both.exitCode == 64 && both.standardError.contains("needs no weights"))
    }
  }

  @Test("Spaces whose labels chose a formula are refused, unless told")
  func seenLabels() throws {
    try withTable { program in
      let evolve = ["evolve-proxy", "-o", "mine.yaml", "--quiet"] + Self.short
      #expect(try program.run(evolve).exitCode == 0)
      let score = ["score", "nasbench201", "7", "--by", "formula:mine.yaml"]
      let refused = try program.run(score)
      #expect(refused.exitCode == 1 || refused.exitCode == 64)
      #expect(
        refused.standardError.contains(
          "the formula \"mine\" was chosen by labels of nasbench201, so scores of nasbench201 "
            + "would be no prediction"))
      let allowed = try program.run(score + ["--allow-seen-labels"])
      #expect(allowed.exitCode == 0)
      #expect(allowed.standardError.contains("warning: labels of nasbench201 chose the formula"))
      #expect(
        try program.run("score", "nasbench101", "0", "--by", "formula:mine.yaml").exitCode != 127)
    }
  }

  @Test("Each space is left out in turn, beside hand-made proxies")
  func leaveOneOut() throws {
    try withTable { program in
      try ToyTable.naap440(for: program).write(to: "naap440.csv", in: program)
      let run = try program.run(
        ["evolve-proxy", "--leave-one-out", "--seeds", "2", "--format", "json"] + Self.short)
      #expect(run.exitCode == 0)
      let rows = try run.objects()
      #expect(Set(rows.compactMap { $0["space"] as? String }) == ["nasbench201", "naap440"])
      let scores = rows.filter { $0["space"] as? String == "naap440" }.compactMap {
        $0["score"] as? String
      }
      #expect(
        scores == [
          "evolved, at most 31 nodes", "evolved, at most 9 nodes", "evolved, at most 5 nodes",
          "evolved, at most 3 nodes", "best single", "non-negative fit", "sum of all", "forest",
          "usable_size", "naswot", "flops", "params", "default score", "best single by its labels",
        ])
      let cells = rows.filter { $0["space"] as? String == "nasbench201" }
      #expect(cells.contains { $0["score"] as? String == "learned score" })
    }
  }

  @Test("Measured proxies are read from a file of recorded ones, and no network is run")
  func recorded() throws {
    try Program.test { program in
      let sample = try program.run("spaces", "sample", "nasbench201", "-n", "160")
      let cells = Set(sample.standardOutput.split(separator: "\n")).sorted()
      var (table, recorded) = (
        "arch,cifar10_test,cifar100_test,imagenet16_120_test\n", "arch,cifar10_jacov,cifar10_snip\n"
      )
      for (number, cell) in cells.enumerated() {
        table += "\(cell),\(number % 17),\(number % 13),\(number % 11)\n"
        recorded += "\(cell),\(number % 17),\(number)\n"
      }
      try program.write(table, to: "nasbench201.csv")
      let words = ["evolve-proxy", "--recorded", "--terminals", "closed,jacov,snip,near"]
      let missing = try program.run(words + ["-o", "mine.yaml"] + Self.short)
      #expect(missing.exitCode == 1)
      #expect(missing.standardError.contains("proxies-nasbench201.csv: no such file"))
      #expect(missing.standardError.contains("enough recorded proxies"))
      try program.write(recorded, to: "proxies-nasbench201.csv")
      let run = try program.run(words + ["-o", "mine.yaml", "--format", "json"] + Self.short)
      #expect(run.exitCode == 0, "\(run.standardError)")
      #expect(run.notes.contains("note: no space has near: formulas do without"))
      // The first task's accuracy is its jacov.
      let best = try #require(run.objects().last?["nasbench201 cifar10_test"] as? Double)
      #expect(best > 0.99)
      let mistake = try program.run(["evolve-proxy", "--recorded", "-o", "x.yaml"] + Self.short)
      #expect(mistake.exitCode == 64)
      #expect(mistake.standardError.contains("--recorded goes with measured terminals"))
    }
  }

  @Test("A formula file is drawn as a tree")
  func drawing() throws {
    try Program.test { program in
      try program.write(
        "format: 1\nname: mine\nformula: \"min(flops, 2) - tanh(layers)\"\n", to: "mine.yaml")
      let run = try program.run(["draw", "formula:mine.yaml"])
      #expect(run.exitCode == 0)
      for word in ["flops", "layers", "min", "tanh", "a - b", "score"] {
        #expect(run.standardOutput.contains(word))
      }
      let picture = try program.run(["draw", "formula:mine.yaml", "--as", "svg"])
      #expect(picture.standardOutput.contains(">constant<"))
      let mistake = try program.run(["draw", "formula:mine.yaml", "--canonical"])
      #expect(mistake.exitCode == 64)
      let missing = try program.run(["draw", "formula:none.yaml"])
      #expect(missing.exitCode == 1 && missing.standardError.contains("no such file"))
    }
  }

  @Test("What cannot be evolved is one sentence")
  func mistakes() throws {
    try withTable { program in
      for (arguments, expected) in [
        (["-o", "x.yaml", "--terminals", "flop"], "unknown terminal \"flop\""),
        (["-o", "x.yaml", "--leave-out", "nasbench202"], "nasbench201"),
        (["-o", "x.yaml", "--leave-out", "nasbench201"], "holds no table of a shipped space"),
        ([], "-o names the formula file"),
        (["-o", "x.yaml", "--leave-one-out"], "leave out -o"),
        (["--resume", "--leave-one-out"], "--resume goes on with one evolution"),
        (["-o", "x.yaml", "--node-cost", "nan"], "--node-cost is nan; expected 0 to 1"),
        (["-o", "x.yaml", "--terminals", ","], "--terminals is empty"),
        (["-o", "x.yaml", "--population", "1"], "--population is 1; expected 2"),
        (["-o", "missing/x.yaml"], "missing"),
      ] {
        let run = try program.run(["evolve-proxy", "--tables", "."] + arguments)
        #expect(run.exitCode != 0)
        #expect(run.standardError.contains(expected), "\(arguments): \(run.standardError)")
        #expect(!FileManager.default.fileExists(atPath: program.file("x.yaml").path))
      }
    }
  }
}
