import CHDF5

/// Writes the attributes of an HDF5 object.
enum AttributeWriter {
  /// Called with the library's lock held.
  ///
  /// - Returns: whether HDF5 took it
  static func write(_ value: Attribute, named name: String, to object: hid_t) -> Bool {
    func store(_ type: hid_t, _ count: Int?, _ bytes: UnsafeRawPointer?) -> Bool {
      let dimensions = [hsize_t(count ?? 1)]
      guard
        let space = Handle(
          count == nil ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, dimensions, nil),
          closedBy: H5Sclose),
        let attribute = Handle(
          H5Acreate2(object, name, type, space.id, HDF5.defaults, HDF5.defaults), closedBy: H5Aclose
        )
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
