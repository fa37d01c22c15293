import Documents
import Foundation

/// Operators that cannot be added to a space.
public struct AddedOperatorError: Error, Equatable, CustomStringConvertible, LocalizedError {
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  public var errorDescription: String? { description }
}

extension SearchSpace {
  /// The space with more operators, each of which can stand wherever there is a choice. It is called
  /// after both, `nasbench201+blur_conv`, and what holds of the labels of this space holds of its own.
  ///
  /// Notations that have no sign for other operators are left out.
  ///
  /// - Parameter additions: with names that the space does not have, described by a sentence
  /// - Throws: ``AddedOperatorError`` when a name cannot be used or the space would be too large.
  public func adding(_ additions: [Operator]) throws(AddedOperatorError) -> SearchSpace {
    var known = operators
    for addition in additions {
      let name = addition.name
      if let sign = DocumentValue.misplacedSign(inName: name) {
        throw AddedOperatorError(
          "the name \"\(name)\" of an operator contains \"\(sign)\"; use letters, digits, _ and -")
      }
      guard !name.isEmpty, addition.role == .operation else {
        throw AddedOperatorError("an added operator needs a name and the role operation")
      }
      guard !known.contains(where: { $0.name == name }) else {
        throw AddedOperatorError(
          "\(self.name) has an operator \"\(name)\" already; choose another name")
      }
      known.append(addition)
    }
    guard !additions.isEmpty else { return self }
    guard known.count <= OperatorTable.largestCount,
      let parts = parts.extended(
        to: OperatorTable(operators: known, input: parts.table.input, output: parts.table.output))
    else {
      throw AddedOperatorError("\(name) would be too large with these operators; add fewer")
    }
    guard !parts.notations.isEmpty else {
      throw AddedOperatorError(
        "no notation of \(name) can write other operators; add one to \(path)")
    }
    return SearchSpace(extending: self, by: additions, parts: parts)
  }
}
