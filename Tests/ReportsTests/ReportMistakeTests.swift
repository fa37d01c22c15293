import Files
import Foundation
import Reports
import Search
import TestSupport
import Testing

@Suite("Inputs that reports refuse") struct ReportMistakeTests {
  private func problem(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  private func reading(_ text: String, _ name: String = "r.csv") throws -> String {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      try AtomicFile.write(text, to: sample.path(name))
      let message = problem { _ = try sample.source(sample.path(name)) }
      return message.replacingOccurrences(of: folder.path + "/", with: "")
    }
  }

  private static let cell =
    "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|"

  @Test("Files that are no ranking are told by what is missing")
  func noRanking() throws {
    #expect(try reading("").contains("r.csv: is empty"))
    #expect(
      try reading("a,b\n1,2\n").contains(
        "r.csv: is neither a study nor a ranking: a ranking is CSV with the columns \"arch\" and "
          + "\"score\""
      ))
    #expect(try reading("arch,b\n1,2\n").contains("this has no column \"score\""))
    #expect(try reading("arch,score\n").contains("r.csv: has column names but no rows"))
  }

  @Test("Rows that are wrong are told by their line")
  func rows() throws {
    #expect(
      try reading("arch,score\n\(Self.cell),1\n|none~0|,2\n").hasPrefix(
        "r.csv, line 3: architecture \"|none~0|\", character 9: "))
    #expect(
      try reading("arch,score\n\(Self.cell),1.5x\n")
        == "r.csv, line 2, column \"score\": expected a number, found \"1.5x\"")
    #expect(try reading("arch,score\n\(Self.cell),nan\n").contains("expected a number"))
    // Cut off in the middle.
    #expect(
      try reading("arch,score,params\n\(Self.cell),1,2\n\(Self.cell),1").contains(
        "r.csv, line 3: has 2 fields, expected 3"))
    #expect(
      try reading("arch,score\n\(Self.cell),1\n\(Self.cell),2\n").contains(
        "r.csv, line 3: repeats the architecture"))
    // The same in another notation: NASLib's indices of the edges.
    let sample = try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      return try sample.space.notation(
        of: sample.space.architecture(parsing: Self.cell), as: sample.space.notationNames[1])
    }
    #expect(
      try reading("arch,score\n\(Self.cell),1\n\"\(sample)\",2\n").contains(
        "r.csv, line 3: repeats the architecture of line 2; a ranking has each once"))
  }

  @Test("Folders that are no study, and one without trials")
  func noStudy() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      #expect(
        problem { _ = try sample.source(folder.path) }
          == "\(folder.path): is no study: it has no study.json")
      #expect(
        problem { _ = try sample.source(sample.path("nothing")) }.contains(
          "nothing: no such file or folder; expected a study or a ranking"))
    }
  }

  @Test("One file twice, and accuracies of other architectures")
  func together() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      let path = try sample.write("one.csv") { "\($0)" }
      #expect(problem { _ = try sample.material([path, path]) } == "\(path): is given twice")
      let truth = sample.truth(leavingOut: Sample.count - 1) { Double($0) }
      #expect(
        problem { _ = try sample.material([path], truth: truth) }
          == "table.csv: holds 1 of the 40 architectures of \(path); two or more are needed to "
          + "compare them"
      )
    }
  }

  @Test("Sources of one name are told apart by their paths, columns of odd names by others")
  func names() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      for name in ["a", "b"] {
        try FileManager.default.createDirectory(
          atPath: sample.path(name), withIntermediateDirectories: false)
      }
      let paths = try ["a/arch.csv", "b/arch.csv"].map { name in
        try sample.write(name, columns: "score,x/y,.") { "\($0),\($0),\($0)" }
      }
      let material = try sample.material(paths)
      #expect(material.sources.map(\.name).allSatisfy { $0.hasSuffix(" arch.csv") })
      #expect(Set(material.sources.map(\.name)).count == 2)
      #expect(material.sources[0].columns.map(\.name) == ["x y", "column"])
      let only = try sample.material([paths[0]])
      #expect(only.sources[0].name == "arch")
      let report = try Report(of: only, program: "p", command: "c")
      #expect(try !report.files().isEmpty)
    }
  }

  @Test("A folder with files is left alone unless it is to be replaced")
  func folders() throws {
    try withTemporaryFolder { folder in
      let sample = try Sample(in: folder)
      let report = try Report(
        of: sample.material([sample.write("one.csv") { "\($0)" }]), program: "p", command: "c")
      let target = sample.path("report")
      try report.write(to: target + "/", replacing: false)
      try AtomicFile.write("mine", to: "\(target)/notes.txt")
      #expect(
        problem { try report.write(to: target, replacing: false) }
          == "\(target): is not empty; name a new folder, or replace the report in it "
          + "with force: true"
      )
      try AtomicFile.write("edited", to: "\(target)/report.ipynb")
      try report.write(to: target, replacing: true)
      #expect(try InputFile.text(at: "\(target)/notes.txt") == "mine")
      #expect(try InputFile.text(at: "\(target)/report.ipynb").hasPrefix("{"))
      for file in [sample.path("one.csv"), "/dev/null"] {
        for replacing in [false, true] {
          #expect(
            problem { try Report.check(file, replacing: replacing) }
              == "\(file): is no folder, and a report is one; name a new or an empty folder")
        }
      }
      let below = sample.path("one.csv/x")
      #expect(
        problem { try Report.check(below, replacing: false) }
          == "\(below): cannot be made, as \(sample.path("one.csv")) is no folder")
      // Nothing is left of the files for a folder that cannot be made.
      #expect(
        problem { try report.write(to: "/proc/report", replacing: false) }
          == "/proc/report: cannot make this folder: No such file or directory")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.sorted() == ["one.csv", "report"])
      // An empty folder will do.
      try FileManager.default.createDirectory(
        atPath: sample.path("empty"), withIntermediateDirectories: false)
      try report.write(to: sample.path("empty"), replacing: false)
      #expect(FileManager.default.fileExists(atPath: sample.path("empty/report.html")))
    }
  }
}
