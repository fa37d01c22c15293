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

  private var parts: [Part]

  /// Text as it is, which names no setting.
  public init(_ text: String) {
    parts = text.isEmpty ? [] : [.text(text)]
  }

  public func text(in spelling: Spelling) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .subject(let setting): spelling.subject(setting)
      case .assignment(let setting, let value): spelling.assignment(setting, value)
      }
    }.joined()
  }

  /// `a, b, c`: names as sentences list them.
  public static func list(_ sentences: some Sequence<Sentence>) -> Sentence {
    var all = Sentence("")
    for (place, sentence) in sentences.enumerated() {
      all.parts += (place == 0 ? [] : [.text(", ")]) + sentence.parts
    }
    return all
  }

  public static func + (first: Sentence, second: Sentence) -> Sentence {
    var sum = first
    sum.parts += second.parts
    return sum
  }
}

extension Sentence: CustomStringConvertible {
  /// As Swift spells the settings.
  public var description: String { text(in: .swift) }
}

extension Sentence: ExpressibleByStringInterpolation {
  public init(stringLiteral text: String) { self.init(text) }

  public init(stringInterpolation interpolation: Interpolation) {
    parts = interpolation.parts
  }

  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { parts.append(.text(text)) }
    }

    public mutating func appendInterpolation(_ value: some Any) {
      switch value {
      case let sentence as Sentence: parts += sentence.parts
      case let error as any SentenceError: parts += error.sentence.parts
      default: appendLiteral("\(value)")
      }
    }

    /// The setting as the subject of a sentence: "\(.budget) is 0".
    public mutating func appendInterpolation(_ setting: Setting) {
      parts.append(.subject(setting))
    }

    /// The setting as something to be given: "allow more with \(set: .budget)".
    public mutating func appendInterpolation(set setting: Setting) {
      parts.append(.assignment(setting, value: nil))
    }

    /// The setting with a value: "choose \(.strategy, "local-search")".
    public mutating func appendInterpolation(_ setting: Setting, _ value: some Any) {
      parts.append(.assignment(setting, value: "\(value)"))
    }
  }
}
