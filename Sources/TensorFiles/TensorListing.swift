import CHDF5
import Files
import Foundation
import Wording

/// Finds the tensors of an open HDF5 file. Called with the library's lock held.
///
/// Everything that the file claims is checked before it is believed, so that a damaged file ends in
/// an error and neither in a crash nor in an allocation of terabytes.
struct TensorListing {
  /// Shapes and storage by full name; the storage is nil for number types the project does not use.
  private(set) var tensors: [String: (shape: [Int], storage: TensorStorage?)] = [:]
  private var groups: Set<haddr_t> = []
  private var places: [String: haddr_t] = [:]
  /// The names of the tensors in the order in which they lie in the file.
  var order: [String] {
    tensors.keys.sorted { (places[$0] ?? 0, $0) < (places[$1] ?? 0, $1) }
  }
  private static let (mostObjects, deepest) = (65_536, 16)
  private let path: String

  /// - Throws: ``TensorFileError`` when the file is damaged or its groups are no tree.
  init(of file: hid_t, path: String) throws {
    self.path = path
    try visit(file, "")
  }

  /// - Throws: `FileError` when the file is missing or unreadable, ``TensorFileError`` when it does
  ///   not begin as HDF5 files do.
  static func checkSignature(_ path: String) throws {
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    let file = try OpenFile(path)
    let start = try [UInt8](unsafeUninitializedCapacity: signature.count) { buffer, count in
      count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    guard start == signature else {
      throw TensorFileError(
        path: path, "is not an HDF5 file (it does not begin with the HDF5 signature)")
    }
  }

  private mutating func visit(_ group: hid_t, _ prefix: String, depth: Int = 0) throws {
    guard depth <= Self.deepest else {
      throw TensorFileError(path: path, "more than \(Self.deepest) groups lie in each other")
    }
    var object = H5O_info_t()
    var information = H5G_info_t()
    guard H5Oget_info(group, &object) >= 0, H5Gget_info(group, &information) >= 0 else {
      throw TensorFileError(path: path, "group \"\(prefix)\" is damaged and cannot be listed")
    }
    guard groups.insert(object.addr).inserted else {
      throw TensorFileError(
        path: path, "group \"\(prefix)\" is linked more than once; weights must form a tree")
    }
    for index in 0..<information.nlinks {
      let name = try linkName(index, in: group, prefix)
      var link = H5L_info_t()
      guard H5Lget_info(group, name, &link, HDF5.defaults) >= 0, link.type == H5L_TYPE_HARD else {
        throw TensorFileError(
          path: path,
          "\"\(prefix)\(name)\" is a link to another place or file; a file of weights stands for "
            + "itself")
      }
      guard let object = Handle(H5Oopen(group, name, HDF5.defaults), closedBy: H5Oclose) else {
        throw TensorFileError(
          path: path, "object \"\(prefix)\(name)\" is damaged and cannot be opened")
      }
      switch H5Iget_type(object.id) {
      case H5I_GROUP:
        try visit(object.id, "\(prefix)\(name)/", depth: depth + 1)
      case H5I_DATASET:
        try checkStorage(of: object.id, name: prefix + name)
        tensors[prefix + name] = try description(of: object.id, name: prefix + name)
        var information = H5O_info_t()
        if H5Oget_info(object.id, &information) >= 0 { places[prefix + name] = information.addr }
        guard tensors.count + groups.count <= Self.mostObjects else {
          throw TensorFileError(path: path, "has more than \(Self.mostObjects) tensors and groups")
        }
      default:
        continue
      }
    }
  }

  /// Numbers of other files are none of this one.
  private func checkStorage(of dataset: hid_t, name: String) throws {
    guard let creation = Handle(H5Dget_create_plist(dataset), closedBy: H5Pclose) else {
      throw TensorFileError(path: path, "tensor \"\(name)\" is damaged and cannot be opened")
    }
    guard H5Pget_layout(creation.id) != H5D_VIRTUAL, H5Pget_external_count(creation.id) <= 0 else {
      throw TensorFileError(
        path: path,
        "tensor \"\(name)\" keeps its numbers in another file; a file of weights stands for itself")
    }
  }

  private func linkName(_ index: hsize_t, in group: hid_t, _ prefix: String) throws -> String {
    let length = H5Lget_name_by_idx(
      group, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, HDF5.defaults)
    var buffer = [CChar](repeating: 0, count: max(0, length) + 1)
    guard length >= 0,
      H5Lget_name_by_idx(
        group, ".", H5_INDEX_NAME, H5_ITER_INC, index, &buffer, buffer.count, HDF5.defaults) >= 0
    else {
      throw TensorFileError(path: path, "group \"\(prefix)\" is damaged and cannot be listed")
    }
    return String(decoding: buffer.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private func description(
    of dataset: hid_t, name: String
  ) throws -> (shape: [Int], storage: TensorStorage?) {
    func damage() -> TensorFileError {
      TensorFileError(path: path, "tensor \"\(name)\" is damaged and cannot be opened")
    }
    guard let space = Handle(H5Dget_space(dataset), closedBy: H5Sclose),
      let type = Handle(H5Dget_type(dataset), closedBy: H5Tclose)
    else { throw damage() }
    let rank = Int(H5Sget_simple_extent_ndims(space.id))
    guard rank >= 0 else { throw damage() }
    var dimensions = [hsize_t](repeating: 0, count: rank)
    if rank > 0, H5Sget_simple_extent_dims(space.id, &dimensions, nil) < 0 { throw damage() }
    var shape: [Int] = []
    var size = H5Tget_size(type.id)
    for dimension in dimensions {
      guard let length = Int(exactly: dimension) else { throw damage() }
      let (product, overflows) = size.multipliedReportingOverflow(by: length)
      guard !overflows else { throw damage() }
      shape.append(length)
      size = product
    }
    // An HDF5 "null" space has no number at all, not even one.
    guard H5Sget_simple_extent_type(space.id) != H5S_NULL else { return (shape, nil) }
    for storage in TensorStorage.allCases {
      guard let candidate = Handle(HDF5.makeType(storage), closedBy: H5Tclose) else { continue }
      guard H5Tequal(type.id, candidate.id) > 0 else { continue }
      try checkStored(dataset, size: size, name: name)
      return (shape, storage)
    }
    return (shape, nil)
  }

  /// Compression (deflate, at most 1,032 to 1) cannot explain every size that a file may claim.
  private func checkStored(_ dataset: hid_t, size: Int, name: String) throws {
    let stored = H5Dget_storage_size(dataset)
    guard hsize_t(size) / 1032 <= stored, size == 0 || stored > 0 else {
      throw TensorFileError(
        path: path,
        "tensor \"\(name)\" claims \(size) bytes but only \(stored) are stored; the file is damaged"
      )
    }
  }
}
