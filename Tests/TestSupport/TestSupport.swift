import Foundation

/// Where the tests find the files beside the code.
public enum Locations {
  /// The root of the checkout.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  public static let weights = root.appendingPathComponent("weights")
  public static let spaces = root.appendingPathComponent("spaces")
  public static let goldens = root.appendingPathComponent("Tests/Goldens")

  /// The folder of benchmark tables: `TGNAS_BENCHMARKS`, else `shared/benchmarks` beside the
  /// checkout; nil when there is none, in which case the tests that need it say so and pass.
  public static let benchmarks: URL? = {
    let named = ProcessInfo.processInfo.environment["TGNAS_BENCHMARKS"].map {
      URL(fileURLWithPath: $0)
    }
    let folder =
      named ?? root.deletingLastPathComponent().appendingPathComponent("shared/benchmarks")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()
}

/// Calls `body` with the path of a fresh folder, which is removed afterwards.
@discardableResult
public func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("tgnas-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
