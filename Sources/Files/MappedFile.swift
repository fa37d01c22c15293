import Foundation

/// A regular file whose bytes are read where they lie, and only as far as they are needed.
///
/// Whoever shortens the file while it is open ends the program; that is the price of mapping.
public final class MappedFile: @unchecked Sendable {
  // Sendable because the bytes are never written.
  public let path: String
  public let bytes: UnsafeRawBufferPointer

  /// - Throws: ``FileError`` as ``InputFile/check(_:isRegular:)``, and when it cannot be read.
  public init(_ path: String) throws {
    try InputFile.check(path, isRegular: true)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.system(path: path, doing: "read") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError.system(path: path, doing: "read") }
    self.path = path
    let count = Int(status.st_size)
    guard count > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw FileError.system(path: path, doing: "read") }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }
}
