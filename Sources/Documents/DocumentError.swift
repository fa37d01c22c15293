import Wording

/// Everything that is wrong with a YAML file, each problem in one sentence with its place.
public struct DocumentError: SentenceError {
  /// One problem. Lines and columns count from 1; 0 stands for the file as a whole.
  public struct Problem: Equatable, Sendable {
    public let line: Int
    public let column: Int
    /// The sentence about the mistake.
    public let sentence: String
  }

  /// The file, as it was asked for.
  public let path: String
  /// At least one problem, in the order of the file.
  public let problems: [Problem]

  init(path: String, problems: [Problem]) {
    precondition(!problems.isEmpty, "an error needs a problem")
    self.path = path
    self.problems = problems
  }

  /// One line a problem: `spaces/x.yaml:12:5: unknown key "descripton" in operator "skip"; ...`.
  public var sentence: Sentence {
    Sentence(
      problems.map { problem in
        problem.line > 0
          ? "\(path):\(problem.line):\(problem.column): \(problem.sentence)"
          : "\(path): \(problem.sentence)"
      }
      .joined(separator: "\n"))
  }
}
