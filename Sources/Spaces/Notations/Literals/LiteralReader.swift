import Wording

/// Reads one value from a place of a text: Python's literals and calls, JSON, and arrays as NumPy
/// and PyTorch print them.
///
/// White space, line breaks and comments may stand between any two parts, a comma behind the last
/// element, and quotation marks may be straight or typographic.
struct LiteralReader {
  /// So that no text exhausts the stack.
  private static let deepest = 200
  private static let longestRange = 10_000

  private let text: String
  private let characters: [Unicode.Scalar]
  private(set) var position: Int
  private var depth = 0

  init(_ text: String, _ characters: [Unicode.Scalar], from position: Int) {
    (self.text, self.characters, self.position) = (text, characters, position)
  }

  private var next: Unicode.Scalar? { position < characters.count ? characters[position] : nil }
  private var found: String { next.map { "found \"\($0)\"" } ?? "the text ends here" }

  private func error(_ problem: String, at position: Int? = nil) -> ArchitectureError {
    ArchitectureError(text, atScalar: (position ?? self.position) + 1, problem)
  }

  mutating func skipSpace() {
    while let sign = next {
      if sign == "#" {
        while let sign = next, !sign.isNewline { position += 1 }
      } else if sign == "\\", position + 1 < characters.count, characters[position + 1].isNewline {
        position += 2
      } else if sign.isSpace {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func skip(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == sign else { return false }
    position += 1
    return true
  }

  mutating func value() throws(ArchitectureError) -> Literal {
    skipSpace()
    guard let sign = next else { throw error("the text ends here, expected a value") }
    guard depth < LiteralReader.deepest else {
      throw error("more than \(LiteralReader.deepest) brackets are open, expected fewer")
    }
    depth += 1
    defer { depth -= 1 }
    let start = position + 1
    switch sign {
    case "[", "(":
      let parenthesis = sign == "("
      position += 1
      let (elements, hasComma) = try elements(until: parenthesis ? ")" : "]")
      // In Python (x) is x, and (x,) a tuple.
      if parenthesis, elements.count == 1, !hasComma { return elements[0] }
      let list = Literal(.list(elements), at: start)
      return parenthesis ? list : try repeated(list)
    case "{":
      position += 1
      return try braces(at: start)
    case _ where LiteralReader.closing(of: sign) != nil:
      return Literal(.text(try quoted()), at: start)
    case _ where sign.isNumber || sign == "+" || sign == "-" || sign == ".":
      return try number(at: start)
    case _ where sign.startsName:
      return try named(at: start)
    default:
      throw error(
        "found \"\(sign)\", expected a value such as a list, a name in quotes or a number")
    }
  }

  /// `[192] * 12`
  private mutating func repeated(_ list: Literal) throws(ArchitectureError) -> Literal {
    guard case .list(let elements) = list.value else { return list }
    let end = position
    guard skip("*") else {
      position = end
      return list
    }
    let count = try value()
    guard let times = count.whole, (0...LiteralReader.longestRange).contains(times),
      times * elements.count <= LiteralReader.longestRange
    else { throw error("expected a whole number behind *", at: count.place - 1) }
    return Literal(.list((0..<times).flatMap { _ in elements }), at: list.place)
  }

  // MARK: Lists and dictionaries

  private mutating func elements(
    until closing: Unicode.Scalar
  ) throws(ArchitectureError) -> (elements: [Literal], hasComma: Bool) {
    var elements: [Literal] = []
    var (hasComma, hasSpace) = (false, false)
    while true {
      if skip(closing) { return (elements, hasComma) }
      if !elements.isEmpty {
        let behind = position
        if !hasSpace, skip(",") {
          hasComma = true
          if skip(closing) { return (elements, hasComma) }
        } else if closing == "]", !hasComma, isNumeric(elements), behind > 0,
          characters[behind - 1].isSpace || characters[behind - 1] == "]"
        {
          // NumPy prints arrays without commas.
          hasSpace = true
        } else {
          throw error("\(found), expected \",\" or \"\(closing)\"")
        }
      }
      let element = try value()
      if hasSpace, !isNumeric([element]) {
        throw error("expected \",\" between two elements", at: element.place - 1)
      }
      elements.append(element)
    }
  }

  /// Whether all are numbers, or rows of numbers.
  private func isNumeric(_ elements: [Literal]) -> Bool {
    elements.allSatisfy { element in
      switch element.value {
      case .whole, .decimal, .truth: true
      case .list(let rows): isNumeric(rows)
      default: false
      }
    }
  }

  /// A dictionary, or a set.
  private mutating func braces(at start: Int) throws(ArchitectureError) -> Literal {
    var entries: [Literal.Entry] = []
    if skip("}") { return Literal(.entries([]), at: start) }
    let first = try value()
    guard skip(":") else {
      var elements = [first]
      while skip(",") {
        if skip("}") { return Literal(.list(elements), at: start) }
        elements.append(try value())
      }
      guard skip("}") else { throw error("\(found), expected \":\", \",\" or \"}\"") }
      return Literal(.list(elements), at: start)
    }
    entries.append(Literal.Entry(key: first, value: try value()))
    while true {
      if skip("}") { break }
      guard skip(",") else { throw error("\(found), expected \",\" or \"}\"") }
      if skip("}") { break }
      let key = try value()
      guard skip(":") else { throw error("\(found), expected \":\" behind a key") }
      entries.append(Literal.Entry(key: key, value: try value()))
    }
    try checkKeys(entries)
    return Literal(.entries(entries), at: start)
  }

  /// A key twice says two things; Python and JSON readers would take the last one in silence.
  private func checkKeys(_ entries: [Literal.Entry]) throws(ArchitectureError) {
    var seen: Set<String> = []
    for entry in entries where !seen.insert(LiteralReader.identity(of: entry.key)).inserted {
      throw error("the key \(entry.key.shown) is given twice", at: entry.key.place - 1)
    }
  }

  private static func identity(of key: Literal) -> String {
    switch key.value {
    case .list(let elements): "(\(list(elements.map(identity))))"
    case .word(let word): "\"\(word)\""
    default: key.shown
    }
  }

  // MARK: Texts and numbers

  static func closing(of sign: Unicode.Scalar) -> [Unicode.Scalar]? {
    switch sign {
    case "'": ["'"]
    case "\"": ["\""]
    case "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}": ["\u{2018}", "\u{2019}"]
    case "\u{201C}", "\u{201D}", "\u{201E}": ["\u{201C}", "\u{201D}"]
    case "\u{00AB}": ["\u{00BB}"]
    case "`": ["`"]
    default: nil
    }
  }

  private mutating func quoted() throws(ArchitectureError) -> String {
    let start = position
    guard let opening = next, let closing = LiteralReader.closing(of: opening) else {
      throw error("\(found), expected a quotation mark")
    }
    position += 1
    var text = String.UnicodeScalarView()
    while let sign = next, !closing.contains(sign) {
      position += 1
      guard sign == "\\" else {
        if sign.isNewline {
          throw error("the text in quotes that begins here does not end on its line", at: start)
        }
        text.append(sign)
        continue
      }
      guard let escaped = next else { break }
      position += 1
      switch escaped {
      case "n": text.append("\n")
      case "t": text.append("\t")
      case "u":
        let digits = string(position..<min(characters.count, position + 4))
        guard digits.count == 4, let code = UInt32(digits, radix: 16),
          let scalar = Unicode.Scalar(code)
        else { throw error("expected four hexadecimal digits behind \\u") }
        position += 4
        text.append(scalar)
      default: text.append(escaped)
      }
    }
    guard next != nil else {
      throw error("the text in quotes that begins here does not end", at: start)
    }
    position += 1
    return String(text)
  }

  private mutating func number(at start: Int) throws(ArchitectureError) -> Literal {
    var digits = ""
    while let sign = next, sign.isASCII {
      let isExponent = sign == "e" || sign == "E"
      let isSign = sign == "+" || sign == "-"
      guard
        sign.isNumber || sign == "." || sign == "_" || isExponent
          || isSign && (digits.isEmpty || digits.hasSuffix("e") || digits.hasSuffix("E"))
      else { break }
      digits.unicodeScalars.append(sign)
      position += 1
    }
    if let sign = next, sign.startsName || sign.isNumber {
      throw error("found \"\(sign)\" behind \"\(digits)\", expected the end of a number")
    }
    let isGrouped =
      digits.contains("_") && !digits.hasPrefix("_") && !digits.hasSuffix("_")
      && !digits.contains("__")
    let plain = isGrouped ? digits.filter { $0 != "_" } : digits
    if let number = Int(plain) { return Literal(.whole(number), at: start) }
    let completed = plain.hasSuffix(".") ? plain + "0" : plain
    guard let number = Double(completed), number.isFinite else {
      throw error("found \"\(digits)\", expected a number", at: start - 1)
    }
    return Literal(.decimal(number), at: start)
  }

  // MARK: Names and calls

  private func string(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(characters[range]))
  }

  private mutating func identifier() -> String {
    let start = position
    while let sign = next,
      sign.startsName || sign.isNumber
        || (sign == "." && position + 1 < characters.count
          && characters[position + 1].startsName)
    {
      position += 1
    }
    return string(start..<position)
  }

  private mutating func named(at start: Int) throws(ArchitectureError) -> Literal {
    let name = identifier()
    if let sign = next, sign == "'" || sign == "\"",
      ["r", "u", "b", "R", "U", "B"].contains(name)
    {
      return Literal(.text(try quoted()), at: start)
    }
    switch name {
    case "None", "null", "nan", "NaN", "np.nan", "numpy.nan": return Literal(.null, at: start)
    case "True", "true": return Literal(.truth(true), at: start)
    case "False", "false": return Literal(.truth(false), at: start)
    default: break
    }
    let end = position
    guard skip("(") else {
      position = end
      return Literal(.word(name), at: start)
    }
    return try call(name, at: start)
  }

  private mutating func call(_ name: String, at start: Int) throws(ArchitectureError) -> Literal {
    var positional: [Literal] = []
    var fields: [Literal.Entry] = []
    while !skip(")") {
      if !positional.isEmpty || !fields.isEmpty {
        guard skip(",") else { throw error("\(found), expected \",\" or \")\"") }
        if skip(")") { break }
      }
      skipSpace()
      if let key = fieldName() {
        fields.append(Literal.Entry(key: key, value: try value()))
      } else {
        guard fields.isEmpty else {
          throw error("\(found), expected a field with its name, such as name=...")
        }
        positional.append(try value())
      }
    }
    try checkKeys(fields)
    return try made(by: name, positional, fields, at: start)
  }

  /// `name =`, if that comes next.
  private mutating func fieldName() -> Literal? {
    let start = position
    guard let sign = next, sign.startsName else { return nil }
    let name = identifier()
    skipSpace()
    guard next == "=", position + 1 >= characters.count || characters[position + 1] != "=" else {
      position = start
      return nil
    }
    position += 1
    return Literal(.text(name), at: start + 1)
  }

  /// What a call stands for.
  private func made(
    by name: String, _ positional: [Literal], _ fields: [Literal.Entry], at start: Int
  ) throws(ArchitectureError) -> Literal {
    let kind = String(
      name[(name.lastIndex(of: ".").map { name.index(after: $0) } ?? name.startIndex)...])
    let first = positional.first
    switch kind {
    case "range", "arange":
      return try range(positional, named: kind, at: start)
    case "list", "tuple", "set", "frozenset", "sorted", "array", "asarray", "ndarray", "tensor",
      "Tensor", "matrix", "int8", "int16", "int32", "int64", "uint8", "int", "float", "float16",
      "float32", "float64", "bool", "bool_", "str_", "str", "deque", "ListConfig":
      // Types and devices of arrays are no part of their values.
      guard let first else { return Literal(.list([]), at: start) }
      return Literal(first.value, at: start, name: first.name)
    case "dict", "OrderedDict", "Namespace", "SimpleNamespace", "Munch", "edict", "DictConfig",
      "Configuration", "EasyDict", "defaultdict", "MappingProxyType":
      // ConfigSpace prints `Configuration(values={...})`.
      if positional.isEmpty, fields.count == 1, fields[0].key.text == "values",
        let values = fields[0].value.entries
      {
        return Literal(.entries(values), at: start)
      }
      guard let only = positional.last else { return Literal(.entries(fields), at: start) }
      if let entries = only.entries { return Literal(.entries(entries + fields), at: start) }
      let pairs = (only.elements ?? []).compactMap { $0.elements }
      guard let elements = only.elements, pairs.count == elements.count,
        pairs.allSatisfy({ $0.count == 2 })
      else { throw error("\(kind)(...) holds no pairs of a key and a value", at: start - 1) }
      let entries = pairs.map { Literal.Entry(key: $0[0], value: $0[1]) } + fields
      try checkKeys(entries)
      return Literal(.entries(entries), at: start)
    default:
      if positional.isEmpty { return Literal(.entries(fields), at: start, name: kind) }
      if fields.isEmpty { return Literal(.call(kind, positional), at: start, name: kind) }
      // Fields without names stand first: their order has a meaning that the names do not tell.
      throw error("\(kind)(...) names some of its fields only; name all or none", at: start - 1)
    }
  }

  private func range(
    _ arguments: [Literal], named name: String, at start: Int
  ) throws(ArchitectureError) -> Literal {
    let numbers = arguments.compactMap(\.whole)
    guard numbers.count == arguments.count, (1...3).contains(numbers.count) else {
      throw error("\(name) takes one to three whole numbers", at: start - 1)
    }
    let (from, to) = numbers.count == 1 ? (0, numbers[0]) : (numbers[0], numbers[1])
    let step = numbers.count == 3 ? numbers[2] : 1
    guard step != 0, abs(from) < 1 << 40, abs(to) < 1 << 40, abs(step) < 1 << 40,
      abs(to - from) / abs(step) <= LiteralReader.longestRange
    else { throw error("this \(name) has no or too many numbers", at: start - 1) }
    let values = stride(from: from, to: to, by: step)
    return Literal(.list(values.map { Literal(.whole($0), at: start) }), at: start)
  }
}
