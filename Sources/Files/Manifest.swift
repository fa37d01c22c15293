import Foundation
import Wording

/// The digests of the files in a folder, as `sha256sum` writes them.
public struct Manifest: Sendable {
  /// The name of the file.
  public static let name = "SHA256SUMS"

  /// The files in the order in which they are listed, each with its SHA-256.
  public let entries: [(name: String, sha256: String)]
  private let folder: String

  /// Reads the manifest of a folder; nil when the folder has none.
  ///
  /// - Throws: ``FileError`` when it cannot be read or is no manifest.
  public init?(of folder: String) throws {
    let path = "\(folder)/\(Manifest.name)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    self.folder = folder
    entries = try InputFile.text(at: path).split(separator: "\n").enumerated().map { place, line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[0].count == 64, parts[0].allSatisfy(\.isHexDigit),
        !parts[1].contains("/")
      else {
        throw FileError(
          path: path, problem: "line \(place + 1) is no digest with the name of a file")
      }
      let name = parts[1].drop { $0 == " " || $0 == "*" }
      return (String(name), parts[0].lowercased())
    }
  }

  /// Compares a listed file with its digest.
  ///
  /// - Throws: ``FileError`` when it is missing or differs.
  public func check(_ entry: (name: String, sha256: String)) throws {
    let path = "\(folder)/\(entry.name)"
    guard try Digest.sha256(InputFile.raw(at: path)) == entry.sha256 else {
      throw FileError(
        path: path,
        problem: "is not the file that \(Manifest.name) lists: it is damaged, or was made anew")
    }
  }
}
