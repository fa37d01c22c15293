import Foundation
import Wording

/// Makes folders, with errors for people.
public enum Folder {
  /// Makes a folder and those that it lies in, where they are not there yet.
  ///
  /// - Parameter name: the name of the folder in the error
  /// - Throws: ``FileError`` with the system's reason.
  public static func make(_ path: String, describedAs name: String? = nil) throws {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += part
      defer { made += "/" }
      if part.isEmpty || mkdir(made, 0o755) == 0 || errno == EEXIST { continue }
      throw FileError.system(path: name ?? path, doing: "make this folder")
    }
  }

  /// Finds out early whether ``make(_:describedAs:)`` would be refused a folder that is not there
  /// yet.
  ///
  /// - Throws: ``FileError``
  public static func check(_ path: String) throws {
    var isFolder: ObjCBool = false
    var nearest = path
    while !FileManager.default.fileExists(atPath: nearest, isDirectory: &isFolder) {
      nearest = parent(of: nearest)
    }
    guard isFolder.boolValue else {
      throw FileError(path: path, problem: "cannot be made, as \(nearest) is no folder")
    }
    guard access(nearest, W_OK | X_OK) == 0 else {
      throw FileError.system(path: path, doing: "make this folder")
    }
  }

  /// Finds out before long work whether a file can be written, which need not exist.
  ///
  /// - Throws: ``FileError``
  public static func checkWritable(forFile path: String) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw FileError(path: path, problem: "is a folder, not a file")
    }
    let folder = parent(of: path)
    guard access(folder, W_OK | X_OK) == 0 else {
      throw FileError.system(path: path, doing: "write")
    }
  }

  /// The last step of a path.
  public static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The folder of a path; "." for a name alone.
  package static func parent(of path: String) -> String {
    let steps = path.split(separator: "/").dropLast().joined(separator: "/")
    return path.hasPrefix("/") ? "/" + steps : steps.isEmpty ? "." : steps
  }
}
