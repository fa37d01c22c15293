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
    guard let place = bytes.withUnsafeBytes({ place(in: $0) }) else {
      preconditionFailure("there is no place for the digest")
    }
    let digest = bytes.withUnsafeBytes { self.digest(of: $0, place) }
    bytes.replaceSubrange(place, with: digest.utf8)
  }

  /// What a file says of itself, and whether it is true.
  ///
  /// - Throws: `FileError` when the file cannot be read.
  public static func state(ofFile path: String) throws -> State {
    try InputFile.raw(at: path).withUnsafeBytes(state)
  }

  static func state(of bytes: UnsafeRawBufferPointer) -> State {
    guard let place = place(in: bytes) else { return .absent }
    return bytes[place].elementsEqual(digest(of: bytes, place).utf8) ? .right : .wrong
  }

  /// Where the digits are; nil when no mark with room behind it is in the file.
  private static func place(in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
    guard let base = bytes.baseAddress, let first = mark.first else { return nil }
    var start = 0
    while start < bytes.count - mark.count - length,
      let found = memchr(base + start, Int32(first), bytes.count - start)
    {
      start = base.distance(to: UnsafeRawPointer(found)) + mark.count
      guard start + length <= bytes.count else { return nil }
      if memcmp(found, mark, mark.count) == 0 { return start..<start + length }
      start += 1 - mark.count
    }
    return nil
  }

  private static func digest(of bytes: UnsafeRawBufferPointer, _ place: Range<Int>) -> String {
    zeros.withUnsafeBytes { zeros in
      Digest.sha256(
        ofParts: [
          UnsafeRawBufferPointer(rebasing: bytes[..<place.lowerBound]), zeros,
          UnsafeRawBufferPointer(rebasing: bytes[place.upperBound...]),
        ])
    }
  }
}
