import Foundation
import Studies
import TestSupport
import Testing
import Wording

@Suite("Training studies") struct TrainingStudyTests {
  private static func description(seed: UInt64 = 0) -> TrainingStudyDescription {
    TrainingStudyDescription(
      version: "1", command: "test", space: StudyDescription.Source(name: "toy", sha256: "0"),
      operators: [], by: nil, weights: nil, operatorsFromText: false, allowingSeenLabels: false,
      isMinimised: false, seed: seed)
  }

  private static func proposal(_ score: Double, _ expected: Double? = nil) -> Training.Proposal {
    Training.Proposal(
      score: score, percentile: 10 * score, expected: expected,
      deviation: expected.map { $0 / 7 })
  }

  /// Three rounds of asking and telling.
  private static func play(in folder: String) throws -> TrainingStudy {
    let study = try TrainingStudy(beginning: description(), in: folder)
    try study.update { _ in
      [.asked("a,b", proposal(1.0 / 3)), .asked("c", proposal(0.1)), .asked("d", proposal(-2))]
    }
    try study.update { _ in [.told("c", 91.25), .told("a,b", 1.0 / 3), .told("new", 5)] }
    try study.update { _ in [.asked("e", proposal(0.5, 92)), .told("d", nil)] }
    return study
  }

  @Test("What happened is told again, to the last bit")
  func history() throws {
    try withTemporaryFolder { folder in
      let study = try Self.play(in: folder.path)
      let history = try TrainingStudy(in: folder.path).history()
      #expect(try study.history() == history)
      #expect(history.trainings.map(\.number) == [1, 2, 3, 4, 5])
      #expect(history.trainings.map(\.architecture) == ["a,b", "c", "d", "new", "e"])
      #expect(history.trainings.map(\.round) == [1, 1, 1, nil, 2])
      #expect(
        history.trainings.map(\.outcome) == [
          .result(1.0 / 3), .result(91.25), .failed, .result(5), .pending,
        ])
      #expect(history["a,b"]?.proposal == Self.proposal(1.0 / 3))
      #expect(history["e"]?.proposal == Self.proposal(0.5, 92))
      #expect(history["new"]?.proposal == nil && history["unknown"] == nil)
      #expect(history.best(isMinimised: false)?.training.architecture == "c")
      #expect(history.best(isMinimised: true)?.training.architecture == "a,b")
      #expect(history.pending.map(\.number) == [5] && history.failures == 1)
    }
  }

  @Test("A result that replaces another one counts, and the record keeps both")
  func replaced() throws {
    try withTemporaryFolder { folder in
      let study = try Self.play(in: folder.path)
      try study.update { _ in [.told("c", 3)] }
      #expect(try study.history()["c"]?.outcome == .result(3))
      let text = try String(contentsOfFile: "\(folder.path)/trainings.csv", encoding: .utf8)
      #expect(text.contains("91.25"))
    }
  }

  @Test("The same events give the same bytes")
  func bytes() throws {
    try withTemporaryFolder { folder in
      let names = ["one", "two"].map { "\(folder.path)/\($0)" }
      for name in names { _ = try Self.play(in: name) }
      for file in ["trainings.csv", "trainings.sha", "trainings.json"] {
        #expect(
          try Data(contentsOf: URL(fileURLWithPath: "\(names[0])/\(file)"))
            == Data(contentsOf: URL(fileURLWithPath: "\(names[1])/\(file)")))
      }
    }
  }

  @Test("Wherever a kill cuts the record off, whole lines are kept and the study goes on")
  func torn() throws {
    try withTemporaryFolder { folder in
      let study = try Self.play(in: folder.path)
      let whole = try study.history()
      let file = URL(fileURLWithPath: "\(folder.path)/trainings.csv")
      let sums = URL(fileURLWithPath: "\(folder.path)/trainings.sha")
      let (bytes, stated) = (try Data(contentsOf: file), try Data(contentsOf: sums))
      for length in 0...bytes.count {
        try bytes.prefix(length).write(to: file)
        try stated.write(to: sums)
        let lines = bytes.prefix(length).count(where: { $0 == UInt8(ascii: "\n") })
        let kept = try study.history()
        #expect(kept.trainings.count <= whole.trainings.count)
        #expect(zip(kept.trainings, whole.trainings).allSatisfy { $0.number == $1.number })
        var notes: [Sentence] = []
        try study.update(note: { notes.append($0) }) { _ in [.told("last", 1)] }
        #expect(notes.isEmpty == (length == 0 || bytes[length - 1] == UInt8(ascii: "\n")))
        let after = try study.history()
        #expect(after["last"]?.outcome == .result(1))
        #expect(after.trainings.count == kept.trainings.count + 1)
        let text = try Data(contentsOf: file)
        #expect(text.count(where: { $0 == UInt8(ascii: "\n") }) == max(1, lines) + 1)
      }
    }
  }

  @Test("A changed byte is found")
  func changed() throws {
    try withTemporaryFolder { folder in
      let study = try Self.play(in: folder.path)
      let file = URL(fileURLWithPath: "\(folder.path)/trainings.csv")
      let bytes = try Data(contentsOf: file)
      for place in bytes.indices {
        var other = bytes
        other[place] ^= 1
        try other.write(to: file)
        #expect(throws: (any Error).self) { try study.history() }
      }
      try bytes.write(to: file)
      #expect(try study.history().trainings.count == 5)
      try FileManager.default.removeItem(at: file)
      #expect(throws: (any Error).self) { try study.history() }
    }
  }

  @Test("Nothing is recorded when a change fails")
  func failed() throws {
    try withTemporaryFolder { folder in
      let study = try Self.play(in: folder.path)
      let before = try study.history()
      #expect(throws: UserError.self) { try study.update { _ in throw UserError("no") } }
      #expect(try study.history() == before)
    }
  }

  @Test("Other folders are refused, and a second beginning opens the first")
  func folders() throws {
    try withTemporaryFolder { folder in
      _ = try Self.play(in: folder.path)
      let again = try TrainingStudy(beginning: Self.description(seed: 9), in: folder.path)
      #expect(again.description.seed == 0)
      #expect(try again.history().trainings.count == 5)
      let other = "\(folder.path)/other"
      try FileManager.default.createDirectory(
        atPath: other, withIntermediateDirectories: false)
      try Data("text".utf8).write(to: URL(fileURLWithPath: "\(other)/file"))
      #expect(throws: (any Error).self) {
        try TrainingStudy(beginning: Self.description(), in: other)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: other) == ["file"])
      #expect(throws: (any Error).self) { try TrainingStudy(in: other) }
    }
  }

  @Test("Threads that ask and tell at the same time lose nothing")
  func threads() throws {
    try withTemporaryFolder { folder in
      let path = folder.path
      _ = try TrainingStudy(beginning: Self.description(), in: path)
      DispatchQueue.concurrentPerform(iterations: 4) { worker in
        #expect(throws: Never.self) {
          let study = try TrainingStudy(in: path)
          for step in 0..<25 {
            let asked = try study.update { history in
              [.asked("\(history.trainings.count)", Self.proposal(0))]
            }
            try study.update { _ in [.told(asked[0].architecture, Double(100 * worker + step))] }
          }
        }
      }
      let history = try TrainingStudy(in: path).history()
      #expect(history.trainings.map(\.architecture) == (0..<100).map { "\($0)" })
      let results = history.results.map(\.result).sorted()
      #expect(results == (0..<4).flatMap { w in (0..<25).map { Double(100 * w + $0) } })
    }
  }
}
