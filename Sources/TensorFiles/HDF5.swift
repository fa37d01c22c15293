import CHDF5
import Synchronization

/// The one lock through which the process calls HDF5: not every build of the library is
/// thread-safe.
enum HDF5 {
  private static let lock = Mutex<Void>(())
  private static let withoutPlugins: Void = {
    _ = H5PLset_loading_state(0)
  }()

  static func withLibrary<T: Sendable, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
    try lock.withLock { _ throws(E) -> T in
      _ = tgnas_H5_quiet()
      // A file may name a filter, and HDF5 would run the library that has it.
      _ = withoutPlugins
      return try body()
    }
  }

  static var version: String {
    withLibrary {
      var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
      H5get_libversion(&major, &minor, &release)
      return "\(major).\(minor).\(release)"
    }
  }

  static let defaults = hid_t(H5P_DEFAULT)
  static let everything = hid_t(H5S_ALL)

  /// The file type of a storage; the caller closes it.
  static func makeType(_ storage: TensorStorage) -> hid_t {
    switch storage {
    case .float32: H5Tcopy(tgnas_H5T_IEEE_F32LE())
    case .float16: tgnas_H5T_IEEE_F16LE_create()
    case .uint8: H5Tcopy(tgnas_H5T_STD_U8LE())
    case .int32: H5Tcopy(tgnas_H5T_STD_I32LE())
    }
  }
}

/// An HDF5 identifier that closes itself.
struct Handle: ~Copyable {
  let id: hid_t
  private let close: (hid_t) -> herr_t

  init?(_ id: hid_t, closedBy close: @escaping (hid_t) -> herr_t) {
    guard id >= 0 else { return nil }
    self.id = id
    self.close = close
  }

  deinit { _ = close(id) }
}
