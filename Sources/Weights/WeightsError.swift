import Foundation

/// A weights file that cannot be used, with everything that is wrong with it.
public struct WeightsError: Error, Equatable, CustomStringConvertible, LocalizedError {
  public let path: String
  /// One clause for each problem found.
  public let problems: [String]

  public init(path: String, problems: [String]) {
    self.path = path
    self.problems = problems
  }

  public init(path: String, _ problem: String) {
    self.init(path: path, problems: [problem])
  }

  public var description: String { "\(path): \(problems.joined(separator: "; "))" }
  public var errorDescription: String? { description }
}
