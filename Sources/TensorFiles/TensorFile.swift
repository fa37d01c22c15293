import CHDF5
import Foundation
import Wording

/// A file of named tensors and attributes in HDF5, opened for reading.
public final class TensorFile: Sendable {
  public let path: String
  /// The attributes of the root group, except kinds that the project never writes.
  public let attributes: [String: Attribute]
  /// Shapes and storage of all tensors, by full name such as "layers/0/own".
  public let contents: [String: (shape: [Int], storage: TensorStorage?)]
  /// Whether the file states a digest of its bytes.
  public let hasDigest: Bool
  /// The names of the attributes and of the tensors in the order in which they were written.
  let order: (attributes: [String], tensors: [String])
  private let file: hid_t

  /// Version of the HDF5 library in use, such as "1.10.8".
  public static var libraryVersion: String { HDF5.version }

  /// - Parameter checkingDigest: reads the whole file to see whether it is what was written. Not
  ///   needed for a file of which nothing but an attribute is asked for that is checked elsewhere.
  /// - Throws: ``FileError`` when the file is missing or unreadable, ``TensorFileError`` when it is
  ///   not an HDF5 file or is damaged.
  public init(path: String, checkingDigest: Bool = true) throws {
    try TensorListing.checkSignature(path)
    self.path = path
    let state: FileDigest.State =
      checkingDigest ? try FileDigest.state(ofFile: path) : .absent
    if state == .wrong {
      throw TensorFileError(
        path: path,
        "is damaged, or was changed: its bytes do not have the digest that it states; fetch or "
          + "train it again")
    }
    let (opened, found, listing) = try HDF5.withLibrary {
      let file = H5Fopen(path, tgnas_H5F_ACC_RDONLY(), HDF5.defaults)
      guard file >= 0 else {
        throw TensorFileError(
          path: path, "is a damaged or truncated HDF5 file; fetch or train it again")
      }
      do {
        return (
          file, try AttributeReader.all(of: file, path: path),
          try TensorListing(of: file, path: path)
        )
      } catch {
        H5Fclose(file)
        throw error
      }
    }
    file = opened
    contents = listing.tensors
    attributes = Dictionary(uniqueKeysWithValues: found.filter { $0.name != FileDigest.attribute })
    order = (found.map(\.name).filter { $0 != FileDigest.attribute }, listing.order)
    hasDigest = found.contains { $0.name == FileDigest.attribute }
    // Where the mark itself is damaged, the digest was not found.
    if checkingDigest, hasDigest, state == .absent {
      throw TensorFileError(
        path: path, "is damaged: what it states as its digest is none; fetch or train it again")
    }
  }

  deinit {
    HDF5.withLibrary { _ = H5Fclose(file) }
  }

  // MARK: Reading

  /// Reads every tensor of `table`, and insists that the file holds nothing else.
  ///
  /// - Throws: ``TensorFileError`` listing all missing, unexpected and misshaped tensors together.
  public func read(_ table: TensorTable) throws -> [String: Tensor] {
    var problems: [String] = []
    let expected = Set(table.entries.map(\.name))
    for entry in table.entries {
      guard let found = contents[entry.name] else {
        problems.append("tensor \"\(entry.name)\" is missing (expected \(described(entry)))")
        continue
      }
      if found.shape != entry.shape || !(found.storage.map(entry.storage.contains) ?? false) {
        problems.append(
          "tensor \"\(entry.name)\" is \(described(found.shape, found.storage)), "
            + "expected \(described(entry))")
      }
    }
    for name in contents.keys.sorted() where !expected.contains(name) {
      problems.append("tensor \"\(name)\" is not known to this model")
    }
    guard problems.isEmpty else { throw TensorFileError(path: path, problems: problems) }
    var tensors: [String: Tensor] = [:]
    for entry in table.entries {
      tensors[entry.name] = try tensor(entry.name)
    }
    return tensors
  }

  /// - Throws: ``TensorFileError`` when there is no such tensor or it cannot be read.
  public func tensor(_ name: String) throws -> Tensor {
    guard let (shape, storage) = contents[name] else {
      throw TensorFileError(path: path, "tensor \"\(name)\" is missing")
    }
    guard let storage else {
      throw TensorFileError(
        path: path,
        "tensor \"\(name)\" has an unknown number type; expected one of "
          + TensorStorage.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let count = shape.reduce(1, *)
    let elements: Tensor.Elements =
      switch storage {
      case .float32: .float32(try read(name, storage, count))
      case .float16: .float16(try read(name, storage, count))
      case .uint8: .uint8(try read(name, storage, count))
      case .int32: .int32(try read(name, storage, count))
      }
    return Tensor(shape: shape, elements: elements)
  }

  private func read<T: BitwiseCopyable & Sendable>(
    _ name: String, _ storage: TensorStorage, _ count: Int
  ) throws -> [T] {
    try HDF5.withLibrary {
      // The memory type equals the file type: the library copies and converts nothing.
      guard let type = Handle(HDF5.makeType(storage), closedBy: H5Tclose),
        let dataset = Handle(H5Dopen2(file, name, HDF5.defaults), closedBy: H5Dclose)
      else { throw TensorFileError(path: path, "tensor \"\(name)\" cannot be opened") }
      var status: herr_t = 0
      let values = [T](unsafeUninitializedCapacity: count) { buffer, initialized in
        status =
          count == 0
          ? 0
          : H5Dread(
            dataset.id, type.id, HDF5.everything, HDF5.everything, HDF5.defaults,
            buffer.baseAddress)
        initialized = status >= 0 ? count : 0
      }
      guard status >= 0 else {
        throw TensorFileError(path: path, "tensor \"\(name)\" is damaged and cannot be read")
      }
      return values
    }
  }

  /// Whether another file has the same tensors, to the bit, and the same attributes.
  ///
  /// - Throws: ``TensorFileError`` when a tensor cannot be read.
  package func equals(_ other: TensorFile) throws -> Bool {
    guard attributes == other.attributes, order == other.order,
      contents.keys.sorted() == other.contents.keys.sorted()
    else { return false }
    return try contents.keys.allSatisfy { name in
      let (own, others) = (try tensor(name), try other.tensor(name))
      return own.shape == others.shape && own.elements.hasBits(of: others.elements)
    }
  }

  /// The contents as they can be written anew, in the order in which they were written. Tensors
  /// keep every bit.
  ///
  /// - Throws: ``TensorFileError`` when a tensor cannot be read.
  package func copied(hasDigest: Bool = true) throws -> TensorFileWriter {
    var writer = TensorFileWriter(hasDigest: hasDigest)
    for name in order.attributes {
      if let value = attributes[name] { writer.set(name, value) }
    }
    for name in order.tensors { writer.add(name, try tensor(name)) }
    return writer
  }

  // MARK: Attributes

  /// - Throws: ``TensorFileError`` when the attribute is missing or is no text.
  public func string(_ name: String) throws -> String {
    guard case .string(let value) = try attribute(name) else { throw wrongKind(name, "text") }
    return value
  }

  /// - Throws: ``TensorFileError`` when the attribute is missing or is no list of texts.
  public func strings(_ name: String) throws -> [String] {
    switch try attribute(name) {
    case .strings(let values): return values
    case .string(let value): return [value]
    default: throw wrongKind(name, "a list of texts")
    }
  }

  /// - Throws: ``TensorFileError`` when the attribute is missing or is no integer.
  public func integer(_ name: String) throws -> Int {
    guard case .integer(let value) = try attribute(name) else {
      throw wrongKind(name, "an integer")
    }
    return value
  }

  /// - Throws: ``TensorFileError`` when the attribute is missing or is no number.
  public func number(_ name: String) throws -> Double {
    guard case .number(let value) = try attribute(name) else { throw wrongKind(name, "a number") }
    return value
  }

  private func attribute(_ name: String) throws -> Attribute {
    guard let value = attributes[name] else {
      throw TensorFileError(path: path, "attribute \"\(name)\" is missing")
    }
    return value
  }

  private func wrongKind(_ name: String, _ expected: String) -> TensorFileError {
    TensorFileError(
      path: path,
      "attribute \"\(name)\" is \(attributes[name]?.kind ?? "missing"), expected \(expected)")
  }
}

private func described(_ shape: [Int], _ storage: TensorStorage?) -> String {
  let sizes = shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "x")
  return "\(sizes) \(storage?.rawValue ?? "of an unknown number type")"
}

private func described(_ entry: TensorTable.Entry) -> String {
  let sizes =
    entry.shape.isEmpty
    ? "a single number" : entry.shape.map(String.init).joined(separator: "x")
  return "\(sizes) \(entry.storage.map(\.rawValue).sorted().joined(separator: " or "))"
}
