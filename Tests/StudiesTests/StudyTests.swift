import Files
import Foundation
import Search
import Spaces
import Studies
import TestSupport
import Testing

@Suite("Studies") struct StudyTests {
  // Types have no state that threads could share.
  nonisolated(unsafe) static let strategies: [any SearchStrategy.Type] = [
    PruningEvolution.self, RegularizedEvolution.self, LocalSearch.self, RandomSearch.self,
    Pruning.self,
  ]

  private func text(_ name: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  @Test("The folder tells what was searched, every trial and what came of it")
  func files() throws {
    try withTemporaryFolder { folder in
      let study = folder.appendingPathComponent("one/study")
      try ToySearch().run(in: study)
      let names = try FileManager.default.contentsOfDirectory(atPath: study.path).sorted()
      #expect(names == ["best.json", "front.csv", "study.json", "trials.csv", "trials.sha"])

      let description = try text("study.json", in: study)
      for part in ["\"budget\" : 440", "\"seed\" : 4", "\"strategy\" : \"pruning-evolution\""] {
        #expect(description.contains(part))
      }
      let lines = try text("trials.csv", in: study).split(separator: "\n")
      #expect(lines.count == 441)
      #expect(
        lines[0]
          == "trial,generation,parent,arch,arch_naslib,arch_string-order,arch_index,arch_json,"
          + "score,percentile,front,seconds")
      // Supernets are quoted JSON and have no percentile.
      #expect(lines[1].hasPrefix("1,1,,\"{\"\"supernet\"\": [[\"\""))
      #expect(lines[1].contains(",false,"))
      // Scores are read back to the last bit.
      let results = try StudyResults(in: study.path)
      #expect(results.evaluations == 440)
      let best = results.best(1_000, allColumns: false)
      #expect(best.columns == ["trial", "generation", "parent", "arch", "score", "percentile"])
      #expect(best.rows.count == 440 - 84)
      let space = try SearchSpace.named("nasbench201", in: Installation(root: Locations.root.path))
      for row in best.rows {
        guard case .text(let arch) = row[3], case .number(let score, _) = row[4] else {
          Issue.record("\(row)")
          continue
        }
        let architecture = try space.architecture(parsing: arch)
        #expect(LengthScorer(space: space).scores(of: [architecture]).values == [score])
      }
      let front = try text("front.csv", in: study).split(separator: "\n")
      #expect(front.count >= 2)
      let bestLine = try text("best.json", in: study)
      #expect(bestLine.contains("\"evaluations\": 440, \"complete\": true"))
    }
  }

  @Test(
    "A study whose record ends anywhere goes on to the same files",
    arguments: StudyTests.strategies.indices)
  func torn(index: Int) throws {
    let strategy = StudyTests.strategies[index]
    let search = ToySearch(strategy: strategy, resuming: true)
    try withTemporaryFolder { folder in
      let whole = folder.appendingPathComponent("whole")
      try search.with { $0.resuming = false }.run(in: whole)
      let expected = try StudyFiles(in: whole)
      let bytes = try Data(contentsOf: whole.appendingPathComponent("trials.csv"))
      let newline = UInt8(ascii: "\n")
      for cut in stride(from: 0, through: bytes.count, by: max(1, bytes.count / 13)) {
        let torn = folder.appendingPathComponent("torn-\(cut)")
        try FileManager.default.createDirectory(at: torn, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          at: whole.appendingPathComponent("study.json"),
          to: torn.appendingPathComponent("study.json"))
        try bytes.prefix(cut).write(to: torn.appendingPathComponent("trials.csv"))
        // Checksums are written first.
        let sums = "trials.sha"
        try FileManager.default.copyItem(
          at: whole.appendingPathComponent(sums), to: torn.appendingPathComponent(sums))
        // The remains of a kill in a file that was about to appear are no obstacle.
        try Data("{".utf8).write(to: torn.appendingPathComponent("best.json.77-1.partial"))
        let notes = try search.run(in: torn)
        #expect(try StudyFiles(in: torn) == expected, "cut after \(cut) bytes")
        let names = try FileManager.default.contentsOfDirectory(atPath: torn.path)
        #expect(names.count == 5)
        let firstLine = bytes.firstIndex(of: newline) ?? 0
        let isTorn =
          bytes.prefix(cut).last != newline && bytes.prefix(cut).count { $0 == newline } > 1
        #expect(notes.count == (isTorn && cut > firstLine ? 1 : 0))
      }
    }
  }

  @Test("A study that was stopped goes on, and so does one that is finished")
  func stopped() throws {
    try withTemporaryFolder { folder in
      let (whole, stopped) = (
        folder.appendingPathComponent("whole"), folder.appendingPathComponent("stopped")
      )
      try ToySearch().run(in: whole)
      let expected = try StudyFiles(in: whole)
      try ToySearch(batches: 6).run(in: stopped)
      #expect(try text("best.json", in: stopped).contains("\"complete\": false"))
      #expect(try StudyResults(in: stopped.path).evaluations < 440)
      try ToySearch(resuming: true).run(in: stopped)
      #expect(try StudyFiles(in: stopped) == expected)
      let bytes = try Data(contentsOf: stopped.appendingPathComponent("trials.csv"))
      try ToySearch(resuming: true).run(in: stopped)
      #expect(try Data(contentsOf: stopped.appendingPathComponent("trials.csv")) == bytes)
      #expect(try StudyFiles(in: stopped) == expected)
    }
  }

  @Test("A larger budget goes on to what it would have come to from the start")
  func largerBudget() throws {
    try withTemporaryFolder { folder in
      let (whole, grown) = (
        folder.appendingPathComponent("whole"), folder.appendingPathComponent("grown")
      )
      for strategy in StudyTests.strategies {
        let search = ToySearch(strategy: strategy)
        let (whole, grown) = (
          whole.appendingPathComponent(strategy.name), grown.appendingPathComponent(strategy.name)
        )
        try search.with { $0.budget = 557 }.run(in: whole)
        try search.with { $0.budget = 441 }.run(in: grown)
        try search.with { ($0.budget, $0.resuming) = (557, true) }.run(in: grown)
        #expect(try StudyFiles(in: grown) == StudyFiles(in: whole), "\(strategy.name)")
        // Nothing is left to do for pruning, so that its description stays.
        let budget = strategy == Pruning.self ? 441 : 557
        #expect(try text("study.json", in: grown).contains("\"budget\" : \(budget)"))
      }
    }
  }

  @Test("A budget that would change what was proposed first is refused, and nothing is lost")
  func budgetOfAnotherSearch() throws {
    try withTemporaryFolder { folder in
      // Too little for pruning, so that evolution gets all of it.
      try ToySearch(budget: 60).run(in: folder)
      let files = try StudyFiles(in: folder)
      let error = #expect(throws: FileError.self) {
        try ToySearch(budget: 440, resuming: true).run(in: folder)
      }
      #expect(error?.description.contains("trials.csv: trial 1 is |") == true)
      #expect(error?.description.contains("and this search proposes {\"supernet\"") == true)
      #expect(try StudyFiles(in: folder) == files)
      try ToySearch(budget: 60, resuming: true).run(in: folder)
      #expect(try StudyFiles(in: folder) == files)
    }
  }
}
