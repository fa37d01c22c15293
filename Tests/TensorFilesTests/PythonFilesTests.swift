import Foundation
import TensorFiles
import TestSupport
import Testing

/// Files written by h5py (`Scripts/goldens/weights.py`), whose HDF5 is not the one we link.
@Suite("Files written by h5py")
struct PythonFilesTests {
  private func path(_ name: String) -> String {
    Locations.goldens.appendingPathComponent("weights/\(name).h5").path
  }

  @Test("Tensors of every storage are read, compressed ones too")
  func tensors() throws {
    let file = try TensorFile(path: path("plain"))
    #expect(
      file.contents.keys.sorted() == [
        "compressed", "empty", "layers/0/half", "layers/1/bytes", "layers/1/integers", "matrix",
        "scalar",
      ])
    #expect(
      try file.tensor("matrix")
        == Tensor(
          shape: [2, 3], elements: .float32([1.5, -2, 3, 0, -0.0, .leastNonzeroMagnitude])))
    #expect(
      try file.tensor("layers/0/half")
        == Tensor(
          shape: [6], elements: .float16([0x3C00, 0xC000, 0x7BFF, 0x0001, 0x7C00, 0x3BFF])))
    #expect(
      try file.tensor("layers/1/bytes")
        == Tensor(shape: [2, 8, 16], elements: .uint8((0...UInt8.max).map { $0 })))
    #expect(
      try file.tensor("layers/1/integers") == Tensor(shape: [2], elements: .int32([.min, .max])))
    #expect(try file.tensor("scalar") == Tensor(shape: [], elements: .float32([2.5])))
    #expect(try file.tensor("empty") == Tensor(shape: [0, 3], elements: .float32([])))
    #expect(
      try file.tensor("compressed")
        == Tensor(shape: [20, 30], elements: .float32((0..<600).map(Float.init))))
  }

  @Test("Attributes of every width are read, and kinds that we never write are passed over")
  func attributes() throws {
    let expected: [(String, Attribute)] = [
      ("empty text", .string("")), ("fixed text", .string("fixed")),
      ("fixed texts", .strings(["a", "bcd"])), ("integer", .integer(.min)),
      ("number", .number(0.1)), ("single number", .number(0.5)),
      ("small integer", .integer(200)), ("text", .string("naïve ✓")),
      ("texts", .strings(["one", "", "drei ✓"])),
    ]
    let file = try TensorFile(path: path("plain"))
    #expect(file.attributes.keys.sorted() == expected.map(\.0))
    for (name, value) in expected { #expect(file.attributes[name] == value, "\(name)") }
  }

  @Test(
    "What weights must not contain is refused in one sentence",
    arguments: [
      ("cyclic", "group \"group/again/\" is linked more than once; weights must form a tree"),
      (
        "dangling",
        "\"link\" is a link to another place or file; a file of weights stands for itself"
      ),
      ("large-integer", "attribute \"count\" is larger than 2^63 - 2"),
      (
        "unwritten",
        "tensor \"unwritten\" claims 4000000 bytes but only 0 are stored; the file is damaged"
      ),
      ("huge", "tensor \"huge\" is damaged and cannot be opened"),
    ])
  func refused(name: String, sentence: String) {
    let path = path(name)
    #expect(throws: TensorFileError(path: path, sentence)) { try TensorFile(path: path) }
  }

  @Test(
    "Number types that the project does not use are listed but not read",
    arguments: ["double", "big-endian", "compound", "texts", "null"])
  func unknownTypes(name: String) throws {
    let path = path("odd")
    let file = try TensorFile(path: path)
    #expect(
      throws: TensorFileError(
        path: path,
        "tensor \"\(name)\" has an unknown number type; expected one of "
          + "float32, float16, uint8, int32")
    ) { try file.tensor(name) }
    var table = TensorTable()
    table.add(name, [2])
    let error = #expect(throws: TensorFileError.self) { try file.read(table) }
    #expect(error?.problems.first?.contains("of an unknown number type, expected") == true)
  }
}
