import CHDF5

/// Collects tables of named columns and writes them as one HDF5 file: a group for each table, in it
/// a one-dimensional data set for each column, in the order in which they are given.
///
/// In Python, `pandas.DataFrame({name: column[:] for name, column in file["table"].items()})`;
/// texts are UTF-8 of fixed length (`column.asstr()[:]`). Equal contents give equal bytes.
public struct ColumnFileWriter: Sendable {
  /// The values of a column, one for each row.
  public enum Column: Equatable, Sendable {
    case numbers([Double])
    case integers([Int])
    /// 0 and 1 in the file.
    case truths([Bool])
    case texts([String])

    /// The number of values.
    public var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .integers(let values): values.count
      case .truths(let values): values.count
      case .texts(let values): values.count
      }
    }
  }

  private typealias Table = (name: String, columns: [(name: String, values: Column)])
  private var tables: [Table] = []
  private var attributes: [(name: String, value: Attribute)] = []

  public init() {}

  /// - Precondition: all columns are equally long; no other table has this name, nor another column
  ///   of the table.
  public mutating func add(_ name: String, _ columns: [(name: String, values: Column)]) {
    precondition(!tables.contains { $0.name == name }, "two tables are called \(name)")
    precondition(
      Set(columns.map(\.values.count)).count <= 1, "the columns of \(name) differ in length")
    precondition(
      Set(columns.map(\.name)).count == columns.count, "two columns of \(name) have one name")
    tables.append((name, columns))
  }

  /// An attribute of the root group.
  public mutating func set(_ name: String, _ value: Attribute) {
    attributes.append((name, value))
  }

  /// The bytes of the file.
  ///
  /// - Parameter path: what errors call it
  /// - Throws: ``TensorFileError`` when HDF5 refuses the contents.
  public func bytes(describedAs path: String) throws -> [UInt8] {
    try HDF5Image.compose(describedAs: path) { file in
      for (name, value) in attributes {
        guard AttributeWriter.write(value, named: name, to: file) else {
          throw HDF5Image.failure(path, "attribute \"\(name)\" (it holds at most 64 KB)")
        }
      }
      for table in tables {
        guard let group = ColumnFileWriter.makeGroup(table.name, in: file) else {
          throw HDF5Image.failure(path, "table \"\(table.name)\"")
        }
        for (name, values) in table.columns {
          guard ColumnFileWriter.write(values, named: name, to: group.id) else {
            throw HDF5Image.failure(path, "column \"\(name)\" of table \"\(table.name)\"")
          }
        }
      }
    }
  }

  /// A group that remembers in which order its data sets were made.
  private static func makeGroup(_ name: String, in file: hid_t) -> Handle? {
    guard let creation = Handle(H5Pcreate(tgnas_H5P_GROUP_CREATE()), closedBy: H5Pclose),
      H5Pset_link_creation_order(
        creation.id, UInt32(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED)) >= 0
    else { return nil }
    return Handle(
      H5Gcreate2(file, name, HDF5.defaults, creation.id, HDF5.defaults), closedBy: H5Gclose)
  }

  private static func write(_ column: Column, named name: String, to group: hid_t) -> Bool {
    switch column {
    case .numbers(let values):
      return write(values, tgnas_H5T_IEEE_F64LE(), named: name, to: group)
    case .integers(let values):
      return write(values.map(Int64.init), tgnas_H5T_STD_I64LE(), named: name, to: group)
    case .truths(let values):
      return write(values.map { UInt8($0 ? 1 : 0) }, tgnas_H5T_STD_U8LE(), named: name, to: group)
    case .texts(let values):
      let width = max(1, values.map(\.utf8.count).max() ?? 1)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(width * values.count)
      for text in values {
        bytes += text.utf8
        bytes += repeatElement(0, count: width - text.utf8.count)
      }
      guard let type = Handle(H5Tcopy(tgnas_H5T_C_S1()), closedBy: H5Tclose),
        H5Tset_size(type.id, width) >= 0, H5Tset_cset(type.id, H5T_CSET_UTF8) >= 0,
        H5Tset_strpad(type.id, H5T_STR_NULLPAD) >= 0
      else { return false }
      return write(bytes, type.id, count: values.count, named: name, to: group)
    }
  }

  /// The rows that are compressed together.
  private static let chunk = 8_192

  private static func write(
    _ values: [some BitwiseCopyable], _ type: hid_t, count: Int? = nil, named name: String,
    to group: hid_t
  ) -> Bool {
    let count = count ?? values.count
    let dimensions = [hsize_t(count)]
    guard let space = Handle(H5Screate_simple(1, dimensions, nil), closedBy: H5Sclose),
      let creation = Handle(H5Pcreate(tgnas_H5P_DATASET_CREATE()), closedBy: H5Pclose),
      H5Pset_obj_track_times(creation.id, false) >= 0
    else { return false }
    // Small columns are stored as they are; not every build of the library can compress.
    if count > chunk / 8, H5Zfilter_avail(H5Z_FILTER_DEFLATE) > 0 {
      let size = [hsize_t(min(count, chunk))]
      guard H5Pset_chunk(creation.id, 1, size) >= 0, H5Pset_shuffle(creation.id) >= 0,
        H5Pset_deflate(creation.id, 1) >= 0
      else { return false }
    }
    guard
      let dataset = Handle(
        H5Dcreate2(group, name, type, space.id, HDF5.defaults, creation.id, HDF5.defaults),
        closedBy: H5Dclose)
    else { return false }
    return count == 0
      || values.withUnsafeBytes {
        H5Dwrite(dataset.id, type, HDF5.everything, HDF5.everything, HDF5.defaults, $0.baseAddress)
      } >= 0
  }
}
