/// Texts with alternatives in angle brackets, `<no|without a> connection`: one of each pair is
/// chosen.
package enum Alternatives {
  /// Whether every opening bracket has its partner, and none stands inside another pair. A closing
  /// one may stand alone: `x -> 0`.
  package static func areWellFormed(in template: String) -> Bool {
    var isInside = false
    for sign in template {
      switch sign {
      case "<" where isInside: return false
      case "<": isInside = true
      case ">": isInside = false
      default: break
      }
    }
    return !isInside
  }

  /// - Parameter choice: picks one of so many
  package static func filled(_ template: String, choosing choice: (Int) -> Int) -> String {
    var text = ""
    var rest = Substring(template)
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
      let options = rest[rest.index(after: open)..<close].split(
        separator: "|", omittingEmptySubsequences: false)
      text += rest[..<open] + options[choice(options.count)]
      rest = rest[rest.index(after: close)...]
    }
    // An empty alternative leaves two spaces, or one at an end.
    return (text + rest).split(separator: " ").joined(separator: " ")
  }
}
