import Files
import Foundation
import Wording

extension Report {
  /// Writes the folder, whole or not at all.
  ///
  /// - Parameter replacing: replaces an older report in the folder, file by file; otherwise the
  ///   folder must be new or empty
  /// - Throws: `FileError` when it cannot be written or holds files.
  public func write(to folder: String, replacing: Bool) throws {
    let files = try files()
    if try Report.holdsFiles(folder) {
      guard replacing else {
        throw FileError(
          path: folder,
          problem:
            "is not empty; name a new folder, or replace the report in it with \(.force, true)")
      }
      try Folder.make("\(folder)/\(Name.pictures)", describedAs: folder)
      try Report.write(files, into: folder)
      return
    }
    var bare = folder
    while bare.count > 1, bare.hasSuffix("/") { bare.removeLast() }
    let temporary = "\(bare).\(getpid()).partial"
    do {
      try Folder.make("\(temporary)/\(Name.pictures)", describedAs: folder)
      try Report.write(files, into: temporary)
      guard rename(temporary, bare) == 0 else {
        throw FileError.system(path: folder, doing: "make this folder")
      }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw error
    }
  }

  /// Finds out early whether ``write(to:replacing:)`` would refuse the folder.
  ///
  /// - Throws: `FileError`
  public static func check(_ folder: String, replacing: Bool) throws {
    guard try holdsFiles(folder), !replacing else { return }
    throw FileError(
      path: folder,
      problem: "is not empty; name a new folder, or replace the report in it with \(.force, true)")
  }

  private static func holdsFiles(_ folder: String) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      try Folder.check(folder)
      return false
    }
    guard isFolder.boolValue else {
      throw FileError(
        path: folder, problem: "is no folder, and a report is one; name a new or an empty folder")
    }
    do {
      return try !FileManager.default.contentsOfDirectory(atPath: folder).isEmpty
    } catch {
      throw FileError(path: folder, problem: "cannot be read; check its permissions")
    }
  }

  private static func write(_ files: [(path: String, bytes: [UInt8])], into folder: String) throws {
    for file in files { try AtomicFile.write(file.bytes, to: "\(folder)/\(file.path)") }
  }
}
