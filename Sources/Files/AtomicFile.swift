import Foundation
import Synchronization
import Wording

/// Files that appear whole or not at all.
///
/// The bytes go to a temporary name in the same folder, reach the disk, and are then renamed, so
/// that neither a kill nor a full disk leaves half a file or destroys the one that was there.
/// A symbolic link is followed and stays; a device or pipe is written to as it is.
public enum AtomicFile {
  /// Two threads that write the same path must not share a temporary file.
  private static let temporaryNumber = Atomic<Int>(0)

  /// - Throws: ``FileError`` when the folder is missing or not writable, the path is a folder or
  ///   the disk is full.
  public static func write(_ bytes: some ContiguousBytes, to path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      try replace(path, with: bytes, describedAs: path)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      throw FileError(path: path, problem: "is a folder, not a file")
    case S_IFREG:
      guard let resolved = realpath(path, nil) else {
        throw FileError.system(path: path, doing: "write")
      }
      defer { free(resolved) }
      try replace(String(cString: resolved), with: bytes, describedAs: path)
    default:
      let failure = writeAll(bytes, to: open(path, O_WRONLY | O_CLOEXEC), synchronizing: false)
      guard failure == 0 else { throw FileError.system(path: path, doing: "write", code: failure) }
    }
  }

  private static func replace(
    _ path: String, with bytes: some ContiguousBytes, describedAs name: String
  ) throws {
    let number = temporaryNumber.wrappingAdd(1, ordering: .relaxed).newValue
    let temporary = "\(path).\(getpid())-\(number).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError.system(path: name, doing: "write") }
    var failure = writeAll(bytes, to: descriptor, synchronizing: true)
    if failure == 0, rename(temporary, path) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw FileError.system(path: name, doing: "write", code: failure)
    }
  }

  /// Writes the bytes, closes the descriptor and returns the system's error code, 0 for none.
  private static func writeAll(
    _ bytes: some ContiguousBytes, to descriptor: Int32, synchronizing: Bool
  ) -> Int32 {
    guard descriptor >= 0 else { return errno }
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
    if failure == 0, synchronizing, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    return failure
  }

  /// Writes `text` in UTF-8.
  ///
  /// - Throws: as ``write(_:to:)`` for bytes does.
  public static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }
}
