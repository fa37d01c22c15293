import Spaces
import Wording

/// A number by which a strategy can be tuned.
public struct Knob: Hashable, Sendable {
  /// What users call it: `population`.
  public let name: String
  public let summary: String
  /// What it is when nobody says otherwise.
  public let standard: Double
  public let range: ClosedRange<Double>
  /// Whether it counts something.
  public let isWhole: Bool

  /// A number of something.
  public init(_ name: String, _ summary: String, count: Int, in range: ClosedRange<Int>) {
    (self.name, self.summary, standard) = (name, summary, Double(count))
    (self.range, isWhole) = (Double(range.lowerBound)...Double(range.upperBound), true)
  }

  /// A share from 0 to 1.
  public init(_ name: String, _ summary: String, share: Double) {
    (self.name, self.summary, standard) = (name, summary, share)
    (range, isWhole) = (0...1, false)
  }

  /// The value for people and files.
  public func text(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}

/// What a strategy gets: the space, what it may spend, and how it is tuned.
public struct SearchSetting: Sendable {
  public let space: SearchSpace
  /// How many candidates may be scored.
  public let budget: Int
  /// Decides every random choice.
  public let seed: UInt64
  private let knobs: [String: Double]

  /// - Parameter knobs: values by name; those that are left out have their standard value
  public init(
    _ space: SearchSpace, budget: Int, seed: UInt64, knobs: [String: Double] = [:]
  ) {
    (self.space, self.budget, self.seed, self.knobs) = (space, budget, seed, knobs)
  }

  public func value(of knob: Knob) -> Double { knobs[knob.name] ?? knob.standard }
  public func count(of knob: Knob) -> Int { Int(value(of: knob)) }
}

extension SearchStrategies {
  /// The values of all knobs of a strategy, by name.
  ///
  /// - Parameter chosen: those that a user chose
  /// - Throws: `UnknownNameError`, and `UserError` for a value that a knob cannot have.
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
