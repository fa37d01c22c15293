import Files
import Foundation
import Wording

/// The JSON files that say what studies are about, such as `study.json`.
enum DescriptionFile {
  /// What every version of the format has.
  private struct Header: Decodable { let format: Int }

  /// - Parameters:
  ///   - format: the version of the file format that this program reads
  ///   - kind: what the file describes, as in "describes no study"
  /// - Throws: `FileError` when the file cannot be read or describes no such study.
  static func read<Description: Decodable>(
    _ path: String, format: Int, kind: String
  ) throws -> Description {
    let bytes = try InputFile.bytes(at: path)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      let found = try decoder.decode(Header.self, from: bytes).format
      guard found == format else {
        throw FileError(
          path: path,
          problem: "has format \(found), this program reads \(format); use the version of tgnas "
            + "that made the study")
      }
      return try decoder.decode(Description.self, from: bytes)
    } catch is DecodingError {
      throw FileError(
        path: path,
        problem: "describes no \(kind); it is damaged or was not made by tgnas")
    }
  }

  /// - Throws: `FileError` when the file cannot be written.
  static func write(_ description: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(description) + Data("\n".utf8), to: path)
  }
}
