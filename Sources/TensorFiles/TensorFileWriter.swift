import CHDF5
import Files

/// Collects named tensors and attributes and writes them as one HDF5 file.
///
/// The file is composed in memory and then put in place by ``AtomicFile``, so a kill or a full disk
/// leaves no half-written weights. Equal contents give equal bytes: no times are recorded.
public struct TensorFileWriter: Sendable {
  private var tensors: [(name: String, tensor: Tensor)] = []
  private var attributes: [(name: String, value: Attribute)] = []

  private let hasDigest: Bool

  public init() { self.init(hasDigest: true) }

  /// - Parameter hasDigest: false for files as they were written before there were digests
  package init(hasDigest: Bool) { self.hasDigest = hasDigest }

  public mutating func add(_ name: String, _ tensor: Tensor) {
    precondition(!tensors.contains { $0.name == name }, "two tensors are called \(name)")
    tensors.append((name, tensor))
  }

  public mutating func add(_ name: String, shape: [Int], _ values: [Float]) {
    add(name, Tensor(shape: shape, elements: .float32(values)))
  }

  public mutating func set(_ name: String, _ value: Attribute) {
    precondition(!attributes.contains { $0.name == name }, "two attributes are called \(name)")
    precondition(name != FileDigest.attribute, "the digest is no attribute of the user's")
    attributes.append((name, value))
  }

  /// - Throws: ``FileError`` when the file cannot be written, ``TensorFileError`` when HDF5 refuses
  ///   the contents.
  public func write(to path: String) throws {
    try AtomicFile.write(try image(describedAs: path), to: path)
  }

  /// The bytes of the file.
  private func image(describedAs path: String) throws -> [UInt8] {
    try HDF5Image.compose(describedAs: path, hasDigest: hasDigest) { file in
      for (name, value) in attributes {
        guard !value.texts.contains(where: { $0.utf8.contains(0) }) else {
          throw TensorFileError(
            path: path, "attribute \"\(name)\" holds a NUL character, which HDF5 texts end at")
        }
        guard AttributeWriter.write(value, named: name, to: file) else {
          throw HDF5Image.failure(path, "attribute \"\(name)\" (it holds at most 64 KB)")
        }
      }
      for (name, tensor) in tensors {
        guard write(tensor, named: name, to: file) else {
          throw HDF5Image.failure(path, "tensor \"\(name)\"")
        }
      }
    }
  }

  private func write(_ tensor: Tensor, named name: String, to file: hid_t) -> Bool {
    let dimensions = tensor.shape.map(hsize_t.init)
    guard let type = Handle(HDF5.makeType(tensor.elements.storage), closedBy: H5Tclose),
      let space = Handle(
        tensor.shape.isEmpty
          ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(dimensions.count), dimensions, nil),
        closedBy: H5Sclose),
      let links = Handle(H5Pcreate(tgnas_H5P_LINK_CREATE()), closedBy: H5Pclose),
      H5Pset_create_intermediate_group(links.id, 1) >= 0,
      let creation = Handle(H5Pcreate(tgnas_H5P_DATASET_CREATE()), closedBy: H5Pclose),
      H5Pset_obj_track_times(creation.id, false) >= 0,
      let dataset = Handle(
        H5Dcreate2(file, name, type.id, space.id, links.id, creation.id, HDF5.defaults),
        closedBy: H5Dclose)
    else { return false }
    guard tensor.elements.count > 0 else { return true }
    let status =
      switch tensor.elements {
      case .float32(let values): write(values, type.id, dataset.id)
      case .float16(let values): write(values, type.id, dataset.id)
      case .uint8(let values): write(values, type.id, dataset.id)
      case .int32(let values): write(values, type.id, dataset.id)
      }
    return status >= 0
  }

  private func write(_ values: [some BitwiseCopyable], _ type: hid_t, _ dataset: hid_t) -> herr_t {
    values.withUnsafeBytes {
      H5Dwrite(dataset, type, HDF5.everything, HDF5.everything, HDF5.defaults, $0.baseAddress)
    }
  }
}
