import Foundation

/// Where benchmark tables lie. They are never part of the project.
public enum BenchmarkFolder {
  public static let variable = "TGNAS_BENCHMARKS"

  /// The folder that `TGNAS_BENCHMARKS` names, if it is set and not empty.
  public static var path: String? {
    ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }
}
