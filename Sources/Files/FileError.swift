import Foundation
import Wording

/// A file that could not be found, read or written, in one sentence that names it.
public struct FileError: SentenceError {
  public let path: String
  /// The problem, as the end of a sentence that begins with the path.
  public let problem: Sentence

  public init(path: String, problem: Sentence) {
    self.path = path
    self.problem = problem
  }

  public var sentence: Sentence { "\(path): \(problem)" }
  public var isInput: Bool { false }

  /// The sentence for the system error `code`.
  package static func system(path: String, doing action: String, code: Int32 = errno) -> FileError {
    FileError(path: path, problem: "cannot \(action): \(String(cString: strerror(code)))")
  }
}
