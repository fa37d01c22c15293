import Foundation
import TestSupport
import Testing

@Suite("Searches by the results of a table") struct OracleTests {
  /// All micro cells with results that no score knows: how many 1x1 convolutions a cell has.
  private static func table(sharing share: Int = 1) -> String {
    var text = "arch,accuracy,other\n"
    for number in 0..<4_096 where number % share == 0 {
      let digits = (0..<6).map { (number >> (2 * $0)) & 3 }
      let (a, b, c) = (digits[0], digits[1...2].map(String.init).joined(), digits[3...5])
      let accuracy = digits.count { $0 == 2 }
      text += "64-41414-\(a)_\(b)_\(c.map(String.init).joined()),\(50 + accuracy).\(number % 7),1\n"
    }
    return text
  }

  private static let space = "transnasbench101-micro"

  @Test("The budget counts trainings, the score is the result, the best is soon found")
  func search() throws {
    try Program.test { program in
      try program.write(Self.table(), to: "trained.csv")
      for cold in [[], ["--cold-start"]] {
        let run = try program.run(
          ["search", Self.space, "--oracle", "trained.csv:accuracy", "--budget", "60", "--format"]
            + ["json"] + cold)
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(
          run.standardError.contains(
            "the objective is accuracy of trained.csv; every evaluation stands for a training"))
        let found = try run.object()
        #expect(found["evaluations"] as? Int == 60)
        #expect(try #require(found["score"] as? Double) >= 56)
      }
    }
  }

  @Test("A study keeps the oracle, and goes on with it alone")
  func study() throws {
    try Program.test { program in
      try program.write(Self.table(), to: "trained.csv")
      let arguments = [
        "search", Self.space, "--oracle", "trained.csv:accuracy", "--study", "found", "--quiet",
        "--knob", "surrogate=ridge", "--knob", "encoding=one-hot",
      ]
      #expect(try program.run(arguments + ["--budget", "20"]).exitCode == 0)
      #expect(try program.run(arguments + ["--budget", "40", "--resume"]).exitCode == 0)
      let whole = try program.run(
        arguments.map { $0 == "found" ? "whole" : $0 } + ["--budget", "40"])
      #expect(whole.exitCode == 0)
      func trials(_ folder: String) throws -> [String] {
        try String(contentsOf: program.file("\(folder)/trials.csv"), encoding: .utf8)
          .split(separator: "\n").map { $0.split(separator: ",").dropLast().joined(separator: ",") }
      }
      #expect(try trials("found") == trials("whole") && trials("whole").count == 41)
      for (change, sentence) in [
        (["--oracle", "trained.csv:other"], "the study has results accuracy, this search other"),
        (["--oracle", "trained.csv:accuracy", "--cold-start"], "--cold-start"),
        ([], "the study has results trained.csv, this search none"),
      ] as [([String], String)] {
        let run = try program.run(
          arguments.filter { $0 != "--oracle" && $0 != "trained.csv:accuracy" }
            + ["--budget", "40", "--resume", "--strategy", "bananas"] + change)
        #expect(
          run.exitCode == 1 && run.standardError.contains(sentence), "\(run.standardError)")
      }
      let report = try program.run("report", "found", "-o", "page", "--quiet")
      #expect(report.exitCode == 0, "\(report.standardError)")
    }
  }

  @Test("Of a table that lacks architectures nothing else is proposed")
  func pool() throws {
    try Program.test { program in
      try program.write(Self.table(sharing: 16), to: "some.csv")
      let run = try program.run(
        "search", Self.space, "--oracle", "some.csv:accuracy", "--budget", "30", "--format", "json")
      #expect(run.exitCode == 0, "\(run.standardError)")
      let local = try program.run(
        "search", Self.space, "--oracle", "some.csv:accuracy", "--strategy", "local")
      #expect(local.exitCode == 1)
      #expect(
        local.standardError.contains("only 256 of \(Self.space) can be evaluated"))
      #expect(local.standardError.contains("choose one of bananas, random"))
      let pruning = try program.run(
        "search", Self.space, "--oracle", "some.csv:accuracy", "--strategy", "pruning")
      #expect(
        pruning.exitCode == 1
          && pruning.standardError.contains("choose another --strategy, such as bananas"))
      for (oracle, sentence) in [
        (
          "some.csv", "say which holds the accuracies: --oracle some.csv:accuracy or some.csv:other"
        ),
        ("some.csv:acuracy", "did you mean \"accuracy\"?"),
        ("none.csv:accuracy", "none.csv"),
      ] {
        let run = try program.run("search", Self.space, "--oracle", oracle)
        #expect(
          run.exitCode == 1 && run.standardError.contains(sentence), "\(run.standardError)")
      }
    }
  }

  @Test("A replay counts trainings until the target, for studies and for strategies")
  func replay() throws {
    try Program.test { program in
      try program.write(Self.table(), to: "trained.csv")
      let run = try program.run(
        "replay", Self.space, "--labels", "trained.csv", "--label-column", "accuracy", "--counts",
        "10,40", "--draws", "2", "--target", "99", "--cold-start", "--format", "csv", "--method",
        "random", "--method", "ask", "--method", "bananas", "--method",
        "bananas:batch=10", "--quiet")
      #expect(run.exitCode == 0, "\(run.standardError)")
      let rows = run.lines.filter { !$0.isEmpty }.map { $0.split(separator: ",").map(String.init) }
      #expect(rows.count == 9)
      #expect(rows[0].suffix(4) == ["until_target", "until_target_sd", "reached", "mean_curve"])
      let until = Dictionary(
        rows.dropFirst().map { ($0[0], Double($0[8]) ?? 0) }, uniquingKeysWith: { $1 })
      #expect(try #require(until["bananas"]) < #require(until["random"]))
      #expect(rows.last?.first == "bananas:batch=10")
      for (arguments, sentence) in [
        (["--method", "bannanas"], "unknown method \"bannanas\""),
        (["--method", "pruning"], "unknown method \"pruning\""),
        (["--method", "bananas:batch"], "expected knobs such as batch=10"),
        (["--method", "bananas:batch=0"], "the knob batch of bananas is 0"),
        (["--target", "0"], "--target is 0"), (["--target", "101"], "--target is 101"),
      ] {
        let run = try program.run(
          ["replay", Self.space, "--labels", "trained.csv"] + arguments)
        #expect(
          run.exitCode == 64 && run.standardError.contains(sentence), "\(run.standardError)")
      }
    }
  }
}
