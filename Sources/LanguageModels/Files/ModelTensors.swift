import Files
import Tensors
import Wording

/// A tensor as it lies in a model's file.
struct StoredTensor {
  /// Sizes as in PyTorch, [outputs, inputs] for a linear layer.
  let shape: [Int]
  let format: StoredFormat
  let bytes: UnsafeRawBufferPointer
}

/// The tensors of a model's file, of which every one must be asked for: one that is left over would
/// belong to a network that is not ours.
struct ModelTensors {
  let file: MappedFile
  private let tensors: [String: StoredTensor]
  private var unread: Set<String>

  /// - Parameter ignoring: tells tensors that no hidden state depends on, such as an output layer
  init(
    _ tensors: [String: StoredTensor], in file: MappedFile, ignoring: (String) -> Bool
  ) {
    (self.tensors, self.file) = (tensors, file)
    unread = Set(tensors.keys.filter { !ignoring($0) })
  }

  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// The tensor of that name and shape.
  ///
  /// - Throws: `FileError` when there is none, or one of another shape.
  private mutating func tensor(_ name: String, _ shape: [Int]) throws(FileError) -> StoredTensor {
    guard let tensor = tensors[name] else {
      throw FileError(path: file.path, problem: "lacks the tensor \"\(name)\" \(Self.text(shape))")
    }
    guard tensor.shape == shape else {
      throw FileError(
        path: file.path,
        problem: """
          its tensor "\(name)" is \(Self.text(tensor.shape)); expected \(Self.text(shape))
          """)
    }
    unread.remove(name)
    return tensor
  }

  /// Numbers that are read as they are needed, such as a weight [outputs, inputs].
  ///
  /// - Throws: `FileError`
  mutating func matrix(_ name: String, _ rows: Int, _ columns: Int) throws(FileError)
    -> StoredMatrix
  {
    let tensor = try tensor(name, [rows, columns])
    return StoredMatrix(
      rows: rows, columns: columns, format: tensor.format, bytes: tensor.bytes, file: file)
  }

  /// Numbers in single precision, such as a bias.
  ///
  /// - Throws: `FileError`
  mutating func numbers(_ name: String, _ count: Int) throws(FileError) -> [Float] {
    let tensor = try tensor(name, [count])
    return StoredMatrix(
      rows: 1, columns: count, format: tensor.format, bytes: tensor.bytes, file: file
    ).row(0)
  }

  /// Insists that nothing is left over.
  ///
  /// - Throws: `FileError` with the first tensor that nobody asked for.
  func finish() throws(FileError) {
    guard let name = unread.min() else { return }
    throw FileError(
      path: file.path,
      problem: """
        holds the tensor "\(name)", which a model of this family does not have; \
        \(unread.count == 1 ? "it is" : "it and \(unread.count - 1) others are") of another network
        """)
  }

  static func text(_ shape: [Int]) -> String {
    "[" + shape.map(String.init).joined(separator: ", ") + "]"
  }
}

/// A matrix that stays in its file.
struct StoredMatrix: Sendable {
  let rows: Int
  let columns: Int
  let format: StoredFormat
  // The file is mapped as long as the matrix lives, and nobody writes to it.
  nonisolated(unsafe) private let start: UnsafeRawPointer
  private let file: MappedFile

  fileprivate init(
    rows: Int, columns: Int, format: StoredFormat, bytes: UnsafeRawBufferPointer, file: MappedFile
  ) {
    (self.rows, self.columns, self.format, self.file) = (rows, columns, format, file)
    guard let start = bytes.baseAddress else { preconditionFailure("no tensor is empty") }
    self.start = start
  }

  /// A row in single precision.
  func row(_ row: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: columns) { buffer, count in
      if let numbers = buffer.baseAddress { copyRow(row, to: numbers) }
      count = columns
    }
  }

  func copyRow(_ row: Int, to numbers: UnsafeMutablePointer<Float>) {
    format.unpack(start + row * format.bytes(of: columns), count: columns, into: numbers)
  }

  /// y += x W' for a weight W [outputs, inputs].
  ///
  /// - Parameters:
  ///   - x: [tokens, inputs]
  ///   - y: [tokens, outputs]
  func addProduct(_ x: UnsafePointer<Float>, tokens: Int, to y: UnsafeMutablePointer<Float>) {
    RowKernel.addProduct(
      rows: tokens, columns: rows, inner: columns, x, withStored: start, format, to: y)
  }
}
