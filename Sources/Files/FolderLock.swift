import Foundation
import Wording

/// A lock on a folder, held as long as the object lives. Others that lock the folder wait, threads
/// and processes alike, and processes on other machines where the file system shares locks.
///
/// The lock of a process that was killed ends with it.
public final class FolderLock {
  /// The name of the file in the folder that is locked.
  public static let name = ".lock"

  private let descriptor: Int32

  /// Waits until the folder is free.
  ///
  /// - Throws: ``FileError`` when the file of the lock cannot be made or opened.
  public init(on folder: String) throws {
    let path = "\(folder)/\(FolderLock.name)"
    var opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    // Who may only read the folder waits for writers, too.
    if opened < 0, errno == EACCES || errno == EROFS { opened = open(path, O_RDONLY | O_CLOEXEC) }
    guard opened >= 0 else { throw FileError.system(path: path, doing: "write") }
    descriptor = opened
    // On file systems without locks the folder is used without one.
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
  }

  deinit { close(descriptor) }
}
