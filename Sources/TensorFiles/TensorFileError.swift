import Wording

/// An HDF5 file that cannot be used, with everything that is wrong with it.
public struct TensorFileError: SentenceError {
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

  public var sentence: Sentence {
    Sentence(onOneLine("\(path): \(problems.map(shorteningQuotations).joined(separator: "; "))"))
  }
  public var isInput: Bool { false }
}
