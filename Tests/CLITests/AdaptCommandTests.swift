import Foundation
import TestSupport
import Testing

@Suite struct AdaptCommandTests {
  /// Micro cells with labels that a score can learn: 3x3 convolutions count, with a little noise.
  private func table(_ program: Program, rows: Int = 60) throws -> String {
    let toy = try ToyTable.transnasbench101(for: program)
    let lines = toy.rows.prefix(rows).enumerated().map { place, row in
      "\(row[0]),\(row[0].dropFirst(9).filter { $0 == "3" }.count).\(place)"
    }
    return (["arch,quality"] + lines).map { $0 + "\n" }.joined()
  }

  @Test("The curve has a row for each number of labels, with held-out correlations")
  func curve() throws {
    try Program.test { program in
      try program.write(table(program), to: "labels.csv")
      let run = try program.run(
        "adapt", "transnasbench101-micro", "--labels", "labels.csv", "--counts", "10,20", "--draws",
        "4", "--format", "csv")
      #expect(run.exitCode == 0, "\(run.standardError)")
      let rows = run.lines.filter { !$0.isEmpty }.map { $0.split(separator: ",").map(String.init) }
      #expect(rows.count == 3)
      #expect(rows[0].prefix(5) == ["labels", "draws", "others", "kendall", "kendall_sd"])
      #expect(rows[1].prefix(2) == ["10", "4"] && rows[2].prefix(2) == ["20", "4"])
      for row in rows.dropFirst() {
        let kendall = try #require(Double(row[3]))
        #expect((-1...1).contains(kendall) && kendall > 0.3)
      }
      let again = try program.run(
        "adapt", "transnasbench101-micro", "--labels", "labels.csv", "--counts", "10,20", "--draws",
        "4", "--format", "csv", "--threads", "1")
      #expect(again.standardOutput == run.standardOutput)
    }
  }

  @Test("rank, score and search take the same labels, and say so")
  func scoring() throws {
    try Program.test { program in
      try program.write(table(program), to: "labels.csv")
      let space = "transnasbench101-micro"
      let refined = try program.run(
        "search", space, "--labels", "labels.csv", "--format", "json")
      #expect(refined.standardError.contains("60 labelled architectures of \(space)"))
      #expect(refined.standardError.contains("no zero-shot prediction"))
      let best = try #require(refined.object()["arch"] as? String)
      #expect(best.dropFirst(9).filter { $0 == "3" }.count >= 4, "\(best)")
      let ranked = try program.run(
        "rank", space, "--labels", "labels.csv", "--top", "1", "--format", "csv", "--quiet")
      #expect(ranked.lines[1].contains(best))
      let scored = try program.run(
        "score", space, best, "--labels", "labels.csv", "--format", "csv", "--quiet")
      #expect(scored.lines[1].hasPrefix(best))
    }
  }

  @Test("Labels of other tables join, more where there are few, and a study keeps them")
  func transfer() throws {
    try Program.test { program in
      let space = "transnasbench101-micro"
      let text = try table(program)
      try program.write(text, to: "labels.csv")
      // The other task is the same in another unit, on other rows, with a header of its own.
      let other = text.split(separator: "\n").dropFirst().reversed().map { line in
        let cells = line.split(separator: ",")
        return "\(cells[0]),\(100 * (Double(cells[1]) ?? 0))\n"
      }
      try program.write("arch,task\n" + other.joined(), to: "other.csv")
      let adapted = try program.run(
        "adapt", space, "--labels", "labels.csv", "--counts", "5,20", "--draws", "4", "--format",
        "csv", "--quiet", "--labels-from", "other.csv:task")
      let rows = adapted.lines.filter { !$0.isEmpty }.map {
        $0.split(separator: ",").map(String.init)
      }
      #expect(rows[0][8...9] == ["across_kendall", "within_kendall"])
      for row in rows.dropFirst() {
        let numbers = row.map { Double($0) ?? 0 }
        // The other table ranks them already, better than a handful of labels does.
        #expect(numbers[8] > 0.7)
        #expect(numbers[3] > numbers[9] - 0.02)
      }
      // Without labels of its own the other table alone refines the score.
      let ranked = try program.run(
        "rank", space, "--labels-from", "other.csv:task", "--top", "1", "--format", "csv")
      #expect(ranked.exitCode == 0 && ranked.standardError.contains("(other.csv, task)"))
      #expect(ranked.lines[1].dropFirst(9).filter { $0 == "3" }.count >= 3)
      let arguments = [
        "search", space, "--labels-from", "other.csv:task", "--labels", "labels.csv",
        "--surrogate", "forest", "--strategy", "local", "--study", "found", "--quiet",
      ]
      #expect(try program.run(arguments + ["--budget", "60"]).exitCode == 0)
      #expect(try program.run(arguments + ["--budget", "90", "--resume"]).exitCode == 0)
      let changed = try program.run(
        "search", space, "--labels", "labels.csv", "--surrogate", "forest", "--strategy",
        "local", "--study", "found", "--budget", "95", "--resume")
      #expect(changed.exitCode == 1)
      #expect(
        changed.notes.last?.contains("--labels-from: \"other.csv:task\", this search") == true
          || changed.standardError.contains("other.csv:task"), "\(changed.standardError)")
      let process = try program.run(
        arguments.filter { $0 != "--surrogate" && $0 != "forest" }
          + ["--budget", "95", "--resume"])
      #expect(process.standardError.contains("the surrogate forest, this search gaussian-process"))
      #expect(try program.run("report", "found", "-o", "page", "--quiet").exitCode == 0)
    }
  }

  @Test("A study keeps its labels: killed, it goes on to the same, and with no others")
  func study() throws {
    try Program.test { program in
      let text = try table(program)
      try program.write(text, to: "labels.csv")
      func search(_ folder: String, _ more: [String] = []) -> [String] {
        [
          "search", "transnasbench101-micro", "--strategy", "regularized-evolution", "--budget",
          "600", "--labels", "labels.csv", "--study", folder, "--quiet",
        ] + more
      }
      let whole = try program.run(search("whole"))
      #expect(whole.exitCode == 0, "\(whole.standardError)")
      let description = try String(contentsOf: program.file("whole/study.json"), encoding: .utf8)
      #expect(description.contains("\"column\" : \"quality\""))
      #expect(description.contains("\"path\" : \"../labels.csv\""))
      let killed = try program.start(search("killed"))
        .ended(by: SIGKILL) {
          (try? Data(contentsOf: program.file("killed/trials.csv")).count) ?? 0 > 4_000
        }
      #expect([0, -SIGKILL].contains(killed.exitCode))
      // The other trials depend on the labels.
      try program.write(text.replacing(".7\n", with: ".8\n"), to: "labels.csv")
      expectFailure(
        try program.run(search("killed", ["--resume"])),
        "killed/study.json: the study scores by other labels labels.csv: the file has changed since"
      )
      try program.write(text, to: "labels.csv")
      #expect(try program.run(search("killed", ["--resume"])).exitCode == 0)
      #expect(try program.trials("killed") == program.trials("whole"))
      let first = try program.trials("whole")[1].split(
        separator: ",", omittingEmptySubsequences: false)
      let scored = try program.run(
        "score", "transnasbench101-micro", String(first[3]), "--labels", "labels.csv", "--format",
        "csv", "--quiet")
      let score = try #require(scored.lines.last?.split(separator: ",")[1])
      #expect(first.contains(score), "\(first) \(score)")
      // The report explains by the refined score, and says when it cannot.
      #expect(try program.run("report", "whole", "-o", "one").notes.count == 1)
      let page = try String(contentsOf: program.file("one/report.html"), encoding: .utf8)
      #expect(page.contains("-zero-shot.h5, refined by the labels labels.csv"))
      try FileManager.default.removeItem(at: program.file("labels.csv"))
      #expect(
        try program.run("report", "whole", "-o", "two").notes.first
          == "note: the best architecture of whole is not explained: whole/../labels.csv: is gone "
          + "since the study read it")
    }
  }

  @Test("Code read by a language model, and vectors of one's own, are encodings like others")
  func readings() throws {
    try Program.test { program in
      try program.write(table(program), to: "labels.csv")
      let model = Locations.root.appendingPathComponent("Tests/Goldens/language/llama.gguf").path
      func curve(_ more: String...) throws -> Run {
        try program.run(
          [
            "adapt", "transnasbench101-micro", "--labels", "labels.csv", "--counts", "20",
            "--draws", "3", "--format", "csv",
          ] + more)
      }
      let code = try curve(
        "--surrogate", "ridge", "--encoding", "code", "--language-model", model)
      #expect(code.exitCode == 0, "\(code.standardError)")
      let tau = try #require(Double(code.lines[1].split(separator: ",")[3]))
      #expect(tau > 0.1, "even a random model tells operators apart: \(tau)")
      // From the cache, on one thread, to the same bits.
      let again = try curve(
        "--surrogate", "ridge", "--encoding", "code", "--language-model", model, "--threads", "1")
      #expect(again.lines == code.lines)
      for other in [
        ["--pooling", "last"], ["--text", "architecture"], ["--text", "inline-comment"],
      ] {
        let run = try program.run(
          [
            "adapt", "transnasbench101-micro", "--labels", "labels.csv", "--counts", "20",
            "--draws", "3", "--format", "csv", "--surrogate", "ridge", "--encoding", "code",
            "--language-model", model,
          ] + other)
        #expect(run.exitCode == 0 && run.lines != code.lines, "\(other)")
      }

      let rows = try table(program).split(separator: "\n")
      let vectors = rows.dropFirst().map { row in
        let arch = row.prefix { $0 != "," }
        return "\(arch),\(arch.filter { $0 == "3" }.count),\(arch.filter { $0 == "2" }.count)"
      }
      try program.write(
        (["arch,threes,twos"] + vectors).joined(separator: "\n") + "\n", to: "vectors.csv")
      let own = try curve(
        "--surrogate", "ridge", "--encoding", "embeddings", "--embeddings", "vectors.csv")
      #expect(own.exitCode == 0, "\(own.standardError)")
      let best = try #require(Double(own.lines[1].split(separator: ",")[3]))
      #expect(best > 0.6, "what the labels count is there: \(best)")

      for (options, sentence) in [
        (["--language-model", model], "--language-model is about the encoding code"),
        (["--embeddings", "vectors.csv"], "--embeddings is about the encoding embeddings"),
        (["--encoding", "embeddings"], "name it with --embeddings"),
        (["--encoding", "code", "--text", "haiku"], "unknown text \"haiku\""),
        (["--encoding", "code", "--pooling", "max"], "unknown pooling \"max\""),
        (["--encoding", "code", "--language-model", "labels.csv"], "is no language model"),
        (["--encoding", "code", "--language-model", "none.gguf"], "none.gguf: no such file"),
      ] {
        let run = try program.run(
          ["adapt", "transnasbench101-micro", "--labels", "labels.csv", "--counts", "20"]
            + options)
        #expect(run.exitCode != 0 && run.standardError.contains(sentence), "\(run.standardError)")
      }
    }
  }

  @Test("Other surrogates read other encodings, on the same draws")
  func surrogates() throws {
    try Program.test { program in
      try program.write(table(program), to: "toy.csv")
      func curve(_ more: String...) throws -> Run {
        try program.run(
          [
            "adapt", "transnasbench101-micro", "--labels", "toy.csv", "--counts", "5,10",
            "--draws", "4",
            "--format", "csv", "--quiet",
          ] + more)
      }
      let usual = try curve()
      #expect(try curve("--surrogate", "gaussian-process").lines == usual.lines)
      #expect(
        try curve("--surrogate", "gaussian-process", "--encoding", "statistics").lines
          == usual.lines)
      let forest = try curve("--surrogate", "forest")
      #expect(forest.exitCode == 0 && forest.lines.count == 3 && forest.lines != usual.lines)
      #expect(
        try curve("--surrogate", "forest", "--encoding", "graf", "--threads", "1").lines
          == forest.lines)
      let process = try curve("--encoding", "statistics,graf")
      #expect(process.exitCode == 0 && process.lines != usual.lines)
      let joined = try curve("--surrogate", "forest", "--encoding", "graf,one-hot,statistics")
      #expect(joined.exitCode == 0 && joined.lines != forest.lines)
      let busy = try curve("--surrogate", "forest", "--without-idle")
      #expect(busy.exitCode == 0 && busy.lines != forest.lines)
      for (arguments, code, sentence) in [
        (["--surrogate", "tree"], 64, "known are gaussian-process, forest"),
        (["--surrogate", "forest", "--encoding", "graph"], 64, "unknown encoding \"graph\""),
        (["--encoding", "graf,graf"], 64, "the encoding graf is named twice"),
        (["--encoding", ""], 64, "unknown encoding \"\""),
      ] as [([String], Int32, String)] {
        let run = try program.run(
          ["adapt", "transnasbench101-micro", "--labels", "toy.csv"] + arguments)
        #expect(
          run.exitCode == code && run.standardError.contains(sentence), "\(run.standardError)")
      }
    }
  }

  @Test("What cannot be used is one sentence that says what to do")
  func mistakes() throws {
    try Program.test { program in
      let space = "transnasbench101-micro"
      let text = try table(program)
      try program.write(text, to: "labels.csv")
      func run(_ arguments: String...) throws -> (Int32, String) {
        let run = try program.run(["adapt", space] + arguments)
        #expect(run.standardOutput == "")
        return (run.exitCode, run.standardError)
      }
      #expect(try run().0 == 64)
      let counts = try run("--labels", "labels.csv", "--counts", "10,two")
      #expect(counts.0 == 64 && counts.1.contains("\"two\""))
      let many = try run("--labels", "labels.csv", "--counts", "31")
      #expect(many.0 == 1 && many.1.contains("expected 62 or more"))
      let column = try run("--labels", "labels.csv", "--label-column", "qualty")
      #expect(column.0 == 1 && column.1.contains("did you mean \"quality\"?"))
      #expect(try run("--labels", "nothing.csv").1.contains("nothing.csv"))
      try program.write(
        "arch\n" + text.split(separator: ",")[1].dropFirst(2) + "\n", to: "bare.csv")
      let bare = try run("--labels", "bare.csv")
      #expect(bare.0 == 1, "\(bare.1)")
      try program.write("arch,a,b\n64-41414-3_33_333,1,2\n", to: "several.csv")
      let several = try run("--labels", "several.csv")
      #expect(several.1.contains("--label-column a or b"))
      try program.write(text + "64-41414-3_33_339,7\n", to: "wrong.csv")
      #expect(try run("--labels", "wrong.csv").1.contains("wrong.csv, line 62"))
      let orphan = try program.run("rank", space, "--label-column", "quality")
      #expect(orphan.exitCode == 64)
    }
  }
}
