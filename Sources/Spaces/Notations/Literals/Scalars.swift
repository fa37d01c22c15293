// What characters mean in values. ASCII is decided without a look into Unicode's tables.
extension Unicode.Scalar {
  /// White space, line breaks, and the mark that some editors put in front of a file.
  var isSpace: Bool {
    if isASCII { return value == 0x20 || (0x09...0x0D).contains(value) }
    return properties.isWhitespace || self == "\u{FEFF}"
  }

  var isNewline: Bool {
    switch value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// Whether a name may begin with it: a letter or an underscore.
  var startsName: Bool {
    if isASCII {
      return (0x61...0x7A).contains(value) || (0x41...0x5A).contains(value) || self == "_"
    }
    return properties.isAlphabetic
  }

  var isNumber: Bool {
    isASCII ? (0x30...0x39).contains(value) : properties.numericType != nil
  }

  var opensBracket: Bool { self == "[" || self == "(" || self == "{" }
  var closesBracket: Bool { self == "]" || self == ")" || self == "}" }
}
