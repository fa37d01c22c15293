import Documents

/// One operator of several that a space file describes together.
struct OperatorVariant {
  /// The description with the values in place of the variables.
  let value: DocumentValue
  let variables: [Operator.Variable]
}

extension DocumentValue {
  /// The operators that an element of `operators` stands for: itself, or with the key `over`, a
  /// mapping of variables to lists of values or a list of such mappings, one for each combination
  /// of values. In their texts `<kernel>` is the value of the variable `kernel`; the last variable
  /// changes fastest.
  ///
  /// - Returns: nil after reporting what is wrong with `over`, or that there are more than `limit`.
  func variants(limit: Int) -> [OperatorVariant]? {
    guard let over = member("over") else { return [OperatorVariant(value: self, variables: [])] }
    let rows = over.isList ? over.someElements() : [over]
    guard let rows else { return nil }
    var variants: [OperatorVariant] = []
    for row in rows {
      guard let combinations = row.combinations(limit: limit) else { return nil }
      for variables in combinations {
        let values = variables.map { (name: "<\($0.name)>", text: $0.value) }
        variants.append(
          OperatorVariant(value: replacing(values, leavingOut: "over"), variables: variables))
      }
      guard variants.count <= limit else {
        over.report(
          "\(over.subject) makes more than \(limit) operators, the most that are supported")
        return nil
      }
    }
    return variants
  }

  /// All choices of one value for each variable.
  private func combinations(limit: Int) -> [[Operator.Variable]]? {
    guard let entries = someEntries() else { return nil }
    var combinations: [[Operator.Variable]] = [[]]
    for (name, value) in entries {
      guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "_-".contains($0) })
      else {
        value.report(
          "the variable \"\(name)\" of \(subject) has signs other than letters, digits, _ and -")
        return nil
      }
      let elements = value.isList ? value.someElements() : [value]
      guard let texts = elements?.map({ $0.scalarText() }), !texts.contains(nil) else { return nil }
      combinations = combinations.flatMap { known in
        texts.compactMap { $0 }.map { known + [Operator.Variable(name: name, value: $0)] }
      }
      guard combinations.count <= limit else {
        report("\(subject) has more than \(limit) combinations, the most that are supported")
        return nil
      }
    }
    return combinations
  }
}
