import Files
import Foundation
import Wording

extension StudyDescription {
  /// A file or a space that a study reads, identified by its content.
  public struct Source: Codable, Equatable, Sendable {
    /// The name of the file or the space.
    public let name: String
    /// The SHA-256 of the content in hexadecimal.
    public let sha256: String
    /// The path of a user's file: relative to the study's folder where that is shorter, else
    /// absolute. Nil for files of the installation, and in studies from before paths were kept.
    public let path: String?

    /// The name of a space without the operators that were added to it: `nasbench201` of
    /// `nasbench201+conv5`.
    public var baseName: String { String(name.prefix { $0 != "+" }) }

    /// - Parameter sha256: of the content, in hexadecimal
    public init(name: String, sha256: String, path: String? = nil) {
      (self.name, self.sha256, self.path) = (name, sha256, path)
    }

    /// Identifies a file.
    ///
    /// - Parameter folder: the folder of the study, which need not exist yet; nil for a file of the
    ///   installation, which is found by its name
    /// - Throws: `FileError` when the file cannot be read.
    public init(file: String, from folder: String?) throws {
      self.init(
        name: Folder.name(of: file), sha256: try Digest.sha256(ofFile: file),
        path: folder.map { Source.shorterPath(of: file, from: $0) })
    }

    /// Finds the file again.
    ///
    /// - Returns: its path; nil when none was kept
    /// - Throws: `FileError` when the file is missing or its content has changed.
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

    /// The absolute path without symbolic links, because `..` leads to where a folder really lies.
    /// A component that does not exist yet is no link.
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
