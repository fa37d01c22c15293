import Documents
import Files
import Foundation
import Wording

/// Finds and reads the spaces that space files extend.
struct BaseSpaces {
  private static let longestChain = 16

  /// The folders of spaces that are searched after that of the extending file.
  let folders: [String]
  /// The files that are being read, each extending the next, to find circles.
  private var reading: [String]

  init(folders: [String], of path: String) {
    self.folders = folders
    reading = [BaseSpaces.identity(path)]
  }

  private static func identity(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  /// Reads the space that a value names, by name or by path relative to the file at `path`; nil
  /// after reporting what is wrong.
  func read(_ value: DocumentValue, from path: String) -> SpaceFile? {
    guard let name = value.text(), let found = locate(name, value, from: path) else { return nil }
    let next = BaseSpaces.identity(found)
    if let start = reading.firstIndex(of: next) {
      let circle = (reading[start...] + [next]).map { ($0 as NSString).lastPathComponent }
      value.report(
        "the spaces extend each other in a circle: \(circle.joined(separator: " -> ")); remove one "
          + "of their \"extends\"")
      return nil
    }
    guard reading.count < BaseSpaces.longestChain else {
      value.report(
        "more than \(BaseSpaces.longestChain) spaces extend each other in a row; "
          + "extend a nearer one"
      )
      return nil
    }
    var bases = self
    bases.reading.append(next)
    do {
      let bytes = try InputFile.bytes(at: found)
      guard let yaml = String(validating: bytes, as: UTF8.self) else {
        throw FileError(path: found, problem: "is not UTF-8 text; expected a search space in YAML")
      }
      return try SpaceFile(yaml: yaml, path: found, bases: bases)
    } catch {
      value.report("the space \"\(name)\", which is extended, cannot be read: \(error)")
      return nil
    }
  }

  private func locate(_ name: String, _ value: DocumentValue, from path: String) -> String? {
    let own = (path as NSString).deletingLastPathComponent
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      return name.hasPrefix("/") || own.isEmpty ? name : "\(own)/\(name)"
    }
    let folders = [own.isEmpty ? "." : own] + folders
    for folder in folders where FileManager.default.fileExists(atPath: "\(folder)/\(name).yaml") {
      return "\(folder)/\(name).yaml"
    }
    // A folder that cannot be listed has no names to suggest.
    let files = folders.flatMap {
      (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? []
    }
    let known = Set(files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }).sorted()
    value.report(
      UnknownNameError(kind: "search space", name: name, known: known).description)
    return nil
  }
}
