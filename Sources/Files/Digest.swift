import Crypto
import Foundation

/// Digests as lower-case hexadecimal text.
public enum Digest {
  /// SHA-256 (FIPS 180-4) of `bytes`.
  public static func sha256(_ bytes: some DataProtocol) -> String {
    hexadecimal(SHA256.hash(data: bytes))
  }

  /// SHA-256 of a file's contents.
  ///
  /// - Throws: ``FileError`` when there is no such file or it is not readable.
  public static func sha256(ofFile path: String) throws -> String {
    sha256(try InputFile.bytes(at: path))
  }

  /// For formats that prescribe MD5 (NAS-Bench-101's module hash), never for security.
  public static func md5(_ bytes: some DataProtocol) -> String {
    hexadecimal(Insecure.MD5.hash(data: bytes))
  }

  private static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
