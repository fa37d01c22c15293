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

/// Reading whole files, with errors that name them.
public enum InputFile {
  /// - Throws: ``FileError`` when there is no such file, it is a folder or, where that is asked
  ///   for, a pipe or a device. Devices such as /dev/zero, which never end, are always refused.
  public static func check(_ path: String, isRegular: Bool = false) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError(path: path, problem: "no such file") }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw FileError(path: path, problem: "is a folder, not a file")
    case S_IFIFO where !isRegular: return
    default:
      if !isRegular, status.st_rdev == 0 || isTerminal(path) { return }
      throw FileError(path: path, problem: "is no regular file")
    }
  }

  private static func isTerminal(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    defer { close(descriptor) }
    return descriptor >= 0 && isatty(descriptor) == 1
  }

  /// The bytes of a regular file.
  ///
  /// - Throws: ``FileError`` as ``check(_:isRegular:)``, and when the file is not readable.
  public static func raw(at path: String) throws -> [UInt8] {
    try check(path, isRegular: true)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(path: path, problem: "cannot be read; check its permissions")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError.system(path: path, doing: "read") }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let found = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        if found < 0, errno == EINTR { continue }
        if found < 0 { failure = errno }
        if found <= 0 { break }
        count += found
      }
    }
    if failure != 0 { throw FileError.system(path: path, doing: "read", code: failure) }
    return bytes
  }

  /// - Throws: ``FileError`` when there is no such file or it is not readable.
  public static func bytes(at path: String) throws -> Data {
    try check(path)
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
