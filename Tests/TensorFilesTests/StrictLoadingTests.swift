import TensorFiles
import TestSupport
import Testing

@Suite("Strict loading")
struct StrictLoadingTests {
  private func write(to path: String) throws -> TensorFile {
    var writer = TensorFileWriter()
    writer.add("right", shape: [2, 2], [1, 2, 3, 4])
    writer.add("half", Tensor(shape: [1], elements: .float16([0x3C00])))
    writer.add("misshaped", shape: [3], [1, 2, 3])
    writer.add("transposed", shape: [2, 3], [1, 2, 3, 4, 5, 6])
    writer.add("mistyped", Tensor(shape: [1], elements: .int32([1])))
    writer.add("zz/unexpected", shape: [1], [1])
    writer.add("also unexpected", shape: [1], [1])
    try writer.write(to: path)
    return try TensorFile(path: path)
  }

  @Test("A file that fits its table is read whole")
  func fitting() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("weights.h5").path
      var writer = TensorFileWriter()
      writer.add("a", shape: [2, 2], [1, 2, 3, 4])
      writer.add("b", Tensor(shape: [], elements: .float16([0x3C00])))
      writer.add("c", Tensor(shape: [2], elements: .int32([5, 6])))
      try writer.write(to: path)
      var table = TensorTable()
      table.add("a", [2, 2])
      table.add("b", [])
      table.add("c", [2], storage: [.int32])
      let tensors = try TensorFile(path: path).read(table)
      #expect(tensors.keys.sorted() == ["a", "b", "c"])
      #expect(tensors["a"]?.floats == [1, 2, 3, 4])
      #expect(tensors["b"]?.floats == [1])
      #expect(tensors["c"]?.floats == [5, 6])
    }
  }

  @Test("Missing, misshaped and unexpected tensors are listed together in one sentence")
  func allProblems() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("weights.h5").path
      let file = try write(to: path)
      var table = TensorTable()
      table.add("right", [2, 2])
      table.add("half", [1], storage: [.float32])
      table.add("missing", [4, 5])
      table.add("misshaped", [4])
      table.add("transposed", [3, 2])
      table.add("mistyped", [1])
      table.add("missing/scalar", [], storage: [.uint8])
      let error = #expect(throws: TensorFileError.self) { try file.read(table) }
      #expect(
        error?.description == """
          \(path): tensor "half" is 1 float16, expected 1 float32; \
          tensor "missing" is missing (expected 4x5 float16 or float32); \
          tensor "misshaped" is 3 float32, expected 4 float16 or float32; \
          tensor "transposed" is 2x3 float32, expected 3x2 float16 or float32; \
          tensor "mistyped" is 1 int32, expected 1 float16 or float32; \
          tensor "missing/scalar" is missing (expected a single number uint8); \
          tensor "also unexpected" is not known to this model; \
          tensor "zz/unexpected" is not known to this model
          """)
      #expect(error?.problems.count == 8)
      #expect(error?.localizedDescription == error?.description)
    }
  }
}
