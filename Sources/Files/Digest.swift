import COpenSSL
import Foundation

/// Digests as lower-case hexadecimal text.
public enum Digest {
  /// SHA-256 (FIPS 180-4) of `bytes`.
  public static func sha256(_ bytes: some DataProtocol) -> String {
    hexadecimal(digest(of: bytes, EVP_sha256()))
  }

  /// SHA-256 of a file's contents.
  ///
  /// - Throws: ``FileError`` when there is no such file or it is not readable.
  public static func sha256(ofFile path: String) throws -> String {
    sha256(try InputFile.bytes(at: path))
  }

  /// For formats that prescribe MD5 (NAS-Bench-101's module hash), never for security.
  public static func md5(_ bytes: some DataProtocol) -> String {
    hexadecimal(digest(of: bytes, EVP_md5()))
  }

  private static func digest(of bytes: some DataProtocol, _ algorithm: OpaquePointer?) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    let status = Array(bytes).withUnsafeBytes {
      EVP_Digest($0.baseAddress, $0.count, &digest, &count, algorithm, nil)
    }
    precondition(status == 1, "this build of libcrypto has no such digest")
    return Array(digest.prefix(Int(count)))
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
