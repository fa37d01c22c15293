import Foundation
import TestSupport
import Testing

@Suite("Reports on the command line") struct ReportCommandTests {
  private static let files = [
    "architectures.csv", "data.h5", "pictures", "report.html", "report.ipynb", "sources.csv",
  ]

  private func names(_ folder: String, _ program: Program) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: program.file(folder).path))
  }

  @Test("A ranking with a table of trained networks, and a study of two objectives")
  func both() throws {
    try Program.test { program in
      try ToyTable.nasbench201(for: program).write(to: "table.csv", in: program)
      let ranking = [
        "rank", "nasbench201", "--format", "csv", "--columns", "params", "-o", "ranking.csv",
      ]
      #expect(try program.run(ranking).exitCode == 0)
      let run = try program.run(
        "report", "ranking.csv", "--space", "nasbench201", "--benchmark", "table.csv", "-o",
        "first")
      #expect(run.exitCode == 0 && run.standardOutput == "", "\(run.notes)")
      #expect(run.notes == ["note: first/report.html and first/report.ipynb are written"])
      #expect(
        try names("first", program)
          == Set(Self.files + ["operators.csv", "top.csv", "measures.csv"]))
      let page = try String(contentsOf: program.file("first/report.html"), encoding: .utf8)
      #expect(page.contains("the weights nasbench201-zero-shot.h5"))
      // The table has the sixty cells of which the correlations are.
      #expect(page.contains("<td class=\"number\">60</td>"))

      let search = [
        "search", "nasbench201", "--objectives", "score,params", "--study", "found", "--budget",
        "200", "--quiet",
      ]
      #expect(try program.run(search).exitCode == 0)
      #expect(try program.run("report", "found", "-o", "second", "--quiet").notes.isEmpty)
      #expect(try names("second", program) == Set(Self.files + ["front.csv", "operators.csv"]))
      let front = try String(contentsOf: program.file("second/front.csv"), encoding: .utf8)
      let rows = try program.run("front", "found", "--format", "csv").lines.count
      #expect(front.split(separator: "\n").count == rows)
      #expect(front.hasPrefix("source,number,arch,score,params,knee\n"))
    }
  }

  @Test("What cannot be reported is refused in one sentence, before anything is written")
  func mistakes() throws {
    try Program.test { program in
      let ranking = [
        "rank", "nasbench201", "--top", "3", "--format", "csv", "-o", "r.csv", "--quiet",
      ]
      #expect(try program.run(ranking).exitCode == 0)
      #expect(try program.run("search", "darts", "--study", "d", "--budget", "5").exitCode == 0)
      let output = ["-o", "out"]
      expectFailure(
        try program.run(["report", "r.csv"] + output),
        """
        r.csv: does not say of which space it is; name it with --space; its first architecture is \
        one of nasbench201
        """
      )
      expectFailure(
        try program.run(["report", "r.csv", "d"] + output), "r.csv, line 2: architecture")
      expectFailure(try program.run("report", "d", "-o", "d"), "d: is not empty; name a new folder")
      expectFailure(
        try program.run(["report", "nothing", "--space", "darts"] + output),
        "nothing: no such file or folder")
      expectFailure(
        try program.run(["report", "d", "--column", "x"] + output), code: 64,
        "--column names a column of --benchmark, which is missing.")
      expectFailure(
        try program.run(["report", "d", "--top", "0"] + output), code: 64,
        "--top is 0; expected 1 or more.")
      expectFailure(
        try program.run("report", "d", "-o", "/dev/null"),
        "/dev/null: is no folder, and a report is one; name a new or an empty folder")
      try program.write("arch,a,b\nx,1,2\n", to: "table.csv")
      expectFailure(
        try program.run(["report", "d", "--benchmark", "table.csv"] + output),
        "table.csv: has several columns; say which holds the accuracies: --column a or b")
      #expect(!FileManager.default.fileExists(atPath: program.file("out").path))
    }
  }

  @Test("A study's own weights are found again, and it is said when they are gone or others")
  func ownWeights() throws {
    try Program.test { program in
      let shipped = try Data(
        contentsOf: Locations.weights.appendingPathComponent("nasbench201-zero-shot.h5"))
      let mine = program.file("mine.h5")
      try shipped.write(to: mine)
      let search = ["search", "nasbench201", "--strategy", "random", "--budget", "20", "--quiet"]
      #expect(
        try program.run(search + ["--study", "d/found", "--weights", "mine.h5"]).exitCode == 0)
      func notes(_ output: String, _ more: [String] = []) throws -> [String] {
        let run = try program.run(["report", "d/found", "-o", output] + more)
        #expect(run.exitCode == 0)
        let page = try String(
          contentsOf: program.file("\(output)/report.html"), encoding: .utf8)
        let isExplained = !run.notes.contains { $0.contains("is not explained") }
        #expect(page.contains("the weights mine.h5") == isExplained)
        return run.notes.dropLast()
      }
      #expect(try notes("one").isEmpty)
      try Data(contentsOf: Locations.weights.appendingPathComponent("tgnas-published.h5"))
        .write(to: mine)
      let advice = "; name the weights that scored it with --weights"
      #expect(
        try notes("two") == [
          "note: the best architecture of d/found is not explained: d/found/../../mine.h5: has "
            + "changed since the study read it" + advice
        ])
      #expect(
        try notes("three", ["--weights", "mine.h5"]) == [
          "warning: d/found: its best architecture is explained by the weights mine.h5, which are "
            + "not those that scored it"
        ])
      try FileManager.default.removeItem(at: mine)
      #expect(
        try notes("four") == [
          "note: the best architecture of d/found is not explained: d/found/../../mine.h5: is gone "
            + "since the study read it" + advice
        ])
      try shipped.write(to: program.file("mine.h5"))
      #expect(try notes("five", ["--weights", "mine.h5"]).isEmpty)
      // A space of the installation needs no path.
      #expect(try program.run(search + ["--study", "shipped"]).exitCode == 0)
      let study = try String(contentsOf: program.file("shipped/study.json"), encoding: .utf8)
      #expect(study.contains("nasbench201-zero-shot.h5") && !study.contains("\"path\""))
    }
  }

  @Test("Shows the scores of a ranking as bars, on the standard error")
  func histogram() throws {
    try Program.test { program in
      let run = try program.run("rank", "nasbench201", "--top", "1", "--histogram")
      #expect(run.lines.count == 2)
      #expect(run.notes.count == 1 + 16 + 1)
      #expect(run.notes.last?.hasPrefix(" -inf   341  █") == true)
      #expect(run.notes.allSatisfy { $0.count <= 80 })
      let plain = try program.run("rank", "nasbench201", "--top", "1")
      #expect(plain.standardOutput == run.standardOutput && plain.notes.isEmpty)
    }
  }

  @Test(
    "The notebook runs from top to bottom, and computes what the report says",
    .enabled(if: Python.path != nil, Comment(rawValue: Python.need)))
  func notebook() throws {
    try Program.test { program in
      for (name, arguments) in [("a", ["--columns", "params,flops"]), ("b", ["--by", "naswot"])] {
        let ranking = ["rank", "nasbench201", "--format", "csv", "-o", "\(name).csv", "--quiet"]
        #expect(try program.run(ranking + arguments).exitCode == 0)
      }
      let search = [
        "search", "nasbench201", "--objectives", "score,params,depth", "--max-depth", "30",
        "--study",
        "c", "--budget", "200", "--quiet",
      ]
      #expect(try program.run(search).exitCode == 0)
      // The compared column need not be an accuracy, but it has to be there for every cell.
      let report = [
        "report", "a.csv", "b.csv", "c", "--benchmark", "a.csv", "--column", "flops", "-o", "out",
      ]
      let run = try program.run(report)
      #expect(run.exitCode == 0, "\(run.notes)")
      let checked = Python.run(
        try #require(Python.path),
        [Locations.root.appendingPathComponent("Tests/Scripts/check-report.py").path, "out"],
        in: program.folder.path)
      #expect(checked.status == 0, "\(checked.text)")
    }
  }
}
