import Testing
import Wording

@Suite("Text that never becomes code, markup or a control sequence")
struct EscapingTests {
  @Test("A terminal gets lines, and nothing that steers it")
  func terminal() {
    #expect(forTerminal("a\nb") == "a\nb")
    #expect(
      forTerminal("a\u{1B}[31m\u{7}\u{9B}2J\r\nb\u{202E}")
        == "a\u{FFFD}[31m\u{FFFD}\u{FFFD}2J \nb\u{FFFD}")
    #expect(forTerminal("ü 漢字 👩‍👩‍👧") == "ü 漢字 👩‍👩‍👧")
  }

  @Test("Neither quotation marks nor a backslash end a Python string")
  func python() {
    #expect(escapedForPython("x\"\"\"\n'''\\") == "x\\\"\\\"\\\" \\'\\'\\'\\\\")
  }

  @Test("Markdown shows markup as text, and code of any signs as code")
  func markdown() {
    #expect(escapedForMarkdown("<b>[x](y)|`_*") == "&lt;b&gt;\\[x\\](y)\\|\\`\\_\\*")
    #expect(codeInMarkdown("a|b", isInTable: true) == "`a\\|b`")
    #expect(codeInMarkdown("`a``b") == "``` `a``b ```")
  }

  @Test("Sentences quote the beginnings of long texts, on one line")
  func quotations() {
    let long = String(repeating: "x", count: 100_000)
    #expect(shortened(long).count == 203)
    #expect(shorteningQuotations("a \"\(long)\" b").count == 209)
    #expect(shorteningQuotations("short \"x\"") == "short \"x\"")
    let error = UserError("the name is \"\("a\n\u{1B}[2Jb")\"")
    #expect("\(error)" == "the name is \"a \u{FFFD}[2Jb\"")
    #expect(("\(long)" as Sentence).description.count == 4_003)
  }

  @Test("Of many names the nearest five are listed")
  func nearest() {
    let known = (1...5_000).map { "space-\($0)" }
    let error = UnknownNameError(kind: "search space", name: "space-12x", known: known)
    #expect(
      error.description
        == "unknown search space \"space-12x\"; 5,000 are known, such as space-12, space-120, "
        + "space-121, space-122, space-123; did you mean \"space-12\"?")
    let long = UnknownNameError(
      kind: "search space", name: String(repeating: "x", count: 1 << 20), known: known)
    #expect(long.description.count < 400)
  }
}
