import Foundation
import TestSupport
import Testing

@Suite struct EvaluateCommandTests {
  @Test("Every accuracy is compared with the ensemble, its members and the costs")
  func rows() throws {
    try Program.test { program in
      try ToyTable.nasbench201(for: program).write(to: "nasbench201.csv", in: program)
      let run = try program.run(
        "evaluate", "nasbench201", "--benchmark", "nasbench201.csv", "--format", "json")
      #expect(run.exitCode == 0)
      let objects = try run.objects()
      let accuracies = ["cifar10_test", "cifar100_test", "imagenet16_120_test"]
      for accuracy in accuracies {
        let scores = objects.filter { $0["accuracy"] as? String == accuracy }
          .compactMap { $0["score"] as? String }
        #expect(scores.count == 4)
        #expect(scores.suffix(2) == ["params", "flops"])
      }
      #expect(objects.count == 12)
      for object in objects {
        for metric in ["spearman", "kendall"] {
          let value = try #require(object[metric] as? Double)
          #expect((-1...1).contains(value))
        }
      }
      // The folder of tables does as well.
      var withFolder = program
      withFolder.environment["TGNAS_BENCHMARKS"] = program.folder.path
      let second = try withFolder.run("evaluate", "nasbench201", "--format", "json")
      #expect(second.standardOutput == run.standardOutput)
    }
  }

  @Test(
    "The tau that notes expect is what the tables give",
    .enabled(
      if: Locations.benchmarks != nil,
      "needs the benchmark tables, in the folder that TGNAS_BENCHMARKS names"),
    arguments: ["naap440", "darts-oncenas"])
  func expectedTau(name: String) throws {
    let folder = try #require(Locations.benchmarks)
    let shipped = try String(
      contentsOf: Locations.root.appendingPathComponent("weights/expected-tau.csv"), encoding: .utf8
    )
    let line = try #require(shipped.split(separator: "\n").first { $0.hasPrefix("\(name),") })
    let fields = line.split(separator: ",").map(String.init)
    try Program.test { program in
      let run = try program.run(
        "evaluate", name, "--benchmark", "\(folder.path)/\(name).csv", "--format", "json")
      #expect(run.exitCode == 0)
      let object = try #require(
        try run.objects().first {
          $0["accuracy"] as? String == fields[1] && $0["score"] as? String == fields[2]
        })
      let tau = try #require(object["kendall"] as? Double)
      #expect(abs(tau - (Double(fields[3]) ?? 2)) < 1e-4)
      // Notes of a ranking tell it.
      let note = try program.run("search", name, "--budget", "20").standardError
      #expect(note.contains("note: on the labels of \(name) usable_size has a tau of"))
    }
  }

  @Test(
    "The published table gives correlations that are worth their name",
    .enabled(
      if: Locations.benchmarks != nil,
      "needs the benchmark tables, in the folder that TGNAS_BENCHMARKS names"))
  func publishedTable() throws {
    try Program.test { program in
      var program = program
      program.environment["TGNAS_BENCHMARKS"] = Locations.benchmarks?.path
      let run = try program.run("evaluate", "nasbench201", "--format", "json")
      let first = try #require(try run.objects().first)
      #expect(try #require(first["kendall"] as? Double) > 0.6)
    }
  }

  @Test("Every space with a table is scored by what never saw its labels")
  func leaveOneOut() throws {
    try Program.test { program in
      try ToyTable.nasbench201(for: program).write(to: "nasbench201.csv", in: program)
      let run = try program.run("evaluate", "--leave-one-out", "--tables", ".", "--format", "json")
      #expect(run.exitCode == 0)
      #expect(
        run.notes.contains("note: nasbench101 is left out: ./nasbench101.csv: no such file"))
      let objects = try run.objects()
      #expect(Set(objects.compactMap { $0["space"] as? String }) == ["nasbench201"])
      let supports = try objects.map { try #require($0["support"] as? Double) }
      #expect(supports.allSatisfy { (0.9...1).contains($0) })
      let scores = objects.filter { $0["accuracy"] as? String == "cifar100_test" }.compactMap {
        $0["score"] as? String
      }
      let each = [
        "nasbench201-zero-shot, ensemble", "nasbench201-zero-shot, one seed", "naswot", "params",
        "flops",
      ]
      // All cells, and those without operators that lead nowhere.
      #expect(scores == each + each)
      let counts = objects.compactMap { $0["architectures"] as? Int }
      #expect(Set(counts).count == 2)
      #expect(Set(objects.compactMap { $0["hidden"] as? String }) == [""])
      // The default on all cells is compared with the better cost.
      for object in objects {
        let isDefault = try #require(object["default"] as? Bool)
        #expect(isDefault == (object["score"] as? String == each[0]))
        let isCompared = isDefault && object["idle"] as? Bool == true
        #expect((object["above_costs"] as? Double != nil) == isCompared)
        guard isCompared, let above = object["above_costs"] as? Double else { continue }
        let rivals = objects.filter {
          $0["accuracy"] as? String == object["accuracy"] as? String
            && $0["idle"] as? Bool == true && ["params", "flops"].contains($0["score"] as? String)
        }.compactMap { $0["kendall"] as? Double }
        let better = try #require(rivals.max())
        #expect(abs(try #require(object["kendall"] as? Double) - better - above) < 1e-9)
        #expect(try #require(object["above_low"] as? Double) <= above)
        #expect(try #require(object["above_high"] as? Double) >= above)
      }
      #expect(run.standardError.contains("better of flops and params on "))
      // People see the same with a summary, of which each space is one row; with one space all
      // scores are common.
      let table = try program.run("evaluate", "--leave-one-out", "--tables", ".", "--quiet")
      #expect(table.lines.contains { $0.hasPrefix("mean ") && $0.split(separator: " ").count == 8 })
      // The same figures as for the space alone.
      let alone = try program.run(
        "evaluate", "nasbench201", "--benchmark", "nasbench201.csv", "--format", "json")
      let first = try #require(try alone.objects().first)
      #expect(first["kendall"] as? Double == objects[0]["kendall"] as? Double)
    }
  }

  @Test(
    "What does not go with all spaces is refused",
    arguments: [
      (["nasbench201"], "a space"), (["--benchmark", "x.csv"], "--benchmark"),
      (["--weights", "universal"], "--weights"), (["--by", "flops"], "--by"),
      (["--allow-seen-labels"], "--allow-seen-labels"), (["--plot", "x.svg"], "--plot"),
      (["--with-operator", "x: 3x3 convolution"], "--with-operator"),
    ])
  func misplaced(options: [String], name: String) throws {
    try Program.test { program in
      expectFailure(
        try program.run(["evaluate", "--leave-one-out", "--tables", "."] + options), code: 64,
        "--leave-one-out scores every space by default; leave out \(name).")
    }
  }

  @Test("Folders without tables are refused")
  func noTables() throws {
    try Program.test { program in
      let arguments = ["evaluate", "--leave-one-out"]
      expectFailure(try program.run(arguments), code: 64, "no benchmark tables: name their folder")
      expectFailure(
        try program.run(arguments + ["--tables", "."]), ".: holds no table of a shipped space")
      expectFailure(try program.run(["evaluate"]), code: 64, "Missing expected argument '<space>'")
      expectFailure(
        try program.run(["evaluate", "nasbench201", "--tables", "."]), code: 64,
        "--tables goes with --leave-one-out")
    }
  }

  @Test("A table that cannot be used is refused by name")
  func mistakes() throws {
    try Program.test { program in
      let arguments = ["evaluate", "nasbench201"]
      expectFailure(
        try program.run(arguments), code: 64,
        "no benchmark table: name one with --benchmark FILE, or set TGNAS_BENCHMARKS")
      var withFolder = program
      withFolder.environment["TGNAS_BENCHMARKS"] = ""
      expectFailure(try withFolder.run(arguments), code: 64, "no benchmark table")
      withFolder.environment["TGNAS_BENCHMARKS"] = program.folder.path
      expectFailure(
        try withFolder.run(arguments), "\(program.folder.path)/nasbench201.csv: no such file")

      let table = try ToyTable.nasbench201(for: program)
      for lacking in ["cifar100_test", "cifar10_flops_M", "arch"] {
        let place = try #require(table.columns.firstIndex(of: lacking))
        var columns = table.columns
        columns[place] = "other"
        try ToyTable(columns: columns, rows: table.rows).write(to: "table.csv", in: program)
        let run = try program.run(arguments + ["--benchmark", "table.csv"])
        expectFailure(run, "table.csv: has no column \"\(lacking)\"")
        // It is found out before anything is scored.
        #expect(run.notes.count == 1)
      }
      var rows = table.rows
      rows[2][0] = "|none~0|"
      try ToyTable(columns: table.columns, rows: rows).write(to: "table.csv", in: program)
      for command in ["evaluate", "search"] {
        expectFailure(
          try program.run(command, "nasbench201", "--benchmark", "table.csv"),
          "table.csv, line 4: architecture \"|none~0|\", character 9: ")
      }
      expectFailure(
        try program.run("search", "nasbench201", "--benchmark", "missing.csv"),
        "missing.csv: no such file")
    }
  }

  @Test("--plot draws a picture beside the table, which is the same as without")
  func plot() throws {
    try Program.test { program in
      try ToyTable.nasbench201(for: program).write(to: "table.csv", in: program)
      let arguments = ["evaluate", "nasbench201", "--benchmark", "table.csv"]
      let run = try program.run(arguments + ["--plot", "plot.svg"])
      #expect(run.exitCode == 0)
      #expect(try run.standardOutput == program.run(arguments).standardOutput)
      let picture = try String(contentsOf: program.file("plot.svg"), encoding: .utf8)
      #expect(picture.hasPrefix("<svg "))
      #expect(picture.hasSuffix("</svg>\n"))
      #expect(picture.contains("cifar100_test"))
      expectFailure(
        try program.run(arguments + ["--plot", "missing/plot.svg"]),
        "Error: missing/plot.svg: cannot write: No such file or directory")
    }
  }

  @Test("A space without a benchmark has no table")
  func noBenchmark() throws {
    try Program.test { program in
      let yaml = try String(
        contentsOf: Locations.spaces.appendingPathComponent("nasbench201.yaml"), encoding: .utf8)
      let start = try #require(yaml.range(of: "benchmark:"))
      let end = try #require(yaml.range(of: "notations:"))
      try program.write(
        yaml.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: ""), to: "space.yaml")
      expectFailure(
        try program.run("evaluate", "space.yaml", "--benchmark", "table.csv"),
        "table.csv: no such file")
      var withFolder = program
      withFolder.environment["TGNAS_BENCHMARKS"] = program.folder.path
      expectFailure(
        try withFolder.run("evaluate", "space.yaml"),
        "space.yaml: has no \"benchmark\" and so no usual table; name one with --benchmark FILE")
    }
  }

  @Test("A table of one's own needs no word of it in the space file")
  func ownTable() throws {
    try Program.test { program in
      let rows = [
        ("8:8:8:8:8", 60), ("64:64:64:64:64", 93), ("8:16:24:32:40", 84), ("16:16:16:16:16", 80),
      ]
      let lines = rows.map { "\($0.0),\($0.1),\(100 - $0.1)" }
      try program.write(
        "arch,accuracy\n" + rows.map { "\($0.0),\($0.1)\n" }.joined(), to: "one.csv")
      try program.write("arch,accuracy,loss\n" + lines.joined(separator: "\n"), to: "two.csv")
      let arguments = ["evaluate", "nats-bench-size", "--format", "json", "--benchmark"]
      let run = try program.run(arguments + ["one.csv"])
      #expect(run.exitCode == 0)
      let objects = try run.objects()
      #expect(objects.map { $0["score"] as? String } == ["width", "params", "flops"])
      #expect(objects.allSatisfy { $0["accuracy"] as? String == "accuracy" })
      // Wider ones are better here, without exception.
      #expect(objects[0]["kendall"] as? Double == 1)
      #expect(
        try program.run(arguments + ["two.csv", "--label-column", "accuracy"]).objects() as NSArray
          == objects as NSArray)
      let both = try program.run(
        arguments + ["two.csv", "--label-column", "accuracy", "--label-column", "loss"])
      #expect(try both.objects().count == 6)
      expectFailure(
        try program.run(arguments + ["two.csv"]),
        """
        two.csv: has several columns; say which holds the accuracies: --label-column accuracy or \
        loss
        """
      )
      expectFailure(
        try program.run(arguments + ["two.csv", "--label-column", "acuracy"]), "acuracy")
      // Of a space with a table of its own as well.
      try program.write("arch,mine\n0,80\n1,90\n", to: "three.csv")
      let other = try program.run(
        "evaluate", "nasbench201", "--benchmark", "three.csv", "--label-column", "mine", "--format",
        "json")
      #expect(try other.objects().suffix(2).map { $0["score"] as? String } == ["params", "flops"])
      #expect(
        try program.run("evaluate", "--leave-one-out", "--tables", ".", "--label-column", "x")
          .exitCode == 64)
    }
  }

  @Test("Leaving operators out needs every table that teaches, and says which is missing")
  func leaveOneOperatorOut() throws {
    try Program.test { program in
      try ToyTable.nasbench201(for: program).write(to: "nasbench201.csv", in: program)
      let run = try program.run("evaluate", "--leave-one-operator-out", "--tables", ".")
      #expect(run.exitCode == 1)
      #expect(
        run.notes.contains(
          "note: nasbench201 without avg_pool_3x3 is left out: ./nasbench101.csv: no such file"))
      #expect(run.notes.last?.contains("holds no table of a shipped space") == true)
      let both = try program.run(
        "evaluate", "--leave-one-operator-out", "--leave-one-out", "--tables", ".")
      #expect(both.exitCode == 64)
      #expect(both.standardError.contains("leave out --leave-one-operator-out"))
    }
  }
}
