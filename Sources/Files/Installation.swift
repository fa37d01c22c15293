import Foundation
import Wording

/// Where the data that belongs to the program lies: `spaces/` and `weights/`.
public struct Installation: Sendable {
  /// The folder that holds `spaces/` and `weights/`.
  public let root: String

  public init(root: String) {
    self.root = root
  }

  /// - Throws: ``FileError`` when the folder does not hold `spaces/` and `weights/`.
  public init(checking root: String) throws {
    guard Installation.isRoot(root) else {
      throw FileError(path: root, problem: "does not hold the folders spaces/ and weights/")
    }
    self.init(root: root)
  }

  /// The folder of search spaces.
  public var spaces: String { root + "/spaces" }
  /// The folder of trained weights.
  public var weights: String { root + "/weights" }

  /// The installation this program belongs to: the folder named by `TGNAS_HOME`; else the nearest
  /// folder above the executable that holds both (a checkout), or `share/tgnas` beside its `bin`
  /// (an installed copy); else the checkout that this library was compiled from.
  ///
  /// - Throws: ``FileError`` naming the places that were tried.
  public static func locate(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: String? = Installation.executable
  ) throws -> Installation {
    if let home = environment["TGNAS_HOME"], !home.isEmpty {
      guard isRoot(home) else {
        throw FileError(
          path: home,
          problem: "TGNAS_HOME names this folder, but it does not hold spaces/ and weights/")
      }
      return Installation(root: home)
    }
    var candidates: [String] = []
    if let executable {
      var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
        .deletingLastPathComponent()
      candidates.append(folder.appendingPathComponent("../share/tgnas").standardized.path)
      while folder.path != "/" {
        candidates.append(folder.path)
        folder.deleteLastPathComponent()
      }
    }
    candidates.append(
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path)
    guard let root = candidates.first(where: isRoot) else {
      throw FileError(
        path: candidates[0],
        problem: "found neither here nor above the executable a folder with spaces/ and weights/; "
          + "set TGNAS_HOME to the folder that holds them")
    }
    return Installation(root: root)
  }

  /// The path of the running executable, when the system tells it.
  public static var executable: String? {
    Bundle.main.executablePath
  }

  private static func isRoot(_ path: String) -> Bool {
    ["spaces", "weights"].allSatisfy {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(path)/\($0)", isDirectory: &isFolder)
        && isFolder.boolValue
    }
  }
}
