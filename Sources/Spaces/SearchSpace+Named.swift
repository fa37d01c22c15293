import Files
import Foundation
import Wording

extension SearchSpace {
  /// The space of this name or alias in `spaces/` of the installation, or of the file at a path
  /// that ends in `.yaml`.
  ///
  /// - Throws: ``UnknownNameError`` with the nearest name and the list of names, and what
  ///   ``init(contentsOf:)`` throws.
  public static func named(
    _ nameOrPath: String, in installation: Installation
  ) throws -> SearchSpace {
    if nameOrPath.hasSuffix(".yaml") || nameOrPath.hasSuffix(".yml") {
      return try SearchSpace(contentsOf: nameOrPath, in: installation)
    }
    let known = try names(in: installation)
    if known.contains(nameOrPath) {
      return try SearchSpace(
        contentsOf: "\(installation.spaces)/\(nameOrPath).yaml", in: installation)
    }
    // Only now is it worth reading the other files for their aliases.
    var aliases: [String] = []
    for name in known {
      let space = try SearchSpace(
        contentsOf: "\(installation.spaces)/\(name).yaml", in: installation)
      if space.aliases.contains(nameOrPath) { return space }
      aliases += space.aliases
    }
    throw UnknownNameError(
      kind: "search space", name: nameOrPath, known: known, aliases: aliases)
  }

  /// The space of a name, or of the file at a path, as users give it.
  ///
  /// - Throws: as ``named(_:in:)`` does.
  public static func atPathOrNamed(
    _ nameOrPath: String, in installation: Installation
  ) throws -> SearchSpace {
    // No name has a slash in it, so that this is a path, whatever it ends in.
    nameOrPath.contains("/")
      ? try SearchSpace(contentsOf: nameOrPath, in: installation)
      : try named(nameOrPath, in: installation)
  }

  /// A space that teaches: a file of `spaces/teachers/` by its name, or any other space. Files in
  /// that folder are no spaces that anyone searches, and are not listed.
  ///
  /// - Throws: as ``named(_:in:)`` does.
  public static func teaching(
    _ nameOrPath: String, in installation: Installation
  ) throws -> SearchSpace {
    let path = "\(installation.spaces)/teachers/\(nameOrPath).yaml"
    return !nameOrPath.contains("/") && FileManager.default.fileExists(atPath: path)
      ? try SearchSpace(contentsOf: path, in: installation)
      : try atPathOrNamed(nameOrPath, in: installation)
  }

  /// Whether the space is one of those in `spaces/` of the installation, and no file of the user's.
  public func isPart(of installation: Installation) -> Bool {
    path == "\(installation.spaces)/\(name).yaml"
  }

  /// The names of the spaces in `spaces/` of the installation, in alphabetical order.
  ///
  /// - Throws: `FileError` when the folder cannot be read.
  public static func names(in installation: Installation) throws -> [String] {
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: installation.spaces)
    } catch {
      throw FileError(
        path: installation.spaces, problem: "cannot list this folder of search spaces")
    }
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}
