import Files
import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite("Tensor file")
struct TensorFileTests {
  static let tensors: [(name: String, tensor: Tensor)] = [
    (
      "matrix",
      Tensor(
        shape: [2, 3], elements: .float32([1, -0.0, .infinity, .leastNonzeroMagnitude, .pi, -7]))
    ),
    ("layers/0/own", Tensor(shape: [65_536], elements: .float16((0...UInt16.max).map { $0 }))),
    ("layers/0/bytes", Tensor(shape: [4, 8, 8], elements: .uint8((0...UInt8.max).map { $0 }))),
    ("layers/1/integers", Tensor(shape: [1, 2], elements: .int32([.min, .max]))),
    ("scalar", Tensor(shape: [], elements: .float32([2.5]))),
    ("half scalar", Tensor(shape: [], elements: .float16([0x3C00]))),
    ("empty", Tensor(shape: [0], elements: .float32([]))),
    ("none/second", Tensor(shape: [3, 0, 2], elements: .int32([]))),
    ("naïve ✓", Tensor(shape: [1], elements: .uint8([9]))),
  ]

  static let attributes: [(name: String, value: Attribute)] = [
    ("text", .string("naïve ✓ 日本語")), ("empty text", .string("")),
    ("long text", .string(String(repeating: "é", count: 20_000))),
    ("texts", .strings(["one", "", "drei ✓"])), ("one text", .strings(["single"])),
    ("empty texts", .strings(["", ""])), ("no texts", .strings([])),
    ("integer", .integer(-5)), ("smallest", .integer(.min)), ("largest", .integer(.max)),
    ("number", .number(0.1)), ("infinity", .number(-.infinity)), ("ключ", .integer(1)),
  ]

  private func writer() -> TensorFileWriter {
    var writer = TensorFileWriter()
    for (name, value) in Self.attributes { writer.set(name, value) }
    for (name, tensor) in Self.tensors { writer.add(name, tensor) }
    return writer
  }

  @Test("Every storage and every kind of attribute is read back as it was written")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("weights.h5").path
      try writer().write(to: path)
      let file = try TensorFile(path: path)
      #expect(file.contents.keys.sorted() == Self.tensors.map(\.name).sorted())
      for (name, tensor) in Self.tensors { #expect(try file.tensor(name) == tensor, "\(name)") }
      #expect(file.attributes.keys.sorted() == Self.attributes.map(\.name).sorted())
      for (name, value) in Self.attributes { #expect(file.attributes[name] == value, "\(name)") }
    }
  }

  @Test("Equal contents give equal bytes, also at another time")
  func equalBytes() throws {
    try withTemporaryFolder { folder in
      let paths = ["a.h5", "b.h5"].map { folder.appendingPathComponent($0).path }
      try writer().write(to: paths[0])
      Thread.sleep(forTimeInterval: 1.1)
      try writer().write(to: paths[1])
      #expect(try InputFile.bytes(at: paths[0]) == InputFile.bytes(at: paths[1]))
    }
  }

  @Test("Numbers of every storage are given in single precision")
  func floats() {
    #expect(Tensor(shape: [2], elements: .float16([0x3C00, 0xC000])).floats == [1, -2])
    #expect(Tensor(shape: [2], elements: .uint8([0, 255])).floats == [0, 255])
    #expect(Tensor(shape: [1], elements: .int32([-3])).floats == [-3])
  }

  @Test("Attributes of the wrong kind and missing ones are refused by name")
  func attributeKinds() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("weights.h5").path
      try writer().write(to: path)
      let file = try TensorFile(path: path)
      #expect(try file.string("text") == "naïve ✓ 日本語")
      #expect(try file.strings("texts") == ["one", "", "drei ✓"])
      #expect(try file.strings("text") == ["naïve ✓ 日本語"])
      #expect(try file.integer("integer") == -5)
      #expect(
        throws: TensorFileError(path: path, "attribute \"texts\" is a list of texts, expected text")
      ) { try file.string("texts") }
      #expect(
        throws: TensorFileError(path: path, "attribute \"number\" is a number, expected an integer")
      ) { try file.integer("number") }
      #expect(
        throws: TensorFileError(
          path: path, "attribute \"integer\" is an integer, expected a list of texts")
      ) { try file.strings("integer") }
      #expect(throws: TensorFileError(path: path, "attribute \"seed\" is missing")) {
        try file.integer("seed")
      }
      #expect(throws: TensorFileError(path: path, "tensor \"gone\" is missing")) {
        try file.tensor("gone")
      }
    }
  }

  @Test("What HDF5 cannot hold is refused, and nothing is written")
  func refusedContents() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("weights.h5").path
      let cases: [(Attribute, String)] = [
        (.string("a\0b"), "attribute \"x\" holds a NUL character, which HDF5 texts end at"),
        (
          .strings([String(repeating: "a", count: 70_000)]),
          "HDF5 could not compose attribute \"x\" (it holds at most 64 KB)"
        ),
      ]
      for (value, sentence) in cases {
        var writer = TensorFileWriter()
        writer.set("x", value)
        #expect(throws: TensorFileError(path: path, sentence)) { try writer.write(to: path) }
      }
      var writer = TensorFileWriter()
      writer.add("a", shape: [1], [1])
      writer.add("a/b", shape: [1], [1])
      #expect(throws: TensorFileError(path: path, "HDF5 could not compose tensor \"a/b\"")) {
        try writer.write(to: path)
      }
      let missing = folder.appendingPathComponent("missing/weights.h5").path
      #expect(throws: FileError(path: missing, problem: "cannot write: No such file or directory"))
      {
        try self.writer().write(to: missing)
      }
      let entries = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(entries.isEmpty)
    }
  }
}
