import Foundation

/// A benchmark table or a list of scores that cannot be used, in one sentence that says where.
public struct EvaluationError: Error, Equatable, CustomStringConvertible, LocalizedError {
  /// The file at fault, if the numbers came from one.
  public let path: String?
  /// The line of the file, counted from 1.
  public let line: Int?
  /// The name of the column.
  public let column: String?
  public let problem: String

  public init(path: String? = nil, line: Int? = nil, column: String? = nil, _ problem: String) {
    self.path = path
    self.line = line
    self.column = column
    self.problem = problem
  }

  public var description: String {
    let place = [path, line.map { "line \($0)" }, column.map { "column \"\($0)\"" }]
      .compactMap { $0 }
    return place.isEmpty ? problem : "\(place.joined(separator: ", ")): \(problem)"
  }

  public var errorDescription: String? { description }
}
