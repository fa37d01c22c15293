// One function for each kind of output. Text of files and users passes through it wherever it
// leaves the program, so that it never becomes code, markup or a control sequence. XML has its own
// file.

/// Whether a scalar steers what shows a text, rather than being shown: a control character, the end
/// of a line, or a mark that turns the direction of writing.
package func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// `text` for a terminal: lines stay lines, and every other character that would steer the terminal
/// becomes a replacement character.
package func forTerminal(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" }) else { return text }
  let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  return lines.map { onOneLine(String($0)) }.joined(separator: "\n")
}

/// `text` on one line, as it may stand in a Python docstring and in a string between quotation
/// marks or apostrophes.
package func escapedForPython(_ text: String) -> String {
  var escaped = ""
  for scalar in onOneLine(text).unicodeScalars {
    if scalar == "\"" || scalar == "'" || scalar == "\\" { escaped += "\\" }
    escaped.unicodeScalars.append(scalar)
  }
  return escaped
}

/// `text` on one line as Markdown shows it, also within a table.
package func escapedForMarkdown(_ text: String) -> String {
  var escaped = ""
  for scalar in escapedForXML(text).unicodeScalars {
    if "\\`*_[]#$|~".unicodeScalars.contains(scalar) { escaped += "\\" }
    escaped.unicodeScalars.append(scalar)
  }
  return escaped
}

/// `text` on one line as code in Markdown.
///
/// - Parameter isInTable: escapes vertical bars, which end a cell even within code
package func codeInMarkdown(_ text: String, isInTable: Bool = false) -> String {
  let line = onOneLine(text)
  let code = isInTable ? line.replacing("|", with: "\\|") : line
  // A fence is longer than any run of the same sign within it.
  let longest = code.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
  let fence = String(repeating: "`", count: longest + 1)
  let gap = code.hasPrefix("`") || code.hasSuffix("`") ? " " : ""
  return fence + gap + code + gap + fence
}

/// The beginning of a text that a sentence repeats.
package func shortened(_ text: String, to limit: Int = 200) -> String {
  // Counting characters reads the whole text, which may be long.
  text.index(text.startIndex, offsetBy: limit + 1, limitedBy: text.endIndex) == nil
    ? text : "\(text.prefix(limit))..."
}

/// A sentence whose quotations are no longer than ``shortened(_:to:)`` makes them.
package func shorteningQuotations(_ sentence: String) -> String {
  if sentence.utf8.count <= 200 { return sentence }
  let parts = sentence.split(separator: "\"", omittingEmptySubsequences: false)
  return parts.enumerated().map { place, part in
    shortened(String(part), to: place % 2 == 1 ? 200 : 3_000)
  }.joined(separator: "\"")
}
