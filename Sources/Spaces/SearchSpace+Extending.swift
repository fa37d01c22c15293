import Documents
import Wording

extension SearchSpace {
  /// The space with more operators, each of which can stand wherever there is a choice. Its name
  /// joins both, such as `nasbench201+blur_conv`. Labels of this space are labels of the new one,
  /// too.
  ///
  /// Notations that have no sign for other operators are left out.
  ///
  /// - Parameter additions: with names that the space does not have, described by a sentence
  /// - Throws: ``UserError`` when a name cannot be used or the space would be too large.
  public func adding(_ additions: [Operator]) throws(UserError) -> SearchSpace {
    var known = operators
    for addition in additions {
      let name = addition.name
      if let sign = DocumentValue.misplacedSign(inName: name) {
        throw UserError(
          "the name \"\(name)\" of an operator contains \"\(sign)\"; use letters, digits, _ and -")
      }
      guard !name.isEmpty, addition.role == .operation else {
        throw UserError("an added operator needs a name and the role operation")
      }
      guard !known.contains(where: { $0.name == name }) else {
        throw UserError(
          "\(self.name) has an operator \"\(name)\" already; choose another name")
      }
      known.append(addition)
    }
    guard !additions.isEmpty else { return self }
    guard known.count <= OperatorTable.largestCount,
      let parts = parts.extended(
        to: OperatorTable(operators: known, input: parts.table.input, output: parts.table.output))
    else {
      throw UserError("\(name) would be too large with these operators; add fewer")
    }
    guard !parts.notations.isEmpty else {
      throw UserError(
        "no notation of \(name) can write other operators; add one to \(path)")
    }
    return SearchSpace(extending: self, by: additions, parts: parts)
  }
}
