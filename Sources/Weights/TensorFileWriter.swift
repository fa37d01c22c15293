import CHDF5
import Files

/// Collects named tensors and attributes and writes them as one HDF5 file.
///
/// The file is composed in memory and then put in place by ``AtomicFile``, so a kill or a full disk
/// leaves no half-written weights. Equal contents give equal bytes: no times are recorded.
public struct TensorFileWriter: Sendable {
  private var tensors: [(name: String, tensor: Tensor)] = []
  private var attributes: [(name: String, value: Attribute)] = []

  public init() {}

  public mutating func add(_ name: String, _ tensor: Tensor) {
    precondition(!tensors.contains { $0.name == name }, "two tensors are called \(name)")
    tensors.append((name, tensor))
  }

  public mutating func add(_ name: String, shape: [Int], _ values: [Float]) {
    add(name, Tensor(shape: shape, elements: .float32(values)))
  }

  public mutating func set(_ name: String, _ value: Attribute) {
    precondition(!attributes.contains { $0.name == name }, "two attributes are called \(name)")
    attributes.append((name, value))
  }

  /// - Throws: ``FileError`` when the file cannot be written, ``WeightsError`` when HDF5 refuses the
  ///   contents.
  public func write(to path: String) throws {
    try AtomicFile.write(try image(describedAs: path), to: path)
  }

  /// The bytes of the file.
  private func image(describedAs path: String) throws -> [UInt8] {
    try HDF5.withLibrary {
      func failure(_ what: String) -> WeightsError {
        WeightsError(path: path, "HDF5 could not compose \(what)")
      }
      guard let access = Handle(H5Pcreate(tgnas_H5P_FILE_ACCESS()), closedBy: H5Pclose),
        H5Pset_fapl_core(access.id, 1 << 20, false) >= 0,
        let file = Handle(
          H5Fcreate("tgnas-in-memory", tgnas_H5F_ACC_TRUNC(), HDF5.defaults, access.id),
          closedBy: H5Fclose)
      else { throw failure("the file") }
      for (name, value) in attributes {
        guard !value.texts.contains(where: { $0.utf8.contains(0) }) else {
          throw WeightsError(
            path: path, "attribute \"\(name)\" holds a NUL character, which HDF5 texts end at")
        }
        guard write(value, named: name, to: file.id) else {
          throw failure("attribute \"\(name)\" (it holds at most 64 KB)")
        }
      }
      for (name, tensor) in tensors {
        guard write(tensor, named: name, to: file.id) else { throw failure("tensor \"\(name)\"") }
      }
      guard H5Fflush(file.id, H5F_SCOPE_GLOBAL) >= 0 else { throw failure("the file") }
      let size = H5Fget_file_image(file.id, nil, 0)
      guard size > 0 else { throw failure("the file") }
      var bytes = [UInt8](repeating: 0, count: size)
      guard H5Fget_file_image(file.id, &bytes, size) == size else { throw failure("the file") }
      return bytes
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

  private func write(_ value: Attribute, named name: String, to file: hid_t) -> Bool {
    func store(_ type: hid_t, _ count: Int?, _ bytes: UnsafeRawPointer?) -> Bool {
      let dimensions = [hsize_t(count ?? 1)]
      guard
        let space = Handle(
          count == nil ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, dimensions, nil),
          closedBy: H5Sclose),
        let attribute = Handle(
          H5Acreate2(file, name, type, space.id, HDF5.defaults, HDF5.defaults), closedBy: H5Aclose)
      else { return false }
      return count == 0 || H5Awrite(attribute.id, type, bytes) >= 0
    }
    func store(_ texts: [String], count: Int?) -> Bool {
      let width = max(1, texts.map(\.utf8.count).max() ?? 1)
      var bytes: [UInt8] = []
      for text in texts {
        bytes += Array(text.utf8)
        bytes += Array(repeating: 0, count: width - text.utf8.count)
      }
      guard let type = Handle(H5Tcopy(tgnas_H5T_C_S1()), closedBy: H5Tclose),
        H5Tset_size(type.id, width) >= 0, H5Tset_cset(type.id, H5T_CSET_UTF8) >= 0,
        H5Tset_strpad(type.id, H5T_STR_NULLPAD) >= 0
      else { return false }
      return store(type.id, count, bytes)
    }
    switch value {
    case .string(let text):
      return store([text], count: nil)
    case .strings(let texts):
      return store(texts, count: texts.count)
    case .integer(let integer):
      var number = Int64(integer)
      return store(tgnas_H5T_STD_I64LE(), nil, &number)
    case .number(var number):
      return store(tgnas_H5T_IEEE_F64LE(), nil, &number)
    }
  }
}
