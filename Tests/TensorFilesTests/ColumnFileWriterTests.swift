import Files
import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct ColumnFileWriterTests {
  private func writer(rows: Int) -> ColumnFileWriter {
    var writer = ColumnFileWriter()
    writer.set("origin", .string("a test"))
    writer.add(
      "scores",
      [
        ("score", .numbers((0..<rows).map { Double($0) / 3 })),
        ("arch", .texts((0..<rows).map { "|ä~\($0)|" })),
        ("number", .integers(Array(0..<rows))), ("front", .truths((0..<rows).map { $0 == 1 })),
      ])
    writer.add("empty", [("nothing", .texts([]))])
    return writer
  }

  @Test("Tables are groups of columns", arguments: [3, 20_000])
  func columns(rows: Int) throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("data.h5").path
      try AtomicFile.write(try writer(rows: rows).bytes(describedAs: path), to: path)
      let file = try TensorFile(path: path)
      #expect(try file.string("origin") == "a test")
      #expect(
        Set(file.contents.keys) == [
          "scores/score", "scores/arch", "scores/number", "scores/front", "empty/nothing",
        ])
      #expect(file.contents["scores/arch"]?.shape == [rows])
      #expect(file.contents["empty/nothing"]?.shape == [0])
      let front = try file.tensor("scores/front")
      #expect(front.floats.reduce(0, +) == 1 && front.floats[1] == 1)
    }
  }

  @Test("Equal tables give equal bytes")
  func reproducible() throws {
    #expect(
      try writer(rows: 5_000).bytes(describedAs: "a") == writer(rows: 5_000).bytes(describedAs: "b")
    )
  }
}
