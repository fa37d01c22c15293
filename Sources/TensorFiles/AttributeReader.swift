import CHDF5

/// Reads the attributes of an HDF5 object. Called with the library's lock held.
enum AttributeReader {
  /// A damaged file may claim anything; nothing that the project stores comes near this many bytes.
  private static let largestSize = 1 << 28

  /// A name with its value.
  typealias Entry = (name: String, value: Attribute)
  private static let mostAttributes: hsize_t = 4_096

  /// The attributes in the order in which they were written.
  static func all(of object: hid_t, path: String) throws -> [Entry] {
    var result: [Entry] = []
    var information = H5O_info_t()
    guard H5Oget_info(object, &information) >= 0 else {
      throw TensorFileError(path: path, "the attributes are damaged and cannot be listed")
    }
    guard information.num_attrs <= mostAttributes else {
      throw TensorFileError(path: path, "has more than \(mostAttributes) attributes")
    }
    for index in 0..<information.num_attrs {
      guard
        let attribute = Handle(
          H5Aopen_by_idx(
            object, ".", H5_INDEX_NAME, H5_ITER_NATIVE, index, HDF5.defaults, HDF5.defaults),
          closedBy: H5Aclose)
      else {
        throw TensorFileError(path: path, "attribute \(index) is damaged and cannot be opened")
      }
      let length = H5Aget_name(attribute.id, 0, nil)
      var buffer = [CChar](repeating: 0, count: max(0, length) + 1)
      _ = H5Aget_name(attribute.id, buffer.count, &buffer)
      let name = text(buffer)
      // Kinds of attribute that the project never writes are none of its business.
      if let value = try value(of: attribute.id, name: name, path: path) {
        guard !result.contains(where: { $0.name == name }) else {
          throw TensorFileError(path: path, "has two attributes called \"\(name)\"; it is damaged")
        }
        result.append((name, value))
      }
    }
    return result
  }

  private static func value(of attribute: hid_t, name: String, path: String) throws -> Attribute? {
    guard let type = Handle(H5Aget_type(attribute), closedBy: H5Tclose),
      let space = Handle(H5Aget_space(attribute), closedBy: H5Sclose)
    else {
      throw TensorFileError(path: path, "attribute \"\(name)\" is damaged and cannot be read")
    }
    let count = max(0, Int(H5Sget_simple_extent_npoints(space.id)))
    let (size, overflows) = count.multipliedReportingOverflow(by: H5Tget_size(type.id))
    guard !overflows, size <= largestSize else {
      throw TensorFileError(path: path, "attribute \"\(name)\" is damaged and cannot be read")
    }
    let isScalar = H5Sget_simple_extent_ndims(space.id) == 0
    var status: herr_t = 0
    var value: Attribute?
    switch H5Tget_class(type.id) {
    case H5T_STRING:
      let texts = strings(
        in: attribute, type: type.id, space: space.id, count: count, status: &status)
      value = isScalar ? texts.first.map(Attribute.string) : .strings(texts)
    case H5T_INTEGER where count == 1:
      var number: Int64 = 0
      status = H5Aread(attribute, tgnas_H5T_STD_I64LE(), &number)
      // HDF5 clips a longer text.
      if H5Tget_sign(type.id) == H5T_SGN_NONE, number == Int64.max {
        throw TensorFileError(path: path, "attribute \"\(name)\" is larger than 2^63 - 2")
      }
      value = .integer(Int(number))
    case H5T_FLOAT where count == 1:
      var number = 0.0
      status = H5Aread(attribute, tgnas_H5T_IEEE_F64LE(), &number)
      value = .number(number)
    default:
      return nil
    }
    guard status >= 0 else {
      throw TensorFileError(path: path, "attribute \"\(name)\" is damaged and cannot be read")
    }
    return value
  }

  private static func strings(
    in attribute: hid_t, type: hid_t, space: hid_t, count: Int, status: inout herr_t
  ) -> [String] {
    if H5Tis_variable_str(type) > 0 {
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      status = H5Aread(attribute, type, &pointers)
      guard status >= 0 else { return [] }
      defer { _ = H5Dvlen_reclaim(type, space, HDF5.defaults, &pointers) }
      return pointers.map { $0.map { String(cString: $0) } ?? "" }
    }
    let width = H5Tget_size(type)
    var bytes = [CChar](repeating: 0, count: count * width)
    status = H5Aread(attribute, type, &bytes)
    return (0..<count).map { text(bytes[$0 * width..<($0 + 1) * width]) }
  }

  private static func text(_ characters: some Sequence<CChar>) -> String {
    String(
      decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
