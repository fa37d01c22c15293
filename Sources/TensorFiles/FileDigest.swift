import CHDF5
import Files
import Foundation
import Wording

/// The digest that a file states of its own bytes, so that no damage goes unnoticed.
///
/// HDF5 notices damage of its structures at most. A file that this project writes therefore holds a
/// text, in the attribute `digest` of its root: a mark, and the SHA-256 of the whole file in
/// hexadecimal digits, reckoned with zeros in the place of these digits. Files without the text are
/// read as they are.
public enum FileDigest {
  /// What a file says of itself.
  public enum State: Sendable {
    /// It was written before there were digests, or by another program.
    case absent
    case right
    case wrong
  }

  /// The name of the attribute.
  static let attribute = "digest"
  private static let mark = Array("tgnas-sha256:".utf8)
  private static let length = 64
  private static let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: length)

  /// The value of the attribute before the digest is known.
  static var placeholder: Attribute { .string(String(decoding: mark + zeros, as: UTF8.self)) }

  /// Puts the digest of a composed file into its place.
  ///
  /// - Precondition: the file holds the placeholder.
  static func seal(_ bytes: inout [UInt8]) {
    let (place, digest) = bytes.withUnsafeBytes { bytes in
      var reckoning = Reckoning()
      _ = reckoning.take(bytes, isLast: true)
      return (reckoning.place, reckoning.digest())
    }
    guard let place else { preconditionFailure("there is no place for the digest") }
    bytes.replaceSubrange(place..<place + length, with: digest.utf8)
  }

  /// The bytes of a file that are in memory at once.
  private static let pieceSize = 1 << 18

  /// What a file says of itself, and whether it is true.
  ///
  /// - Throws: `FileError` when the file cannot be read.
  public static func state(ofFile path: String) throws -> State {
    let file = try OpenFile(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 64)
    defer { buffer.deallocate() }
    var reckoning = Reckoning()
    var (kept, isLast) = (0, false)
    while !isLast {
      let count = kept + (try file.read(into: .init(rebasing: buffer[kept...])))
      isLast = count < buffer.count
      let taken = reckoning.take(.init(rebasing: buffer[..<count]), isLast: isLast)
      kept = count - taken
      buffer.copyMemory(from: .init(rebasing: buffer[taken..<count]))
    }
    guard let stated = reckoning.stated else { return .absent }
    return stated.elementsEqual(reckoning.digest().utf8) ? .right : .wrong
  }

  /// The digest of a file whose bytes come piece by piece.
  private struct Reckoning: ~Copyable {
    private var hash = SHA256()
    /// The number of bytes taken.
    private var offset = 0
    /// Where the digits are, and which; nil when no mark with room behind it was found.
    private(set) var place: Int?
    private(set) var stated: [UInt8]?

    /// - Returns: how many bytes were taken; the others come again, before those that follow
    mutating func take(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Int {
      var start = 0
      if place == nil, let found = FileDigest.endOfMark(in: bytes) {
        (place, stated) = (offset + found, Array(bytes[found..<found + FileDigest.length]))
        hash.update(.init(rebasing: bytes[..<found]))
        FileDigest.zeros.withUnsafeBytes { hash.update($0) }
        start = found + FileDigest.length
      }
      // A mark may begin here whose end is not here yet.
      let seam = isLast || place != nil ? 0 : FileDigest.mark.count + FileDigest.length - 1
      let end = max(start, bytes.count - seam)
      hash.update(.init(rebasing: bytes[start..<end]))
      offset += end
      return end
    }

    consuming func digest() -> String { hash.digest() }
  }

  /// Where the first mark with room behind it ends.
  private static func endOfMark(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress, let first = mark.first else { return nil }
    // Behind the last start there is no room for mark and digits.
    let starts = bytes.count - mark.count - length + 1
    var start = 0
    while start < starts, let found = memchr(base + start, Int32(first), starts - start) {
      if memcmp(found, mark, mark.count) == 0 {
        return base.distance(to: UnsafeRawPointer(found)) + mark.count
      }
      start = base.distance(to: UnsafeRawPointer(found)) + 1
    }
    return nil
  }
}
