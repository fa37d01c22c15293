import Foundation
import TestSupport
import Testing

/// Asking, training and telling.
@Suite("Training studies on the command line") struct TrainingCommandTests {
  private static let cell =
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|"
    + "+|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|"

  /// The rows of a CSV without quotes, by column.
  private func rows(_ run: Run) -> [[String: String]] {
    let columns = (run.lines.first ?? "").split(separator: ",").map(String.init)
    return run.lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(columns, cells))
    }
  }

  private func ask(_ program: Program, _ more: String...) throws -> [String] {
    let run = try program.run(["ask", "loop", "--format", "csv", "--quiet"] + more)
    #expect(run.exitCode == 0, "\(run.standardError)")
    return rows(run).compactMap { $0["arch"] }
  }

  /// A made-up accuracy that likes convolutions in one place.
  private func accuracy(_ cell: String) -> Double {
    let edges = cell.split(whereSeparator: { "|+".contains($0) })
    return 80 + (edges[3].hasPrefix("nor_conv_3x3") ? 5 : 0)
      + Double(edges.count { $0.hasPrefix("nor_conv") }) + Double(cell.utf8.count % 7) / 10
  }

  @Test("The loop proposes, takes results, and learns from them")
  func loop() throws {
    try Program.test { program in
      var seen: [String] = []
      var expectations: [(expected: Double, accuracy: Double)] = []
      for round in 0..<5 {
        let more = round == 0 ? ["--space", "nasbench201"] : []
        let run = try program.run(
          ["ask", "loop", "-n", "6", "--format", "csv", "--quiet"] + more)
        #expect(run.exitCode == 0, "\(run.standardError)")
        let proposed = rows(run)
        #expect(proposed.count == 6)
        let cells = proposed.compactMap { $0["arch"] }
        if round == 0 { #expect(cells[0] == Self.cell) }
        for row in proposed {
          #expect((row["expected"]?.isEmpty == true) == (round == 0))
          if let expected = row["expected"].flatMap(Double.init), let cell = row["arch"] {
            expectations.append((expected, accuracy(cell)))
          }
        }
        seen += cells
        let told = try program.run(["tell", "loop"] + cells.map { "\($0)=\(accuracy($0))" })
        #expect(told.exitCode == 0)
      }
      #expect(Set(seen).count == 30)
      // The made-up accuracy is learned: its convolution is in most of the last proposals.
      let liked = seen.suffix(12).count {
        $0.split(whereSeparator: { "|+".contains($0) })[3].hasPrefix("nor_conv_3x3")
      }
      #expect(liked >= 9)
      let errors = expectations.suffix(6).map { abs($0.expected - $0.accuracy) }
      #expect(errors.reduce(0, +) / 6 < 2)
      let status = try program.run("status", "loop", "--format", "json").object()
      #expect(status["trained"] as? Int == 30 && status["pending"] as? Int == 0)
      #expect(status["rounds"] as? Int == 5)
      let best = try #require(seen.map(accuracy).max())
      #expect(status["result"] as? Double == best)
    }
  }

  @Test("The same asking and telling gives the same bytes, on any number of threads")
  func replay() throws {
    try Program.test { program in
      for (folder, threads) in [("one", "1"), ("two", "2")] {
        for round in 0..<3 {
          let run = try program.run(
            ["ask", folder, "-n", "4", "--format", "csv", "--quiet", "--threads", threads]
              + (round == 0 ? ["--space", "nasbench201"] : []))
          let cells = rows(run).compactMap { $0["arch"] }
          _ = try program.run(["tell", folder] + cells.map { "\($0)=\(accuracy($0))" })
        }
      }
      for name in ["trainings.csv", "trainings.sha"] {
        #expect(
          try Data(contentsOf: program.file("one/\(name)"))
            == Data(contentsOf: program.file("two/\(name)")))
      }
    }
  }

  @Test("Lower results are better with --minimise, and mirror the higher ones")
  func minimised() throws {
    try Program.test { program in
      var expected: [[[String: String]]] = []
      for (folder, sign) in [("up", 1.0), ("down", -1.0)] {
        var found: [[String: String]] = []
        for round in 0..<3 {
          let run = try program.run(
            ["ask", folder, "-n", "4", "--format", "csv", "--quiet"]
              + (round == 0
                ? ["--space", "nasbench201"] + (sign < 0 ? ["--minimise"] : []) : []))
          found += rows(run)
          let cells = rows(run).compactMap { $0["arch"] }
          let told = try program.run(
            ["tell", folder] + cells.map { "\($0)=\(sign * accuracy($0))" })
          #expect(told.exitCode == 0)
        }
        expected.append(found)
      }
      #expect(expected[0].map { $0["arch"] } == expected[1].map { $0["arch"] })
      for (up, down) in zip(expected[0], expected[1]).suffix(4) {
        let (one, two) = (
          try #require(up["expected"].flatMap(Double.init)),
          try #require(down["expected"].flatMap(Double.init))
        )
        #expect(one == -two)
        #expect(up["deviation"] == down["deviation"])
      }
    }
  }

  @Test("What ask prints becomes a table of results by one more column")
  func table() throws {
    try Program.test { program in
      let run = try program.run(
        "ask", "loop", "--space", "nasbench201", "-n", "4", "--format", "csv", "--quiet")
      let results = [",result", ",93.5", ",failed", ",", ",nan"]
      try program.write(
        zip(run.lines, results).map { $0 + $1 + "\n" }.joined(), to: "results.csv")
      let told = try program.run("tell", "loop", "results.csv", "--format", "json")
      #expect(told.exitCode == 0, "\(told.standardError)")
      #expect(told.notes.contains { $0.hasSuffix("1 of 4 rows have no result yet") })
      let status = try told.object()
      #expect(status["trained"] as? Int == 1 && status["failed"] as? Int == 2)
      #expect(status["pending"] as? Int == 1)
      let again = try program.run("tell", "loop", "results.csv")
      #expect(again.notes.contains { $0.hasPrefix("note: 3 of 3 results were known already") })
      let pending = try program.run("ask", "loop", "--pending", "--format", "csv")
      #expect(rows(pending).compactMap { $0["trial"] } == ["3"])
      let trials = try program.run("status", "loop", "--trials", "--format", "csv")
      #expect(
        rows(trials).compactMap { $0["state"] } == ["trained", "failed", "pending", "failed"])
    }
  }

  @Test("Architectures that nobody proposed can be told, and are not proposed afterwards")
  func unasked() throws {
    try Program.test { program in
      _ = try ask(program, "--space", "nasbench201", "-n", "1", "--seed", "3")
      // It computes the same as the second-best.
      let second = try program.run(
        "rank", "nasbench201", "--top", "2", "--unique", "--format", "csv")
      let cell = try #require(rows(second).last?["arch"])
      let told = try program.run("tell", "loop", "\(cell)=93")
      #expect(told.notes.contains("note: 1 of 1 architectures had not been proposed"))
      let next = try ask(program, "-n", "5")
      #expect(!next.contains(cell))
    }
  }

  @Test("Contradictions, nonsense and other folders are one clear sentence, and nothing is lost")
  func mistakes() throws {
    try Program.test { program in
      _ = try ask(program, "--space", "nasbench201", "-n", "2")
      _ = try program.run("tell", "loop", "\(Self.cell)=93.5")
      let before = try Data(contentsOf: program.file("loop/trainings.csv"))
      try program.write("arch,a,b\n\(Self.cell),1,2\n", to: "two.csv")
      try program.write("arch,result\n\(Self.cell),much\n", to: "words.csv")
      let mistakes: [([String], Int32, String)] = [
        (["tell", "loop", "\(Self.cell)=94"], 1, "has the result 93.5 already, and 94.0 is told"),
        (["tell", "loop", "\(Self.cell)=failed"], 1, "\"failed\" is told"),
        (["tell", "loop", "\(Self.cell)=x"], 64, "expected a number or \"failed\""),
        (["tell", "loop", "|nonsense~0|=3"], 1, "nonsense"),
        (["tell", "loop", "none.csv"], 1, "none.csv: no such file"),
        (["tell", "loop", "two.csv"], 1, "say which holds the results"),
        (["tell", "loop", "words.csv"], 1, "words.csv, line 2"),
        (["tell", "nowhere", "\(Self.cell)=3"], 1, "is no training study"),
        (["status", "nowhere"], 1, "is no training study"),
        (["ask", "nowhere"], 64, "the first call names its space"),
        (["ask", "loop", "-n", "0"], 64, "--count is 0"),
        (["ask", "loop", "--space", "darts"], 1, "is a study of nasbench201, not of darts"),
        (["ask", "loop", "--by", "naswot"], 64, "--by was chosen when the study loop began"),
        (["ask", "loop", "--minimise"], 64, "--minimise was chosen"),
        (["ask", "loop", "--seed", "5"], 64, "--seed was chosen"),
        (["ask", "two.csv", "--space", "nasbench201"], 1, "two.csv"),
        (["best", "loop"], 1, "is a study of trainings, and no search; its status shows the best"),
      ]
      for (arguments, code, sentence) in mistakes {
        let run = try program.run(arguments)
        #expect(run.exitCode == code, "\(arguments) \(run.standardError)")
        #expect(run.standardError.contains(sentence), "\(arguments) \(run.standardError)")
        #expect(run.standardOutput.isEmpty)
      }
      #expect(try Data(contentsOf: program.file("loop/trainings.csv")) == before)
      let replaced = try program.run("tell", "loop", "--replace", "\(Self.cell)=94")
      #expect(replaced.exitCode == 0)
    }
  }

  @Test("Processes that share a folder never get the same proposal")
  func processes() throws {
    try Program.test { program in
      let first = try (0..<3).map { _ in
        try program.start(
          ["ask", "loop", "--space", "nasbench201", "-n", "3", "--format", "csv", "--quiet"])
      }
      let cells = try first.flatMap { running -> [String] in
        let run = try running.wait(timeout: 120)
        #expect(run.exitCode == 0, "\(run.standardError)")
        return rows(run).compactMap { $0["arch"] }
      }
      #expect(cells.count == 9 && Set(cells).count == 9)
      let tells = try cells.map { cell in
        try program.start(["tell", "loop", "\(cell)=\(accuracy(cell))", "--quiet"])
      }
      for tell in tells { #expect(try tell.wait(timeout: 120).exitCode == 0) }
      let status = try program.run("status", "loop", "--format", "json").object()
      #expect(status["trained"] as? Int == 9 && status["trials"] as? Int == 9)
    }
  }

  @Test("Killed at any moment, nothing is lost and nothing is counted twice")
  func killed() throws {
    try Program.test { program in
      var random = SystemRandomNumberGenerator()
      _ = try ask(program, "--space", "nasbench201", "-n", "1")
      var told: [String: Double] = [:]
      for kill in 0..<2 * StudyCommandTests.kills {
        let pending = try rows(program.run("ask", "loop", "--pending", "--format", "csv"))
          .compactMap { $0["arch"] }
        let running = try program.start(
          kill.isMultiple(of: 2) || pending.isEmpty
            ? ["ask", "loop", "-n", "2", "--quiet"]
            : ["tell", "loop", "\(pending[0])=\(accuracy(pending[0]))", "--quiet"])
        usleep(UInt32.random(in: 0..<250_000, using: &random))
        _ = running.ended(by: SIGKILL) { true }
        let trials = rows(try program.run("status", "loop", "--trials", "--format", "csv"))
        let cells = trials.compactMap { $0["arch"] }
        #expect(Set(cells).count == cells.count && Set(pending).isSubset(of: cells))
        for row in trials {
          guard let cell = row["arch"], let result = row["result"].flatMap(Double.init) else {
            continue
          }
          #expect(result == accuracy(cell))
          told[cell] = result
        }
        #expect(trials.count { $0["state"] == "trained" } == told.count)
      }
      #expect(try ask(program, "-n", "2").count == 2)
    }
  }

  @Test("A replay on a table begins with the zero-shot best")
  func replayed() throws {
    try Program.test { program in
      let table = try ToyTable.nasbench201(for: program)
      try table.write(to: "toy.csv", in: program)
      let run = try program.run(
        "replay", "nasbench201", "--labels", "toy.csv", "--label-column", "cifar10_test",
        "--counts", "1,10,40", "--format", "csv", "--quiet")
      #expect(run.exitCode == 0, "\(run.standardError)")
      let found = rows(run)
      #expect(found.compactMap { $0["method"] }.count == 9)
      #expect(found[0]["best"] == found[3]["best"])
      for method in 0..<3 {
        let regrets = found[3 * method..<3 * method + 3].compactMap {
          $0["regret"].flatMap(Double.init)
        }
        #expect(regrets == regrets.sorted(by: >) && regrets.allSatisfy { $0 >= 0 })
      }
      let many = try program.run(
        "replay", "nasbench201", "--labels", "toy.csv", "--label-column", "cifar10_test",
        "--counts", "100")
      #expect(many.exitCode == 1 && many.standardError.contains("smaller numbers in --counts"))
    }
  }
}
