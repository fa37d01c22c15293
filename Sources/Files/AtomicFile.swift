import Foundation

/// Files that appear whole or not at all.
///
/// The bytes go to a temporary name in the same folder, reach the disk, and are then renamed, so
/// that neither a kill nor a full disk leaves half a file or destroys the one that was there.
public enum AtomicFile {
  /// - Throws: ``FileError`` when the folder is missing or not writable or the disk is full.
  public static func write(_ bytes: some ContiguousBytes, to path: String) throws {
    let temporary = "\(path).\(getpid()).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError.system(path: path, doing: "write") }
    var failure: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let written = Foundation.write(
          descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
        if written < 0 {
          if errno == EINTR { continue }
          failure = errno
          return
        }
        offset += written
      }
    }
    if failure == 0, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(temporary, path) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw FileError.system(path: path, doing: "write", code: failure)
    }
  }

  public static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }
}

/// Reading whole files, with errors that name them.
public enum InputFile {
  /// - Throws: ``FileError`` when there is no such file or it is not readable.
  public static func bytes(at path: String) throws -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileError(path: path, problem: "no such file")
    }
    guard !isFolder.boolValue else {
      throw FileError(path: path, problem: "is a folder, not a file")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileError(path: path, problem: "cannot be read; check its permissions")
    }
    return data
  }

  /// - Throws: ``FileError`` when the file is missing, not readable or not UTF-8.
  public static func text(at path: String) throws -> String {
    guard let text = String(data: try bytes(at: path), encoding: .utf8) else {
      throw FileError(path: path, problem: "is not UTF-8 text")
    }
    return text
  }
}
