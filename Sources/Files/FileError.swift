import Foundation

/// A file that could not be found, read or written, in one sentence that names it.
public struct FileError: Error, Equatable, CustomStringConvertible, LocalizedError {
  public let path: String
  public let problem: String

  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  public var description: String { "\(path): \(problem)" }
  public var errorDescription: String? { description }

  /// The sentence for the system error `code`.
  package static func system(path: String, doing action: String, code: Int32 = errno) -> FileError {
    FileError(path: path, problem: "cannot \(action): \(String(cString: strerror(code)))")
  }
}
