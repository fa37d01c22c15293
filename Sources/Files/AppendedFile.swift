import Foundation
import Wording

/// A file that grows while a program runs, so that its contents outlive the program; one program at
/// a time writes it.
///
/// A kill can cut off the end of the last append, and nothing else.
public final class AppendedFile {
  public let path: String
  private let descriptor: Int32
  /// The bytes that are whole.
  private var length: Int

  /// Opens the file, or makes an empty one.
  ///
  /// - Throws: ``FileError`` when it cannot be opened, is no regular file, or another program has
  ///   it open in this way.
  public init(path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError.system(path: path, doing: "write") }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    length = Int(status.st_size)
    // From here on an error ends in deinit, which closes the file.
    guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, problem: "is no regular file")
    }
    // On file systems without locks the file is used without one.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      throw FileError(
        path: path, problem: "is being written by another program; wait until that has ended")
    }
  }

  deinit { close(descriptor) }

  /// Cuts off the bytes behind the first `length`.
  ///
  /// - Throws: ``FileError``
  public func truncate(to length: Int) throws {
    guard ftruncate(descriptor, off_t(length)) == 0 else {
      throw FileError.system(path: path, doing: "write")
    }
    self.length = length
  }

  /// Appends `text` in UTF-8, or, when that fails, nothing.
  ///
  /// - Throws: ``FileError``, as on a full disk
  public func append(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        let code = errno
        if code == EINTR { continue }
        // Best effort: who reads the file next drops a line that was cut off.
        _ = ftruncate(descriptor, off_t(length))
        throw FileError.system(path: path, doing: "write", code: code)
      }
      bytes = bytes.dropFirst(written)
    }
    length += text.utf8.count
  }

  /// Waits until everything is on the disk.
  ///
  /// - Throws: ``FileError``
  public func synchronize() throws {
    guard fsync(descriptor) == 0 else { throw FileError.system(path: path, doing: "write") }
  }
}
