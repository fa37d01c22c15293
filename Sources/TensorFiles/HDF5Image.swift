import CHDF5

/// HDF5 files that are composed in memory, so that they can be put in place whole.
enum HDF5Image {
  /// The bytes of a new file.
  ///
  /// - Parameters:
  ///   - path: what errors call the file
  ///   - hasDigest: states the digest of its bytes, by which damage is noticed
  ///   - write: fills the file; called with the library's lock held
  /// - Throws: ``TensorFileError`` when HDF5 refuses, and what `write` throws.
  static func compose(
    describedAs path: String, hasDigest: Bool = true, _ write: (_ file: hid_t) throws -> Void
  ) throws -> [UInt8] {
    try HDF5.withLibrary {
      guard let access = Handle(H5Pcreate(tgnas_H5P_FILE_ACCESS()), closedBy: H5Pclose),
        H5Pset_fapl_core(access.id, 1 << 20, false) >= 0,
        let file = Handle(
          H5Fcreate("tgnas-in-memory", tgnas_H5F_ACC_TRUNC(), HDF5.defaults, access.id),
          closedBy: H5Fclose)
      else { throw failure(path, "the file") }
      if hasDigest {
        guard
          AttributeWriter.write(
            FileDigest.placeholder, named: FileDigest.attribute, to: file.id)
        else { throw failure(path, "the digest") }
      }
      try write(file.id)
      guard H5Fflush(file.id, H5F_SCOPE_GLOBAL) >= 0 else { throw failure(path, "the file") }
      let size = H5Fget_file_image(file.id, nil, 0)
      guard size > 0 else { throw failure(path, "the file") }
      var bytes = [UInt8](repeating: 0, count: size)
      guard H5Fget_file_image(file.id, &bytes, size) == size else {
        throw failure(path, "the file")
      }
      if hasDigest { FileDigest.seal(&bytes) }
      return bytes
    }
  }

  static func failure(_ path: String, _ what: String) -> TensorFileError {
    TensorFileError(path: path, "HDF5 could not compose \(what)")
  }
}
