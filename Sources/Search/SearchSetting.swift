import Spaces
import Wording

/// A number by which a strategy can be tuned.
public struct Knob: Hashable, Sendable {
  /// The name by which users set the knob, such as `population`.
  public let name: String
  /// A few words of description.
  public let summary: String
  /// The value when the user sets none.
  public let standard: Double
  /// The allowed values, both ends included.
  public let range: ClosedRange<Double>
  /// Whether only whole numbers are allowed.
  public let isWhole: Bool

  /// A knob that counts something.
  public init(_ name: String, _ summary: String, count: Int, in range: ClosedRange<Int>) {
    (self.name, self.summary, standard) = (name, summary, Double(count))
    (self.range, isWhole) = (Double(range.lowerBound)...Double(range.upperBound), true)
  }

  /// A knob that is a share from 0 to 1.
  public init(_ name: String, _ summary: String, share: Double) {
    (self.name, self.summary, standard) = (name, summary, share)
    (range, isWhole) = (0...1, false)
  }

  /// A value as text for people and files; whole numbers have no fraction.
  public func text(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}

/// What a strategy is made from: the space, the budget, the seed and the knobs.
public struct SearchSetting: Sendable {
  /// The space to search.
  public let space: SearchSpace
  /// How many candidates may be evaluated.
  public let budget: Int
  /// Decides every random choice.
  public let seed: UInt64
  private let knobs: [String: Double]

  /// - Parameter knobs: values by name; knobs that are left out have their standard value
  public init(
    _ space: SearchSpace, budget: Int, seed: UInt64, knobs: [String: Double] = [:]
  ) {
    (self.space, self.budget, self.seed, self.knobs) = (space, budget, seed, knobs)
  }

  /// The value of a knob.
  public func value(of knob: Knob) -> Double { knobs[knob.name] ?? knob.standard }
  /// The value of a knob that counts something.
  public func count(of knob: Knob) -> Int { wholeNumber(value(of: knob)) }
}

extension SearchStrategies {
  /// The values of all knobs of a strategy, by name.
  ///
  /// - Parameter chosen: the values that a user chose, by name
  /// - Throws: `UnknownNameError` for an unknown knob, `UserError` for a value that a knob cannot
  ///   have.
  public static func knobs(
    of strategy: any SearchStrategy.Type, chosen: [String: Double] = [:]
  ) throws -> [String: Double] {
    for (name, value) in chosen.sorted(by: { $0.key < $1.key }) {
      guard let knob = strategy.knobs.first(where: { $0.name == name }) else {
        throw UnknownNameError(
          kind: "knob of \(strategy.name)", name: name, known: strategy.knobs.map(\.name))
      }
      guard knob.range.contains(value), !knob.isWhole || value == value.rounded() else {
        let (least, most) = (knob.range.lowerBound, knob.range.upperBound)
        throw UserError(
          "the knob \(name) of \(strategy.name) is \(knob.text(value)); expected a "
            + "\(knob.isWhole ? "whole " : "")number from \(knob.text(least)) to \(knob.text(most))"
        )
      }
    }
    let standard = Dictionary(uniqueKeysWithValues: strategy.knobs.map { ($0.name, $0.standard) })
    return standard.merging(chosen) { $1 }
  }
}
