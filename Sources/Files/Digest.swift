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
    func status(_ bytes: UnsafeRawBufferPointer) -> Int32 {
      EVP_Digest(bytes.baseAddress, bytes.count, &digest, &count, algorithm, nil)
    }
    let status =
      bytes.regions.count == 1
      ? bytes.regions.first.map { $0.withUnsafeBytes(status) } ?? 0
      : Array(bytes).withUnsafeBytes(status)
    precondition(status == 1, "this build of libcrypto has no such digest")
    return Array(digest.prefix(Int(count)))
  }

  fileprivate static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece.
public struct SHA256: ~Copyable {
  private let context = EVP_MD_CTX_new()

  public init() { SHA256.check(EVP_DigestInit_ex(context, EVP_sha256(), nil)) }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds the bytes that follow.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    SHA256.check(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
  }

  /// The digest of all bytes as lower-case hexadecimal text.
  public consuming func digest() -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    SHA256.check(EVP_DigestFinal_ex(context, &digest, &count))
    return Digest.hexadecimal(digest.prefix(Int(count)))
  }

  private static func check(_ status: Int32) {
    precondition(status == 1, "this build of libcrypto has no such digest")
  }
}
