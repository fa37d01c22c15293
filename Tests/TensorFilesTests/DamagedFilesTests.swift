import Files
import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite("Damaged files")
struct DamagedFilesTests {
  /// A small file with groups, several storages and attributes.
  private func writeSmallFile(to path: String) throws -> [UInt8] {
    // What the reader does where no digest protects it.
    var writer = TensorFileWriter(hasDigest: false)
    writer.set("format", .integer(1))
    writer.set("spaces", .strings(["nasbench101", "transnasbench101-micro"]))
    writer.add("layers/0/own", shape: [2, 3], [1, 2, 3, 4, 5, 6])
    writer.add("layers/1/half", Tensor(shape: [3], elements: .float16([1, 2, 3])))
    writer.add("integers", Tensor(shape: [2], elements: .int32([1, 2])))
    try writer.write(to: path)
    return Array(try InputFile.bytes(at: path))
  }

  private func readEverything(_ path: String) throws {
    let file = try TensorFile(path: path)
    for name in file.contents.keys.sorted() { _ = try file.tensor(name) }
  }

  @Test("Files that are no HDF5 files are refused by name")
  func notWeights() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("weights.h5").path
      #expect(throws: FileError(path: path, problem: "no such file")) { try TensorFile(path: path) }
      #expect(throws: FileError(path: folder.path, problem: "is a folder, not a file")) {
        try TensorFile(path: folder.path)
      }
      for contents in ["", "\u{89}HDF", "These are no weights.\n"] {
        try AtomicFile.write(contents, to: path)
        #expect(
          throws: TensorFileError(
            path: path, "is not an HDF5 file (it does not begin with the HDF5 signature)")
        ) { try TensorFile(path: path) }
      }
    }
  }

  @Test("Every truncation is refused with the name of the file")
  func truncations() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("weights.h5").path
      let bytes = try writeSmallFile(to: path)
      let lengths = Set(0..<256).union(stride(from: 256, to: bytes.count, by: 7))
        .union(bytes.count - 64..<bytes.count)
      for length in lengths.sorted() {
        try Data(bytes[..<length]).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: TensorFileError.self, "\(length) bytes") {
          try readEverything(path)
        }
        #expect(error?.path == path)
        if length >= 8 {
          #expect(
            error?.problems == ["is a damaged or truncated HDF5 file; fetch or train it again"],
            "\(length) bytes")
        }
      }
    }
  }

  /// Each third of the positions is changed in another way, to keep the test short.
  @Test(
    "No changed byte crashes the reader; what it refuses, it refuses by name",
    arguments: zip([0, 1, 2], [0xFF, 0x01, 0x80] as [UInt8]))
  func flips(start: Int, mask: UInt8) throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("weights.h5").path
      let bytes = try writeSmallFile(to: path)
      for position in stride(from: start, to: bytes.count, by: 3) {
        var damaged = bytes
        damaged[position] ^= mask
        try Data(damaged).write(to: URL(fileURLWithPath: path))
        do {
          try readEverything(path)
        } catch let error as TensorFileError {
          #expect(error.path == path)
        }
      }
    }
  }
}
