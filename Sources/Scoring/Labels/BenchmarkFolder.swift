import Foundation

/// The folder of benchmark tables. The tables are never part of the project.
public enum BenchmarkFolder {
  /// The environment variable that names the folder.
  public static let variable = "TGNAS_BENCHMARKS"

  /// The folder that `TGNAS_BENCHMARKS` names; nil when it is not set or empty.
  public static var path: String? {
    ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }
}
