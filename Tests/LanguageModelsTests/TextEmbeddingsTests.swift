import Foundation
import LanguageModels
import Synchronization
import TestSupport
import Testing

@Suite("Kept embeddings of texts") struct TextEmbeddingsTests {
  private final class Log: Sendable {
    let entries = Mutex<[TextEmbeddings.Progress]>([])

    func add(_ progress: TextEmbeddings.Progress) { entries.withLock { $0.append(progress) } }

    var computed: Int { entries.withLock { $0.filter { $0.problem == nil }.count } }
    var problems: [String] { entries.withLock { $0.compactMap(\.problem) } }
  }

  @Test("A second run computes nothing, and gets the same bits")
  func kept() throws {
    let model = try LanguageGoldens.model("bert")
    try withTemporaryFolder { folder in
      let texts = ["relu", "conv 3x3", "relu"]
      func run(_ pooling: TextPooling) throws -> (computed: Int, rows: [[Float]]) {
        let log = Log()
        let embeddings = try TextEmbeddings(model, pooling, folder: folder.path, report: log.add)
        let rows = texts.map { embeddings.embedding(of: $0) }
        return (log.computed, rows)
      }
      let first = try run(.mean)
      #expect(first.computed == 2)
      #expect(first.rows[0] == model.embedding(of: "relu"))
      let second = try run(.mean)
      #expect(second.computed == 0 && second.rows == first.rows)
      let other = try run(.last)
      #expect(other.computed == 2 && other.rows != first.rows)
      // Another model finds nothing of this one's.
      let llama = try TextEmbeddings(
        LanguageGoldens.model("llama.gguf"), .mean, folder: folder.path)
      #expect(llama.count == 0)
    }
  }

  @Test("A damaged file is told and written anew; one that cannot be written is told once")
  func damaged() throws {
    let model = try LanguageGoldens.model("bert")
    try withTemporaryFolder { folder in
      do {
        let embeddings = try TextEmbeddings(model, .mean, folder: folder.path)
        _ = embeddings.embedding(of: "relu")
      }
      let file = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
      try Data("nonsense".utf8).write(to: folder.appendingPathComponent(file))
      let log = Log()
      do {
        let embeddings = try TextEmbeddings(model, .mean, folder: folder.path, report: log.add)
        #expect(embeddings.count == 0)
        _ = embeddings.embedding(of: "relu")
      }
      #expect(log.problems.count == 1)
      #expect(try TextEmbeddings(model, .mean, folder: folder.path).count == 1)

      let blocked = Log()
      let notFolder = folder.appendingPathComponent(file).path
      do {
        let embeddings = try TextEmbeddings(model, .mean, folder: notFolder, report: blocked.add)
        _ = embeddings.embedding(of: "relu")
        _ = embeddings.embedding(of: "conv")
      }
      #expect(blocked.problems.count == 1)
      #expect(blocked.problems[0].contains("embeddings of this run are not kept"))
    }
  }
}
