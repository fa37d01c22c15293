import Files
import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite("Digests of files")
struct FileDigestTests {
  private func write(to path: String, hasDigest: Bool = true) throws {
    var writer = TensorFileWriter(hasDigest: hasDigest)
    writer.set("zeta", .integer(1))
    writer.set("alpha", .strings(["b", "a"]))
    writer.add("second/x", shape: [2, 3], [1, 2, 3, 4, .nan, 6])
    writer.add("first", Tensor(shape: [3], elements: .float16([1, 2, 3])))
    try writer.write(to: path)
  }

  @Test("No changed bit goes unnoticed")
  func flippedBits() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("x.h5").path
      try write(to: path)
      #expect(try TensorFile(path: path).hasDigest)
      #expect(try TensorFile(path: path).attributes.keys.sorted() == ["alpha", "zeta"])
      let bytes = try InputFile.raw(at: path)
      for place in bytes.indices {
        var changed = bytes
        changed[place] ^= 1 << UInt8(place % 8)
        try Data(changed).write(to: URL(fileURLWithPath: path))
        #expect(throws: (any Error).self, "byte \(place)") { try TensorFile(path: path) }
      }
    }
  }

  @Test("A copy with a digest differs in nothing else, and a copy without one in no byte")
  func copies() throws {
    try withTemporaryFolder { folder in
      let paths = ["old", "copy", "sealed"].map { folder.appendingPathComponent("\($0).h5").path }
      try write(to: paths[0], hasDigest: false)
      let old = try TensorFile(path: paths[0])
      #expect(!old.hasDigest)
      try old.copied(hasDigest: false).write(to: paths[1])
      #expect(try InputFile.raw(at: paths[1]) == InputFile.raw(at: paths[0]))
      try old.copied().write(to: paths[2])
      #expect(try TensorFile(path: paths[2]).equals(old))
      #expect(try TensorFile(path: paths[2]).hasDigest)
    }
  }

  @Test("Every shipped file has a digest and stands in the manifest")
  func shipped() throws {
    let folder = Locations.root.appendingPathComponent("weights").path
    let manifest = try #require(try Manifest(of: folder))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(manifest.entries.map(\.name).sorted() == files.filter { $0.hasSuffix(".h5") }.sorted())
    for entry in manifest.entries {
      try manifest.check(entry)
      #expect(try FileDigest.state(ofFile: "\(folder)/\(entry.name)") == .right, "\(entry.name)")
    }
  }

  @Test("A changed file is not what a manifest lists")
  func manifest() throws {
    try withTemporaryFolder { folder in
      #expect(try Manifest(of: folder.path) == nil)
      let file = folder.appendingPathComponent("x").path
      try AtomicFile.write("text", to: file)
      let sum = try Digest.sha256(ofFile: file)
      try AtomicFile.write("\(sum)  x\n", to: folder.appendingPathComponent("SHA256SUMS").path)
      let manifest = try #require(try Manifest(of: folder.path))
      try manifest.check(manifest.entries[0])
      try AtomicFile.write("tent", to: file)
      #expect(throws: FileError.self) { try manifest.check(manifest.entries[0]) }
      try AtomicFile.write("\(sum)  ../x\n", to: folder.appendingPathComponent("SHA256SUMS").path)
      #expect(throws: FileError.self) { try Manifest(of: folder.path) }
    }
  }

  @Test("Pipes and devices are no files of weights")
  func special() throws {
    try withTemporaryFolder { folder in
      let pipe = folder.appendingPathComponent("pipe.h5").path
      #expect(mkfifo(pipe, 0o600) == 0)
      for path in [pipe, "/dev/zero"] {
        #expect(throws: FileError(path: path, problem: "is no regular file")) {
          try TensorFile(path: path)
        }
      }
      #expect(throws: FileError.self) { try InputFile.text(at: "/dev/zero") }
    }
  }
}
