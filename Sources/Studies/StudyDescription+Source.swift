import Files
import Foundation
import Wording

extension StudyDescription {
  /// Something that a study reads, known by its content.
  public struct Source: Codable, Equatable, Sendable {
    public let name: String
    /// SHA-256 in hexadecimal.
    public let sha256: String
    /// Where a file of the user was: from the study's folder on where that is shorter, else from the root. Nil
    /// for what the installation has, and in studies that were made before paths were kept.
    public let path: String?

    public init(name: String, sha256: String, path: String? = nil) {
      (self.name, self.sha256, self.path) = (name, sha256, path)
    }

    /// A file.
    ///
    /// - Parameter folder: the study's, which need not be there yet; nil for a file of the installation, which is
    ///   found by its name
    /// - Throws: `FileError` when the file cannot be read.
    public init(file: String, from folder: String?) throws {
      self.init(
        name: Folder.name(of: file), sha256: try Digest.sha256(ofFile: file),
        path: folder.map { Source.shorterPath(of: file, from: $0) })
    }

    /// Finds the file again.
    ///
    /// - Returns: its path; nil where none was kept
    /// - Throws: `FileError` when it is gone or holds something else by now.
    public func locate(from folder: String) throws -> String? {
      guard let path else { return nil }
      let found = path.hasPrefix("/") ? path : "\(folder)/\(path)"
      guard FileManager.default.fileExists(atPath: found) else {
        throw FileError(path: found, problem: "is gone since the study read it")
      }
      guard try Digest.sha256(ofFile: found) == sha256 else {
        throw FileError(path: found, problem: "has changed since the study read it")
      }
      return found
    }

    private static func shorterPath(of file: String, from folder: String) -> String {
      let whole = withoutLinks(Folder.parent(of: file)) + "/" + Folder.name(of: file)
      let steps = whole.split(separator: "/")
      let start = withoutLinks(folder).split(separator: "/")
      let shared = zip(steps, start).prefix { $0 == $1 }.count
      let relative =
        ([Substring](repeating: "..", count: start.count - shared)
        + steps.dropFirst(shared)).joined(separator: "/")
      return relative.utf8.count < whole.utf8.count ? relative : whole
    }

    /// The path from the root, as the steps back from a folder lead to where the folder really lies. What is not
    /// there yet is no link.
    private static func withoutLinks(_ folder: String) -> String {
      if let resolved = realpath(folder, nil) {
        defer { free(resolved) }
        return String(cString: resolved)
      }
      // The working folder was removed.
      if folder == "." { return folder }
      return withoutLinks(Folder.parent(of: folder)) + "/"
        + Folder.name(of: folder)
    }
  }
}
