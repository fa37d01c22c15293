import Files
import Fixtures
import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite("HDF5 files of any bytes") struct TensorFileFuzzTests {
  /// Without a digest, so that the structures are read whatever their bytes say.
  @Test("Files of tensors")
  func tensorFiles() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("x.h5").path
      var writer = TensorFileWriter(hasDigest: false)
      writer.set("count", .integer(1))
      writer.set("names", .strings(["b", "a"]))
      writer.add("group/x", shape: [2, 3], [1, 2, 3, 4, 5, 6])
      writer.add("halves", Tensor(shape: [3], elements: .float16([1, 2, 3])))
      writer.add("bytes", Tensor(shape: [4], elements: .uint8([1, 2, 3, 4])))
      try writer.write(to: path)
      Fuzzer("HDF5 file", [try InputFile.raw(at: path)]).run { bytes in
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let file = try TensorFile(path: path)
        for name in file.contents.keys { _ = try file.tensor(name) }
      }
    }
  }
}
