import Spaces
import Wording

/// One score for each of some architectures, [B], and why some of them have none.
///
/// Higher is better. An architecture whose input does not reach its output computes nothing and scores minus
/// infinity; so does one whose network cannot be built, for which there is a reason. No score is NaN.
public struct Scores: Sendable, Equatable {
  public private(set) var values: [Double]
  /// Why an architecture that computes something has no score, by its place.
  public private(set) var reasons: [Int: Sentence]

  public init(_ values: [Double], reasons: [Int: Sentence] = [:]) {
    (self.values, self.reasons) = (values, reasons)
  }

  /// - Complexity: O(count of `other`)
  package mutating func append(_ other: Scores) {
    for (place, reason) in other.reasons { reasons[values.count + place] = reason }
    values += other.values
  }

  /// Those of the architectures that compute something and have no score; nil when all have one.
  ///
  /// - Parameter architectures: those that were scored
  public func unscored(among architectures: [Architecture]) -> Unscored? {
    guard let first = reasons.keys.min(), let reason = reasons[first] else { return nil }
    return Unscored(count: reasons.count, first: architectures[first], reason: reason)
  }
}

extension Scores: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { values.count }
  public subscript(place: Int) -> Double { values[place] }
}

/// Architectures that compute something and score minus infinity, because their networks cannot be built.
public struct Unscored: Sendable, Equatable {
  public let count: Int
  public let first: Architecture
  /// Why the first one has no score.
  public let reason: Sentence

  /// A warning, as these architectures would sink to the bottom silently.
  ///
  /// - Parameter total: how many were to be scored
  public func warning(among total: Int, in space: SearchSpace) -> Sentence {
    "warning: \(count) of \(total) networks cannot be built and score -inf, such as "
      + "\(space.notation(of: first)): \(reason)"
  }
}
