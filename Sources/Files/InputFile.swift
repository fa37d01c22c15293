import Foundation
import Wording

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
    let file = try OpenFile(path)
    return try [UInt8](unsafeUninitializedCapacity: try file.size()) { buffer, count in
      count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// - Throws: ``FileError`` when there is no such file or it is not readable.
  public static func bytes(at path: String) throws -> Data {
    try check(path)
    errno = 0
    guard let data = FileManager.default.contents(atPath: path) else {
      guard errno == 0 || errno == EACCES else { throw FileError.system(path: path, doing: "read") }
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

/// A regular file that is read from its beginning to its end.
public struct OpenFile: ~Copyable {
  private let path: String
  private let descriptor: Int32

  /// - Throws: ``FileError`` as ``InputFile/check(_:isRegular:)``, and when the file cannot be
  ///   opened.
  public init(_ path: String) throws {
    try InputFile.check(path, isRegular: true)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.system(path: path, doing: "read") }
    (self.path, self.descriptor) = (path, descriptor)
  }

  deinit { close(descriptor) }

  /// The number of bytes in all.
  public func size() throws -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError.system(path: path, doing: "read") }
    return Int(status.st_size)
  }

  /// Fills the buffer with the bytes that follow.
  ///
  /// - Returns: how many there were: fewer than fit at the end of the file
  /// - Throws: ``FileError`` when the file cannot be read.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = 0
    while count < buffer.count {
      let found = Foundation.read(
        descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
      if found < 0, errno == EINTR { continue }
      if found < 0 { throw FileError.system(path: path, doing: "read") }
      if found == 0 { break }
      count += found
    }
    return count
  }
}
