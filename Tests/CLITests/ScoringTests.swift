import Foundation
import TestSupport
import Testing

@Suite struct RankCommandTests {
  @Test("Every architecture is ranked, best first, whatever the number of threads")
  func wholeSpace() throws {
    try Program.test { program in
      let run = try program.run("rank", "nasbench201", "--format", "csv", "--threads", "1")
      #expect(run.exitCode == 0)
      #expect(run.lines.first == "rank,arch,score,percentile")
      #expect(run.lines.count == 15_626)
      #expect(try run.column("rank") == (1...15_625).map(String.init))
      #expect(Set(try run.column("arch")).count == 15_625)
      let scores = try run.column("score").map { try #require(Double($0)) }
      #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
      // The cells whose input does not reach their output.
      #expect(scores.count { $0 == -.infinity } == 341)
      let percentiles = try run.column("percentile").map { try #require(Double($0)) }
      #expect(percentiles.first == 100 * 15_624 / 15_625.0)
      #expect(percentiles.last == 0)
      let parallel = try program.run("rank", "nasbench201", "--format", "csv", "--threads", "2")
      #expect(run.standardOutput == parallel.standardOutput)
    }
  }

  @Test("--top prints the best of them")
  func top() throws {
    try Program.test { program in
      let whole = try program.run("rank", "nasbench201", "--format", "csv", "--quiet")
      let best = try program.run("rank", "nasbench201", "--format", "csv", "--top", "7", "--quiet")
      #expect(best.lines == Array(whole.lines.prefix(8)))
      let table = try program.run("rank", "nasbench201", "--top", "3", "--quiet")
      #expect(table.lines.count == 4)
      let all = try program.run("rank", "nasbench201", "--top", "1000000", "--quiet")
      #expect(all.lines.count == 15_626)
    }
  }

  @Test("--unique prints one of the architectures that compute the same")
  func unique() throws {
    try Program.test { program in
      let run = try program.run("rank", "nasbench201", "--unique", "--format", "csv")
      // 5,424 connected cells up to isomorphism, and one of those that are not connected.
      #expect(try run.column("rank") == (1...5_425).map(String.init))
      #expect(try run.column("score").count { $0 == "-inf" } == 1)
      #expect(try run.column("score").last == "-inf")
    }
  }

  @Test("--format json is JSON, with null for minus infinity")
  func json() throws {
    try Program.test { program in
      let objects = try program.run("rank", "nasbench201", "--format", "json").objects()
      #expect(objects.count == 15_625)
      #expect(objects.allSatisfy { Set($0.keys) == ["rank", "arch", "score", "percentile"] })
      #expect(objects.first?["rank"] as? Int == 1)
      #expect(objects.first?["score"] is Double)
      #expect(objects.last?["score"] is NSNull)
    }
  }

  @Test("An alias names the same space")
  func alias() throws {
    try Program.test { program in
      let byName = try program.run("rank", "nasbench201", "--top", "5")
      let byAlias = try program.run("rank", "nats-bench-tss", "--top", "5")
      #expect(byName.standardOutput == byAlias.standardOutput)
      let byPath = try program.run(
        "rank", Locations.spaces.appendingPathComponent("nasbench201.yaml").path, "--top", "5")
      #expect(byName.standardOutput == byPath.standardOutput)
    }
  }

  @Test("Weights that saw the space's labels score it only when allowed, and with a warning")
  func seenLabels() throws {
    try Program.test { program in
      let space = "transnasbench101-micro"
      let weights = ["--weights", "nasbench201-zero-shot"]
      for seen in ["nasbench101", space] {
        expectFailure(
          try program.run(["rank", seen] + weights),
          "the weights \"nasbench201-zero-shot\" were trained on labels of \(seen)")
      }
      let allowed = try program.run(
        ["rank", space, "--allow-seen-labels", "--top", "1"] + weights)
      #expect(allowed.exitCode == 0)
      #expect(
        allowed.notes.contains {
          $0.hasPrefix("warning: ") && $0.contains("saw labels of \(space)")
            && $0.contains("no zero-shot prediction")
        })
      // Where the weights saw nothing there is nothing to warn of.
      let zeroShot = try program.run(["rank", "nasbench201", "--top", "1"] + weights)
      #expect(!zeroShot.standardError.contains("warning"))
    }
  }
}

@Suite struct ScoreCommandTests {
  private static let cells = [
    "|nor_conv_1x1~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|none~2|",
    "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|skip_connect~1|+|skip_connect~0|none~1|nor_conv_3x3~2|",
    "|nor_conv_1x1~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|none~2|",
  ]

  @Test("Architectures are scored in the order given, as they are ranked")
  func arguments() throws {
    try Program.test { program in
      let run = try program.run(["score", "nasbench201", "--format", "csv"] + Self.cells)
      #expect(run.exitCode == 0)
      #expect(run.lines.first == "arch,score,percentile")
      #expect(try run.column("arch") == Self.cells)
      let ranking = try program.run("rank", "nasbench201", "--format", "csv")
      var ranked: [String: [String]] = [:]
      for row in ranking.cells { ranked[row[1]] = Array(row[1...]) }
      #expect(run.cells.dropFirst() == Self.cells.map { ranked[$0] ?? [] }[...])
    }
  }

  @Test("The standard input gives the same as arguments, empty lines and white space aside")
  func standardInput() throws {
    try Program.test { program in
      let expected = try program.run(["score", "nasbench201"] + Self.cells).standardOutput
      let input = "\n" + Self.cells.map { "  \($0)\t\r\n" }.joined(separator: "\n \n")
      let dash = try program.run("score", "nasbench201", "-", input: input)
      #expect(dash.standardOutput == expected)
      let implicit = try program.run("score", "nasbench201", input: input)
      #expect(implicit.standardOutput == expected)
      let unended = try program.run(
        "score", "nasbench201", "-", input: Self.cells.joined(separator: "\n"))
      #expect(unended.standardOutput == expected)
      let mixed = try program.run(
        "score", "nasbench201", Self.cells[0], "-", Self.cells[3],
        input: "\(Self.cells[1])\n\(Self.cells[2])")
      #expect(mixed.standardOutput == expected)
    }
  }

  @Test("No architecture gives no row")
  func nothing() throws {
    try Program.test { program in
      let run = try program.run("score", "nasbench201", "--format", "csv", input: "\n")
      #expect(run.exitCode == 0)
      #expect(run.standardOutput == "arch,score,percentile\n")
    }
  }

  @Test("Any notation of the space is read, and the official one printed")
  func notations() throws {
    try Program.test { program in
      let run = try program.run(
        "score", "nasbench101", "--weights", "nasbench201-zero-shot", "--allow-seen-labels",
        "--format", "csv", "011/001/000:input|conv3x3-bn-relu|output",
        "011/001/000,input|conv3x3-bn-relu|output",
        #"{"module_adjacency": [[0,1,1],[0,0,1],[0,0,0]], "#
          + #""module_operations": ["input","conv3x3-bn-relu","output"]}"#)
      #expect(run.exitCode == 0)
      #expect(run.lines.count == 4)
      #expect(Set(run.lines.dropFirst()).count == 1)
      #expect(run.lines.last?.hasPrefix("011/001/000:input|conv3x3-bn-relu|output,") == true)
      // The space is too large to be scored as a whole.
      #expect(run.notes.contains { $0.hasPrefix("note: percentiles refer to 10000 random") })
    }
  }

  @Test("A mistake on the standard input is reported with its line")
  func mistakenLine() throws {
    try Program.test { program in
      expectFailure(
        try program.run("score", "nasbench201", input: "\(Self.cells[0])\n\n|none~0|x\n"),
        "Error: standard input: line 3: architecture \"|none~0|x\", character 9: found \"x\"")
    }
  }
}

@Suite struct SearchCommandTests {
  static let strategies = ["exhaustive", "pruning-evolution"]

  @Test("The result has the documented keys", arguments: strategies)
  func keys(strategy: String) throws {
    try Program.test { program in
      let run = try program.run(
        "search", "nasbench201", "--strategy", strategy, "--format", "json")
      #expect(run.exitCode == 0)
      let object = try run.object()
      #expect(
        Set(object.keys)
          == ["arch", "score", "percentile", "evaluations", "seconds", "total_seconds"])
      let (seconds, total) = (object["seconds"] as? Double, object["total_seconds"] as? Double)
      #expect(try #require(seconds) <= #require(total))
      #expect(object["evaluations"] as? Int == (strategy == "exhaustive" ? 15_625 : 1_000))
    }
  }

  @Test("The same seed gives the same result", arguments: strategies)
  func sameSeed(strategy: String) throws {
    try Program.test { program in
      func found(threads: String) throws -> [String] {
        let run = try program.run(
          "search", "nasbench201", "--strategy", strategy, "--seed", "5", "--budget", "300",
          "--format", "csv", "--threads", threads)
        return Array(try #require(run.cells.last).prefix(4))
      }
      let first = try found(threads: "1")
      #expect(try found(threads: "1") == first)
      #expect(try found(threads: "2") == first)
    }
  }

  @Test("An exhaustive search finds the best of the ranking")
  func best() throws {
    try Program.test { program in
      let ranking = try program.run("rank", "nasbench201", "--top", "1", "--format", "csv")
      let search = try program.run("search", "nasbench201", "--format", "csv")
      let best = try #require(ranking.cells.last)
      #expect(search.cells.last?.prefix(3) == best.dropFirst())
    }
  }

  @Test("The smallest budget finds something", arguments: ["1", "84"])
  func smallBudget(budget: String) throws {
    try Program.test { program in
      let run = try program.run(
        "search", "nasbench201", "--strategy", "pruning-evolution", "--budget", budget,
        "--format", "json")
      #expect(run.exitCode == 0)
      #expect(try run.object()["evaluations"] as? Int == Int(budget))
    }
  }

  @Test("With a table the true accuracies are printed")
  func benchmark() throws {
    try Program.test { program in
      try ToyTable.nasbench201(for: program).write(to: "table.csv", in: program)
      let run = try program.run(
        "search", "nasbench201", "--benchmark", "table.csv", "--format", "json")
      #expect(run.exitCode == 0)
      let object = try run.object()
      for column in ["cifar10_test", "cifar100_test", "imagenet16_120_test"] {
        #expect(object[column] is Double)
        let rank = try #require(object["\(column)_rank"] as? Int)
        #expect((1...ToyTable.size).contains(rank))
        #expect(try #require(object["\(column)_regret"] as? Double) >= 0)
      }
    }
  }
}
