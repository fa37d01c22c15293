/// A sentence for users, which may name settings:
///
///     let sentence: Sentence = "the space is too large; choose \(.strategy, "local-search")"
///
/// The command line prints `--strategy local-search`, Python `strategy="local-search"`.
public struct Sentence: Hashable, Sendable {
  fileprivate enum Part: Hashable, Sendable {
    case text(String)
    case subject(Setting)
    case assignment(Setting, value: String?)
  }

  /// No two texts are neighbours, so that equal sentences have equal parts.
  private var parts: [Part] = []

  /// Plain text that names no setting.
  public init(_ text: String) {
    append(.text(text))
  }

  /// The sentence with its settings in the spelling of a door.
  public func text(in spelling: Spelling) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .subject(let setting): spelling.subject(setting)
      case .assignment(let setting, let value): spelling.assignment(setting, value)
      }
    }.joined()
  }

  /// Sentences as a sentence lists them: `a, b, c`.
  public static func list(_ sentences: some Sequence<Sentence>) -> Sentence {
    var all = Sentence("")
    for (place, sentence) in sentences.enumerated() {
      if place > 0 { all.append(.text(", ")) }
      all.append(sentence)
    }
    return all
  }

  /// The first sentence followed by the second.
  public static func + (first: Sentence, second: Sentence) -> Sentence {
    var sum = first
    sum.append(second)
    return sum
  }

  fileprivate mutating func append(_ sentence: Sentence) {
    for part in sentence.parts { append(part) }
  }

  fileprivate mutating func append(_ part: Part) {
    guard case .text(let text) = part else { return parts.append(part) }
    if text.isEmpty { return }
    guard case .text(let before)? = parts.last else { return parts.append(part) }
    parts[parts.count - 1] = .text(before + text)
  }
}

extension Sentence: CustomStringConvertible {
  /// The sentence with its settings as Swift spells them.
  public var description: String { text(in: .swift) }
}

extension Sentence: ExpressibleByStringInterpolation {
  public init(stringLiteral text: String) { self.init(text) }

  public init(stringInterpolation interpolation: Interpolation) {
    self = interpolation.sentence
  }

  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var sentence = Sentence("")
    /// Lists of names are long; nothing that helps is longer.
    private static let longestText = 4_000

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ text: String) {
      sentence.append(.text(text))
    }

    public mutating func appendInterpolation(_ value: some Any) {
      switch value {
      case let other as Sentence: sentence.append(other)
      case let error as any SentenceError: sentence.append(error.sentence)
      // Texts of files and users are quoted on the line of the sentence.
      default: appendLiteral(shortened(onOneLine("\(value)"), to: Self.longestText))
      }
    }

    /// The setting as the subject of a sentence: "\(.budget) is 0".
    public mutating func appendInterpolation(_ setting: Setting) {
      sentence.append(.subject(setting))
    }

    /// The setting as something to give: "allow more with \(set: .budget)".
    public mutating func appendInterpolation(set setting: Setting) {
      sentence.append(.assignment(setting, value: nil))
    }

    /// The setting with a value: "choose \(.strategy, "local-search")".
    public mutating func appendInterpolation(_ setting: Setting, _ value: some Any) {
      sentence.append(.assignment(setting, value: shortened(onOneLine("\(value)"))))
    }
  }
}
