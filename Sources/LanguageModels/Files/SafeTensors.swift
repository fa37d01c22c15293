import Files
import Foundation
import Tensors
import Wording

/// Files of Hugging Face's safetensors format: the length of a header, the header in JSON, numbers.
enum SafeTensors {
  /// The tensors of a file, which is not read before they are used.
  ///
  /// - Throws: `FileError` when the file is missing, cut short or not of this format.
  static func read(_ file: MappedFile) throws(FileError) -> [String: StoredTensor] {
    let bytes = file.bytes
    func damaged(_ what: Sentence) -> FileError { FileError(path: file.path, problem: what) }
    guard bytes.count >= 8 else { throw damaged("is no safetensors file: it ends in its header") }
    let length = bytes.loadUnaligned(as: UInt64.self).littleEndian
    guard length <= UInt64(bytes.count - 8) else {
      throw damaged(
        "is no safetensors file, or is cut short: it ends in its header, which has \(length) bytes")
    }
    let start = 8 + Int(length)
    let header: Any?
    header = try? JSONSerialization.jsonObject(with: Data(bytes[8..<start]))
    guard let entries = header as? [String: [String: Any]] else {
      throw damaged("is no safetensors file: its header is not JSON")
    }
    var tensors: [String: StoredTensor] = [:]
    for (key, entry) in entries where key != "__metadata__" {
      let name = shown(key)
      guard let type = entry["dtype"] as? String, let shape = entry["shape"] as? [Int],
        let offsets = entry["data_offsets"] as? [Int], offsets.count == 2
      else { throw damaged("its header does not say where the tensor \"\(name)\" lies") }
      // Positions and the like, which no hidden state depends on, are whole numbers.
      if type.first == "I" || type.first == "U" || type == "BOOL" { continue }
      guard let format = formats[type] else {
        throw damaged(
          """
          its tensor "\(name)" is of the type \(shown(type)); expected \
          \(formats.keys.sorted().joined(separator: ", "))
          """)
      }
      let count = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
      guard count > 0, shape.allSatisfy({ $0 > 0 }), offsets[0] >= 0,
        offsets[1] - offsets[0] == format.bytes(of: count)
      else { throw damaged("its header gives the tensor \"\(name)\" a size that does not fit") }
      guard offsets[1] <= bytes.count - start else {
        throw damaged("is cut short: it ends before the end of the tensor \"\(name)\"")
      }
      tensors[name] = StoredTensor(
        shape: shape, format: format,
        bytes: UnsafeRawBufferPointer(rebasing: bytes[start + offsets[0]..<start + offsets[1]]))
    }
    return tensors
  }

  private static let formats: [String: StoredFormat] = [
    "F32": .float32, "F16": .float16, "BF16": .bfloat16,
  ]
}
