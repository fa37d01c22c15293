import Spaces
import Surrogates
import Wording

/// A number or a choice by which a strategy can be tuned.
public struct Knob: Hashable, Sendable {
  /// The values that a knob can have.
  public enum Values: Hashable, Sendable {
    /// Numbers, both ends included.
    case numbers(ClosedRange<Double>, isWhole: Bool)
    /// Some of these names, one or, where allowed, several that are joined by `+`.
    case names([String], several: Bool)
  }

  /// The name by which users set the knob, such as `population`.
  public let name: String
  /// A few words of description.
  public let summary: String
  /// The value when the user sets none.
  public let standard: KnobValue
  /// The values that are allowed.
  public let values: Values

  /// A knob that counts something.
  public init(_ name: String, _ summary: String, count: Int, in range: ClosedRange<Int>) {
    (self.name, self.summary, standard) = (name, summary, .number(Double(count)))
    values = .numbers(Double(range.lowerBound)...Double(range.upperBound), isWhole: true)
  }

  /// A knob that is a share from 0 to 1.
  public init(_ name: String, _ summary: String, share: Double) {
    (self.name, self.summary, standard) = (name, summary, .number(share))
    values = .numbers(0...1, isWhole: false)
  }

  /// A knob that chooses by name.
  ///
  /// - Parameter several: whether several names may be chosen, joined by `+`
  public init(
    _ name: String, _ summary: String, choice: String, of names: [String], several: Bool = false
  ) {
    (self.name, self.summary, standard) = (name, summary, .name(choice))
    values = .names(names, several: several)
  }

  /// Insists that a value is allowed.
  ///
  /// - Parameter strategy: whose knob this is
  /// - Throws: `UserError`, or `UnknownNameError` for an unknown name.
  func check(_ value: KnobValue, of strategy: String) throws {
    switch (values, value) {
    case (.numbers(let range, let isWhole), .number(let number))
    where range.contains(number) && (!isWhole || number == number.rounded()):
      return
    case (.numbers(let range, let isWhole), _):
      let (least, most) = (range.lowerBound, range.upperBound)
      throw UserError(
        "the knob \(name) of \(strategy) is \(value); expected a "
          + "\(isWhole ? "whole " : "")number from \(KnobValue.number(least)) to "
          + "\(KnobValue.number(most))")
    case (.names(let names, let several), .name(let text)):
      let chosen = several ? KnobValue.names(in: text) : [text]
      for name in chosen where !names.contains(name) {
        throw UnknownNameError(
          kind: "value of the knob \(self.name) of \(strategy)", name: name, known: names)
      }
    case (.names(let names, _), .number):
      throw UserError(
        "the knob \(name) of \(strategy) is \(value); expected one of \(list(names))")
    }
  }
}

/// The value of a knob. In files it is a number or a text.
public enum KnobValue: Hashable, Sendable, Codable, CustomStringConvertible,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral
{
  case number(Double)
  case name(String)

  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .name(value) }

  /// Reads what a user wrote: a finite number, or else a name.
  public init(parsing text: some StringProtocol) {
    if let number = Double(text), number.isFinite {
      self = .number(number)
    } else {
      self = .name(String(text))
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .name(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .name(let name): try container.encode(name)
    }
  }

  /// The value for people; whole numbers have no fraction.
  public var description: String {
    switch self {
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .name(let name): name
    }
  }

  /// The names of a text that joins them by `+`.
  static func names(in text: String) -> [String] {
    text.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
  }
}

/// What a strategy is made from: the space, the budget, the seed, the knobs and what is known
/// beforehand.
public struct SearchSetting: Sendable {
  /// The space to search.
  public let space: SearchSpace
  /// How many candidates may be evaluated.
  public let budget: Int
  /// Decides every random choice.
  public let seed: UInt64
  /// What is known before anything is evaluated.
  public let knowledge: SearchKnowledge
  private let knobs: [String: KnobValue]

  /// - Parameter knobs: values by name; knobs that are left out have their standard value
  public init(
    _ space: SearchSpace, budget: Int, seed: UInt64, knobs: [String: KnobValue] = [:],
    knowing knowledge: SearchKnowledge = SearchKnowledge()
  ) {
    (self.space, self.budget, self.seed, self.knobs) = (space, budget, seed, knobs)
    self.knowledge = knowledge
  }

  /// The value of a knob that is a number.
  public func value(of knob: Knob) -> Double {
    guard case .number(let number) = knobs[knob.name] ?? knob.standard else {
      preconditionFailure("the knob \(knob.name) is a number")
    }
    return number
  }
  /// The value of a knob that counts something.
  public func count(of knob: Knob) -> Int { wholeNumber(value(of: knob)) }
  /// The names that a knob chooses.
  public func names(of knob: Knob) -> [String] {
    guard case .name(let text) = knobs[knob.name] ?? knob.standard else {
      preconditionFailure("the knob \(knob.name) is a name")
    }
    return KnobValue.names(in: text)
  }
}

/// What a search knows before it evaluates anything.
public struct SearchKnowledge: Sendable {
  /// Tells what surrogates may read of architectures; nil where nobody knows more than the space.
  /// It is asked only by strategies that fit one.
  public let sources: (@Sendable () throws -> SurrogateSources)?
  /// The only architectures that can be evaluated, such as those of a table that lacks others; nil
  /// when all can be.
  public let pool: [Architecture]?
  /// The architectures to begin with, the most promising first; a strategy begins with random ones
  /// when these are used up.
  public let start: [Architecture]

  public init(
    sources: (@Sendable () throws -> SurrogateSources)? = nil, pool: [Architecture]? = nil,
    start: [Architecture] = []
  ) {
    (self.sources, self.pool, self.start) = (sources, pool, start)
  }
}

extension SearchStrategies {
  /// The values of all knobs of a strategy, by name.
  ///
  /// - Parameter chosen: the values that a user chose, by name
  /// - Throws: `UnknownNameError` for an unknown knob, `UserError` for a value that a knob cannot
  ///   have.
  public static func knobs(
    of strategy: any SearchStrategy.Type, chosen: [String: KnobValue] = [:]
  ) throws -> [String: KnobValue] {
    for (name, value) in chosen.sorted(by: { $0.key < $1.key }) {
      guard let knob = strategy.knobs.first(where: { $0.name == name }) else {
        throw UnknownNameError(
          kind: "knob of \(strategy.name)", name: name, known: strategy.knobs.map(\.name))
      }
      try knob.check(value, of: strategy.name)
    }
    let standard = Dictionary(uniqueKeysWithValues: strategy.knobs.map { ($0.name, $0.standard) })
    return standard.merging(chosen) { $1 }
  }
}
