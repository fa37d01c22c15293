import Files
import Foundation
import Synchronization
import TestSupport
import Testing

/// Bytes of which only the first page can be read, so that writing them fails half-way with EFAULT
/// like a disk that fills up, on every system and for every user.
private struct HalfReadableBytes: ContiguousBytes {
  static let pageSize = Int(getpagesize())

  func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    let size = 2 * Self.pageSize
    let pages = mmap(nil, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let pages, pages != MAP_FAILED,
      mprotect(pages + Self.pageSize, Self.pageSize, PROT_NONE) == 0
    else { preconditionFailure("the system gives no memory pages") }
    defer { munmap(pages, size) }
    return try body(UnsafeRawBufferPointer(start: pages, count: size))
  }
}

private func contents(of folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

@Suite("Atomic file")
struct AtomicFileTests {
  @Test("Bytes and texts are written whole", arguments: [0, 1, 4095, 4096, 1_000_003])
  func roundTrip(size: Int) throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("file").path
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try AtomicFile.write(bytes, to: path)
      #expect(try InputFile.bytes(at: path) == Data(bytes))
      try AtomicFile.write("naïve ✓\n", to: path)
      #expect(try InputFile.text(at: path) == "naïve ✓\n")
      #expect(try contents(of: folder) == ["file"])
    }
  }

  @Test("A write that fails half-way keeps the old file and leaves no partial one")
  func failsHalfWay() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("file").path
      try AtomicFile.write("old", to: path)
      #expect(throws: FileError(path: path, problem: "cannot write: Bad address")) {
        try AtomicFile.write(HalfReadableBytes(), to: path)
      }
      #expect(try InputFile.text(at: path) == "old")
      #expect(try contents(of: folder) == ["file"])
    }
  }

  @Test("Unwritable places are refused by name and left as they were")
  func unwritable() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appendingPathComponent("missing/file").path
      #expect(throws: FileError(path: missing, problem: "cannot write: No such file or directory"))
      {
        try AtomicFile.write("text", to: missing)
      }
      let file = folder.appendingPathComponent("file").path
      try AtomicFile.write("old", to: file)
      #expect(throws: FileError(path: file + "/inside", problem: "cannot write: Not a directory")) {
        try AtomicFile.write("text", to: file + "/inside")
      }
      #expect(throws: FileError(path: folder.path, problem: "is a folder, not a file")) {
        try AtomicFile.write("text", to: folder.path)
      }
      #expect(try contents(of: folder) == ["file"])
    }
  }

  @Test("A device is written to, never replaced by a file")
  func devices() throws {
    try AtomicFile.write("text", to: "/dev/null")
    var status = stat()
    #expect(stat("/dev/null", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
    #expect(
      throws: FileError(path: "/dev/full", problem: "cannot write: No space left on device")
    ) { try AtomicFile.write("text", to: "/dev/full") }
  }

  @Test("A symbolic link stays one, and the file it names is replaced")
  func symbolicLinks() throws {
    try withTemporaryFolder { folder in
      let (file, link) = (
        folder.appendingPathComponent("file").path, folder.appendingPathComponent("link").path
      )
      try AtomicFile.write("old", to: file)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
      try AtomicFile.write("new", to: link)
      #expect(try InputFile.text(at: file) == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
      #expect(try contents(of: folder) == ["file", "link"])
    }
  }

  @Test("Several threads that write the same path leave one of their files whole")
  func concurrentWriters() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("file").path
      let failures = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 32) { writer in
        do {
          try AtomicFile.write([UInt8](repeating: UInt8(writer), count: 200_000), to: path)
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
      #expect(failures.withLock { $0 } == [])
      let bytes = try InputFile.bytes(at: path)
      #expect(bytes.count == 200_000)
      #expect(Set(bytes).count == 1)
      #expect(try contents(of: folder) == ["file"])
    }
  }
}
