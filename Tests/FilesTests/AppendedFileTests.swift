import Files
import Foundation
import TestSupport
import Testing

@Suite("Files that grow") struct AppendedFileTests {
  private func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

  @Test("What is appended stands behind what is there, at once")
  func append() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("log.csv")
      let file = try AppendedFile(path: url.path)
      #expect(try text(url) == "")
      try file.append("a,b\n")
      #expect(try text(url) == "a,b\n")
      try file.append("")
      try file.append("1,ü\n")
      try file.synchronize()
      #expect(try text(url) == "a,b\n1,ü\n")
      try file.truncate(to: 4)
      try file.append("2,c\n")
      #expect(try text(url) == "a,b\n2,c\n")
    }
  }

  @Test("A file is written by one program at a time")
  func lock() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("log.csv").path
      try open(path) {
        #expect(
          throws: FileError(
            path: path, problem: "is being written by another program; wait until that has ended")
        ) { try AppendedFile(path: path) }
      }
      // It is free again as soon as nobody has it open.
      try open(path) {}
    }
  }

  private func open(_ path: String, _ body: () throws -> Void) throws {
    let file = try AppendedFile(path: path)
    try file.append("x\n")
    try body()
  }

  @Test("What is no file, or where none can be, is refused")
  func refused() throws {
    try withTemporaryFolder { folder in
      #expect(throws: FileError(path: folder.path, problem: "cannot write: Is a directory")) {
        try AppendedFile(path: folder.path)
      }
      let missing = folder.appendingPathComponent("missing/log.csv").path
      #expect(throws: FileError(path: missing, problem: "cannot write: No such file or directory"))
      {
        try AppendedFile(path: missing)
      }
      #expect(throws: FileError(path: "/dev/full", problem: "is no regular file")) {
        try AppendedFile(path: "/dev/full")
      }
    }
  }
}
