import Spaces
import Wording

/// One score for each of a list of architectures, [B], and the reasons why some have none.
///
/// Higher is better. No score is NaN. An architecture scores minus infinity when it computes
/// nothing, because its input does not reach its output, or when its network cannot be built. Only
/// in the second case is there a reason.
public struct Scores: Sendable, Equatable {
  /// One score for each architecture, in order, [B].
  public private(set) var values: [Double]
  /// Why an architecture that computes something has no score, by its index.
  public private(set) var reasons: [Int: Sentence]

  /// - Parameter reasons: why architectures that compute something have no score, by their index
  public init(_ values: [Double], reasons: [Int: Sentence] = [:]) {
    (self.values, self.reasons) = (values, reasons)
  }

  /// Appends the scores of further architectures.
  ///
  /// - Complexity: O(count of `other`)
  package mutating func append(_ other: Scores) {
    for (place, reason) in other.reasons { reasons[values.count + place] = reason }
    values += other.values
  }

  /// The architectures that compute something and have no score; nil when there are none.
  ///
  /// - Parameter architectures: those that were scored, in the same order
  public func unscored(among architectures: [Architecture]) -> Unscored? {
    guard let first = reasons.keys.min(), let reason = reasons[first] else { return nil }
    return Unscored(count: reasons.count, first: architectures[first], reason: reason)
  }
}

extension Scores: RandomAccessCollection {
  /// Always 0.
  public var startIndex: Int { 0 }
  /// The number of scores.
  public var endIndex: Int { values.count }
  /// The score of the architecture at an index.
  public subscript(place: Int) -> Double { values[place] }
}

/// Architectures that compute something and score minus infinity because their networks cannot be
/// built.
public struct Unscored: Sendable, Equatable {
  /// How many there are.
  public let count: Int
  /// The first of them.
  public let first: Architecture
  /// Why the first one has no score.
  public let reason: Sentence

  /// A warning, because these architectures would otherwise sink to the bottom silently.
  ///
  /// - Parameter total: how many architectures were to be scored
  public func warning(among total: Int, in space: SearchSpace) -> Sentence {
    "warning: \(count) of \(total) networks cannot be built and score -inf, such as "
      + "\(space.notation(of: first)): \(reason)"
  }
}
