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

  /// More than anybody corrects at once.
  static let mostListed = 20

  /// One line a problem, for the first ones:
  /// `spaces/x.yaml:12:5: unknown key "descripton" in operator "skip"; ...`.
  public var sentence: Sentence {
    let lines = problems.prefix(Self.mostListed).map { problem in
      onOneLine(
        problem.line > 0
          ? "\(path):\(problem.line):\(problem.column): \(problem.sentence)"
          : "\(path): \(problem.sentence)")
    }
    let rest = problems.count - lines.count
    let end = rest > 0 ? ["\(onOneLine(path)): and \(grouped(rest)) more problems"] : []
    return Sentence((lines + end).joined(separator: "\n"))
  }
}
