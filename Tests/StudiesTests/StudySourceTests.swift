import Files
import Foundation
import Studies
import TestSupport
import Testing

@Suite("What a study reads is found again") struct StudySourceTests {
  private static func source(
    _ file: String, from study: String?, in folder: URL
  ) throws -> StudyDescription.Source {
    try StudyDescription.Source(
      file: folder.appendingPathComponent(file).path,
      from: study.map { folder.appendingPathComponent($0).path })
  }

  private func write(_ text: String, to file: String, in folder: URL) throws {
    let path = folder.appendingPathComponent(file).path
    try Folder.make(Folder.parent(of: path))
    try AtomicFile.write(text, to: path)
  }

  @Test("The path is the shorter one of that from the study and that from the root")
  func shorter() throws {
    try withTemporaryFolder { folder in
      try write("w", to: "weights/mine.h5", in: folder)
      let root = String(cString: try #require(realpath(folder.path, nil)))
      let far = "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z"
      let steps = far.split(separator: "/").count
      for (study, path) in [
        ("study", "../weights/mine.h5"), ("a/study", "../../weights/mine.h5"),
        ("weights/study", "../mine.h5"), ("weights", "mine.h5"),
        (far, String(repeating: "../", count: steps) + "weights/mine.h5"),
      ] {
        let source = try Self.source("weights/mine.h5", from: study, in: folder)
        let whole = root + "/weights/mine.h5"
        #expect(source.path == (path.utf8.count < whole.utf8.count ? path : whole))
        #expect(source.name == "mine.h5")
        #expect(source.sha256 == Digest.sha256(Array("w".utf8)))
      }
      #expect(
        try Self.source("weights/mine.h5", from: far, in: folder).path
          == root + "/weights/mine.h5")
      #expect(try Self.source("weights/mine.h5", from: nil, in: folder).path == nil)
    }
  }

  @Test("It is found through links, and when study and file move together")
  func found() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try write("w", to: "here/mine.h5", in: folder)
      try Folder.make(path("far/away/study"))
      #expect(symlink(path("far/away"), path("link")) == 0)
      let linked = try Self.source("here/mine.h5", from: "link/study", in: folder)
      #expect(
        try InputFile.text(at: try #require(try linked.locate(from: path("link/study")))) == "w")
      let source = try Self.source("here/mine.h5", from: "here/study", in: folder)
      try Folder.make(path("here/study"))
      #expect(rename(path("here"), path("there")) == 0)
      let moved = try #require(try source.locate(from: path("there/study")))
      #expect(try InputFile.text(at: moved) == "w")
    }
  }

  @Test("A file that is gone or was changed is told in a sentence")
  func lost() throws {
    try withTemporaryFolder { folder in
      try write("w", to: "mine.h5", in: folder)
      let study = folder.appendingPathComponent("study").path
      let source = try Self.source("mine.h5", from: "study", in: folder)
      try Folder.make(study)
      #expect(try source.locate(from: study) == "\(study)/../mine.h5")
      try write("v", to: "mine.h5", in: folder)
      #expect(
        throws: FileError(
          path: "\(study)/../mine.h5", problem: "has changed since the study read it")
      ) { try source.locate(from: study) }
      unlink(folder.appendingPathComponent("mine.h5").path)
      #expect(
        throws: FileError(path: "\(study)/../mine.h5", problem: "is gone since the study read it")
      ) { try source.locate(from: study) }
    }
  }

  @Test("Studies that were made before paths were kept still open, and go on")
  func older() throws {
    try withTemporaryFolder { folder in
      let search = ToySearch(
        weights: StudyDescription.Source(name: "toy.h5", sha256: "ab", path: "../toy.h5"))
      try search.with { $0.batches = 7 }.run(in: folder)
      let url = folder.appendingPathComponent("study.json")
      let text = try String(contentsOf: url, encoding: .utf8)
      let older = text.split(separator: "\n").filter { !$0.contains("\"path\"") }
      #expect(older.count == text.split(separator: "\n").count - 1)
      try Data(older.joined(separator: "\n").utf8).write(to: url)
      let weights = try StudyResults(in: folder.path).description.weights
      #expect(weights == StudyDescription.Source(name: "toy.h5", sha256: "ab"))
      #expect(try weights?.locate(from: folder.path) == nil)
      try search.with { $0.resuming = true }.run(in: folder)
    }
  }
}
