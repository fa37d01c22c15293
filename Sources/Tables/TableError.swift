import Wording

/// A table that cannot be used, in one sentence that says where.
public struct TableError: SentenceError {
  /// The file at fault, if the numbers came from one.
  public let path: String?
  /// The line of the file, counted from 1.
  public let line: Int?
  /// The name of the column.
  public let column: String?
  /// The problem, as the end of a sentence that begins with the place.
  public let problem: Sentence

  public init(path: String? = nil, line: Int? = nil, column: String? = nil, _ problem: Sentence) {
    self.path = path
    self.line = line
    self.column = column
    self.problem = problem
  }

  public var sentence: Sentence {
    let place = [path, line.map { "line \($0)" }, column.map { "column \"\($0)\"" }]
      .compactMap { $0 }
    return place.isEmpty ? problem : "\(place.joined(separator: ", ")): \(problem)"
  }
}
