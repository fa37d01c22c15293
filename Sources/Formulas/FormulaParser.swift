/// Reads a formula from left to right.
struct FormulaParser {
  private let characters: [Character]
  private var place = 0
  private var depth = 0

  init(_ text: String) { characters = Array(text) }

  mutating func parse() throws(Formula.ParsingError) -> Formula {
    guard characters.count <= Formula.longestText else {
      throw Formula.ParsingError(
        position: Formula.longestText, expected: "its end, as formulas have at most so many",
        found: "\(characters.count) characters, the next")
    }
    let formula = try sum()
    guard next == nil else { throw problem("+, -, * or the end") }
    return formula
  }

  /// The next character that is no white space.
  private var next: Character? {
    mutating get {
      while place < characters.count, characters[place].isWhitespace { place += 1 }
      return place < characters.count ? characters[place] : nil
    }
  }

  private mutating func problem(_ expected: String) -> Formula.ParsingError {
    let found = next.map { character in
      let isShown = character.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
      return isShown ? "\"\(character)\"" : "a character that no formula has"
    }
    return Formula.ParsingError(
      position: place + 1, expected: expected, found: found ?? "its end")
  }

  private mutating func take(_ character: Character) -> Bool {
    guard next == character else { return false }
    place += 1
    return true
  }

  private mutating func sum() throws(Formula.ParsingError) -> Formula {
    depth += 1
    guard depth <= Formula.deepestNesting else {
      throw problem("at most \(Formula.deepestNesting) parts within each other")
    }
    defer { depth -= 1 }
    var formula = try term()
    while true {
      if take("+") {
        formula = .binary(.add, formula, try term())
      } else if take("-") {
        formula = .binary(.subtract, formula, try term())
      } else {
        return formula
      }
    }
  }

  private mutating func term() throws(Formula.ParsingError) -> Formula {
    var formula = try factor()
    while take("*") { formula = .binary(.multiply, formula, try factor()) }
    return formula
  }

  private mutating func factor() throws(Formula.ParsingError) -> Formula {
    depth += 1
    guard depth <= Formula.deepestNesting else {
      throw problem("at most \(Formula.deepestNesting) parts within each other")
    }
    defer { depth -= 1 }
    if take("-") {
      if let first = next, isNumber(first) { return .constant(-(try number())) }
      return .unary(.negate, try factor())
    }
    if take("(") {
      let inner = try sum()
      guard take(")") else { throw problem("\")\"") }
      return inner
    }
    guard let first = next else { throw problem("a name, a number, - or \"(\"") }
    if isNumber(first) { return .constant(try number()) }
    if first.isASCII, first.isLetter { return try nameOrFunction() }
    throw problem("a name, a number, - or \"(\"")
  }

  private func isNumber(_ first: Character) -> Bool {
    first.isASCII && (first.isNumber || first == ".")
  }

  private mutating func number() throws(Formula.ParsingError) -> Double {
    let start = place
    while place < characters.count, characters[place].isASCII,
      characters[place].isNumber || characters[place] == "."
        || characters[place] == "e"
        || "+-".contains(characters[place]) && characters[place - 1] == "e"
    { place += 1 }
    guard let value = Double(String(characters[start..<place])), value.isFinite else {
      place = start
      throw problem("a number such as 0.5")
    }
    return value
  }

  private mutating func nameOrFunction() throws(Formula.ParsingError) -> Formula {
    let start = place
    while place < characters.count, characters[place].isASCII,
      characters[place].isLetter || characters[place].isNumber || characters[place] == "_"
    { place += 1 }
    let name = String(characters[start..<place])
    guard next == "(" else { return .terminal(name) }
    if let function = Formula.Unary(rawValue: name) {
      return .unary(function, try arguments(1)[0])
    }
    if let function = Formula.Binary(rawValue: name) {
      let values = try arguments(2)
      return .binary(function, values[0], values[1])
    }
    place = start
    let known =
      Formula.Unary.allCases.map(\.rawValue) + Formula.Binary.allCases.map(\.rawValue)
    throw problem("a function (\(known.joined(separator: ", "))) before the parenthesis")
  }

  private mutating func arguments(_ count: Int) throws(Formula.ParsingError) -> [Formula] {
    _ = take("(")
    var values: [Formula] = []
    for number in 1...count {
      values.append(try sum())
      guard take(number < count ? "," : ")") else {
        throw problem(number < count ? "\",\" and another value" : "\")\"")
      }
    }
    return values
  }
}
