import Files
import Foundation
import Randomness
import Search
import Studies
import TestSupport
import Testing
import Wording

@Suite("Mistakes with studies") struct StudyMistakeTests {
  /// Expects a search in the folder to be refused, with every file as it was.
  private func expectRefusal(
    _ search: ToySearch, in folder: URL, _ sentence: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    func contents() throws -> [String: Data] {
      var contents: [String: Data] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        contents[name] = try Data(contentsOf: folder.appendingPathComponent(name))
      }
      return contents
    }
    let before = try contents()
    let error = #expect(throws: (any Error).self, sourceLocation: sourceLocation) {
      try search.run(in: folder)
    }
    let text = error.map { "\($0)" } ?? ""
    #expect(
      text.replacing(folder.path, with: "DIR").contains(sentence), "\(text)",
      sourceLocation: sourceLocation)
    #expect(!text.contains("\n"))
    #expect(try contents() == before, sourceLocation: sourceLocation)
  }

  @Test("A study goes on with the search that began it, and with no other")
  func otherSearch() throws {
    try withTemporaryFolder { folder in
      try ToySearch(batches: 7).run(in: folder)
      let search = ToySearch(resuming: true)
      let refusals: [(String, (inout ToySearch) -> Void)] = [
        (
          "DIR: holds a study already; go on with resume, or name another",
          { $0.resuming = false }
        ),
        (
          "DIR/study.json: the study has seed: 4, this search 5; give it the same", { $0.seed = 5 }
        ),
        (
          "the study has strategy: \"pruning-evolution\", this search random",
          { $0.strategy = RandomSearch.self }
        ),
        (
          "the study has budget: 440, this search 439; give it as much or more",
          { $0.budget = 439 }
        ),
        (
          "the study has the knobs batch=25,crossover=0.5,population=50,pruning=0.2,"
            + "tournament=10, this search batch=25,crossover=0.5,population=20",
          { $0.knobs = ["population": 20] }
        ),
        ("the study has space nasbench201, this search darts", { $0.space = "darts" }),
        (
          "the study searches another version of nasbench201: the space has",
          { $0.spaceDigest = "0" }
        ),
        ("the study has by: \"toy\", this search naswot", { $0.by = "naswot" }),
        (
          "the study has weights toy.h5, this search other.h5",
          { $0.weights = StudyDescription.Source(name: "other.h5", sha256: "cd") }
        ),
        (
          "the study scores by other weights toy.h5: the file has changed since",
          { $0.weights = StudyDescription.Source(name: "toy.h5", sha256: "cd") }
        ),
        (
          "the study has operatorsFromText false, this search true",
          { $0.operatorsFromText = true }
        ),
        (
          "the study was made by tgnas 1.2.3, this is 2.0.0; finish it with",
          { $0.version = "2.0.0" }
        ),
      ]
      for (sentence, change) in refusals {
        try expectRefusal(search.with(change), in: folder, sentence)
      }
      // A copy of the weights under another name is the same.
      try search.with { $0.weights = StudyDescription.Source(name: "copy.h5", sha256: "ab") }
        .run(in: folder)
    }
  }

  @Test("A study whose score labels refine goes on with the same labels alone")
  func otherLabels() throws {
    func labels(
      _ name: String = "mine.csv", _ sha256: String = "ef", column: String = "accuracy",
      path: String? = "../mine.csv"
    ) -> StudyDescription.Labels {
      StudyDescription.Labels(
        file: StudyDescription.Source(name: name, sha256: sha256, path: path), column: column)
    }
    try withTemporaryFolder { folder in
      let search = ToySearch(labels: labels(), batches: 7)
      try search.run(in: folder)
      #expect(try StudyResults(in: folder.path).description.labels == labels())
      let refusals: [(String, StudyDescription.Labels?)] = [
        ("the study has labels mine.csv, this search none; give it the same", nil),
        ("the study has labels mine.csv, this search other.csv", labels("other.csv", "01")),
        (
          "the study scores by other labels mine.csv: the file has changed since",
          labels("mine.csv", "01")
        ),
        (
          "the study has labelColumn: \"accuracy\", this search quality", labels(column: "quality")
        ),
      ]
      for (sentence, labels) in refusals {
        let other = ToySearch(labels: labels, resuming: true)
        try expectRefusal(other, in: folder, "DIR/study.json: " + sentence)
      }
      // The same labels from another place will do.
      try ToySearch(labels: labels("copy.csv", path: "/copy.csv"), resuming: true).run(in: folder)
    }
    try withTemporaryFolder { folder in
      try ToySearch(batches: 7).run(in: folder)
      try expectRefusal(
        ToySearch(labels: labels(), resuming: true), in: folder,
        "the study has labels none, this search mine.csv")
    }
  }

  @Test("A folder that holds something else is left alone")
  func noStudy() throws {
    try withTemporaryFolder { folder in
      try Data("mine".utf8).write(to: folder.appendingPathComponent("thesis.tex"))
      for resuming in [false, true] {
        try expectRefusal(
          ToySearch(resuming: resuming), in: folder,
          "DIR: is no study (it has no study.json) and is not empty; name a new or an empty folder")
      }
    }
  }

  @Test("A place where no folder can be is refused", arguments: ["file", "file/study"])
  func noFolder(name: String) throws {
    try withTemporaryFolder { folder in
      try Data().write(to: folder.appendingPathComponent("file"))
      let study = folder.appendingPathComponent(name)
      let error = #expect(throws: FileError.self) { try ToySearch().run(in: study) }
      #expect(error?.path == study.path)
      #expect(
        error?.problem
          == (name == "file"
            ? "is no folder that can be read" : "cannot make this folder: Not a directory"))
    }
  }

  @Test("A record or a description that was changed is refused, with the line")
  func changed() throws {
    try withTemporaryFolder { folder in
      try ToySearch().run(in: folder)
      let search = ToySearch(resuming: true)
      func change(
        _ name: String, _ old: String, _ new: String, _ sentence: String
      ) throws {
        let url = folder.appendingPathComponent(name)
        let text = try String(contentsOf: url, encoding: .utf8)
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != text, "\(old)")
        try Data(changed.utf8).write(to: url)
        try expectRefusal(search, in: folder, sentence)
        try Data(text.utf8).write(to: url)
      }
      // With checksums every change is found, whatever it is.
      for (old, new) in [
        ("\n2,", "\n7,"), (",false,", ",maybe,"), (",score,", ",points,"), ("\n100,", "\n"),
        ("nor_conv_3x3~0|+", "none~0|+"), ("\n3,", "\n\n3,"), ("\n4,", "\r\n4,"),
      ] {
        try change("trials.csv", old, new, "the file was changed")
      }
      try change(
        "study.json", "\"is_chained\" : true,", "\"is_chained\" : 1,", "describes no study")
      let sums = folder.appendingPathComponent("trials.sha")
      let stated = try Data(contentsOf: sums)
      try stated.prefix(stated.count / 2).write(to: sums)
      try expectRefusal(search, in: folder, "has no checksum in trials.sha: one of the two files")
      try stated.write(to: sums)
      try FileManager.default.removeItem(at: sums)
      try expectRefusal(search, in: folder, "trials.sha: is gone, so that the record of the study")
      // A study from before there were checksums.
      let description = folder.appendingPathComponent("study.json")
      let text = try String(contentsOf: description, encoding: .utf8)
      try Data(text.replacing("  \"is_chained\" : true,\n", with: "").utf8).write(to: description)
      try change("trials.csv", "\n2,", "\n7,", "line 3, column \"trial\": expected 2, found \"7\"")
      try change("trials.csv", ",false,", ",maybe,", "column \"front\": expected true or false")
      try change("trials.csv", ",score,", ",points,", "has no column \"score\"")
      try change(
        "trials.csv", ",arch_", ",text_", "has the columns trial, generation, parent, arch, text_")
      try change("trials.csv", "\n100,", "\n", "has ")
      try change("trials.csv", "nor_conv_3x3~0|+", "none~0|+", "and this search proposes |")
      try change(
        "study.json", "\"format\" : 1", "\"format\" : 2", "has format 2, this program reads 1")
      try change("study.json", "\"seed\"", "\"sede\"", "study.json: describes no study")
      try change("study.json", "{", "[", "study.json: describes no study")
      try search.run(in: folder)
      #expect(try String(contentsOf: description, encoding: .utf8) == text)
      try change("trials.csv", "\n2,", "\n7,", "the file was changed")
    }
  }

  @Test("No changed bit of a record goes unnoticed, by those who read it either")
  func flippedBits() throws {
    try withTemporaryFolder { folder in
      try ToySearch(budget: 60).run(in: folder)
      let url = folder.appendingPathComponent("trials.csv")
      let bytes = try Data(contentsOf: url)
      var random = SplitMix64(seed: 5)
      for place in (0..<100).map({ _ in random.integer(below: bytes.count) }) + [bytes.count - 1] {
        var changed = bytes
        changed[place] ^= 1 << UInt8(random.integer(below: 8))
        try changed.write(to: url)
        #expect(throws: (any Error).self, "byte \(place)") { try StudyResults(in: folder.path) }
      }
      try bytes.write(to: url)
      #expect(try StudyResults(in: folder.path).evaluations == 60)
      // A score that a forger wrote with its checksum is found by scoring again.
      var forged = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
      let columns = forged[0].split(separator: ",", omittingEmptySubsequences: false)
      let score = try #require(columns.firstIndex(of: "score"))
      var cells = forged[60].split(separator: ",", omittingEmptySubsequences: false).map(
        String.init)
      cells[score + cells.count - columns.count] = "99.5"
      forged[60] = cells.joined(separator: ",")
      try Data((forged.joined(separator: "\n") + "\n").utf8).write(to: url)
      try FileManager.default.removeItem(at: folder.appendingPathComponent("trials.sha"))
      let description = folder.appendingPathComponent("study.json")
      let text = try String(contentsOf: description, encoding: .utf8)
      try Data(text.replacing("  \"is_chained\" : true,\n", with: "").utf8).write(to: description)
      let error = #expect(throws: (any Error).self) {
        try ToySearch(budget: 60, resuming: true).run(in: folder)
      }
      #expect(error.map { "\($0)" }?.contains("trial 60 of the record has the score 99.5") == true)
    }
  }

  @Test("The command of a study is the one that began it")
  func command() throws {
    try withTemporaryFolder { folder in
      try ToySearch(batches: 7).run(in: folder)
      let before = try String(
        contentsOf: folder.appendingPathComponent("study.json"), encoding: .utf8)
      #expect(before.contains("\"command\" : \"tgnas search\""))
      try ToySearch(budget: 500, resuming: true, command: "tgnas search again").run(in: folder)
      let after = try String(
        contentsOf: folder.appendingPathComponent("study.json"), encoding: .utf8)
      #expect(after == before.replacing("440", with: "500"))
    }
  }

  @Test("What found nothing is begun anew without a question")
  func nothingFound() throws {
    try withTemporaryFolder { folder in
      try ToySearch().run(in: folder)
      let expected = try StudyFiles(in: folder)
      try Data().write(to: folder.appendingPathComponent("trials.csv"))
      try ToySearch(seed: 9).run(in: folder)
      #expect(try StudyFiles(in: folder) != expected)
      try Data("trial,gen".utf8).write(to: folder.appendingPathComponent("trials.csv"))
      try ToySearch().run(in: folder)
      #expect(try StudyFiles(in: folder) == expected)
    }
  }

  @Test("Two searches never write the same study")
  func twoAtOnce() throws {
    try withTemporaryFolder { folder in
      try ToySearch(batches: 7).run(in: folder)
      let other = try AppendedFile(path: folder.appendingPathComponent("trials.csv").path)
      try expectRefusal(
        ToySearch(resuming: true), in: folder,
        "DIR/trials.csv: is being written by another program; wait until that has ended")
      _ = other.path
    }
  }

  @Test("A study that was stopped before it scored an architecture is there, and goes on")
  func stoppedEarly() throws {
    try withTemporaryFolder { folder in
      #expect(
        throws: UserError(
          "stopped before pruning-evolution scored an architecture of nasbench201")
      ) { try ToySearch(batches: 2).run(in: folder) }
      let results = try StudyResults(in: folder.path)
      #expect(results.evaluations == 54)
      #expect(results.best(1, allColumns: true).rows.isEmpty)
      #expect(results.front(allColumns: true).rows.isEmpty)
      try ToySearch(resuming: true).run(in: folder)
      #expect(try StudyResults(in: folder.path).evaluations == 440)
    }
  }

  @Test("Results are asked of studies alone")
  func results() throws {
    try withTemporaryFolder { folder in
      #expect(throws: FileError(path: folder.path, problem: "is no study: it has no study.json")) {
        try StudyResults(in: folder.path)
      }
    }
  }
}
