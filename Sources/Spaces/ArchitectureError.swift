import Wording

/// A text that is no architecture of the space, in one sentence that says which character is wrong.
public struct ArchitectureError: SentenceError {
  /// The text as it was given.
  public let text: String
  /// The first wrong character, counted from 1; nil when the text as a whole is wrong.
  public let character: Int?
  /// The character that was found, the expected ones and the remedy.
  public let problem: String

  init(_ text: String, at character: Int? = nil, _ problem: String) {
    self.text = text
    self.character = character
    self.problem = problem
  }

  /// - Parameter scalar: the place of the first wrong Unicode scalar, counted from 1
  init(_ text: String, atScalar scalar: Int, _ problem: String) {
    let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(scalar - 1)))
    self.init(text, at: before.count + 1, problem)
  }

  public var sentence: Sentence {
    let shown = shortened(text, to: 120)
    let problem = shorteningQuotations(problem)
    guard let character else { return "architecture \"\(shown)\": \(problem)" }
    return "architecture \"\(shown)\", character \(character): \(problem)"
  }
}
