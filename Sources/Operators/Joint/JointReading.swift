#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Decides together which operators of a space cut a connection and which pass their input on.
///
/// The operators of a space are distinct by design. A second zero or a second identity is so
/// improbable that an ambiguous sentence is then read otherwise. Other kinds do not exclude each
/// other, since spaces do have operators that differ only in details that are not read, such as a
/// number of channels.
package struct JointReading: Sendable {
  /// How much less probable a second zero, or a second identity, is than the first; decided on
  /// held-out phrasings of the corpus. A reading that is more than ten thousand times as probable
  /// as all others is kept in any joint reading.
  package static let repetition: Float = 1e-4

  /// The part of an operator in a cell, without the cell's ends.
  package enum Part: Sendable, CaseIterable {
    case zero
    case identity
    case other
  }

  /// How probable it is that an operator is of each part, by the most probable kind of it.
  package struct Odds: Sendable {
    package var zero: Float
    package var identity: Float
    package var other: Float

    package init(zero: Float, identity: Float, other: Float) {
      (self.zero, self.identity, self.other) = (zero, identity, other)
    }

    /// The gain by being the first zero or the first identity, as a logarithm.
    fileprivate func gain(_ part: Part) -> Double {
      func logarithm(_ value: Float) -> Double { log(max(Double(value), 1e-300)) }
      let repetition = logarithm(JointReading.repetition)
      let otherwise = max(
        logarithm(other), logarithm(zero) + repetition, logarithm(identity) + repetition)
      return logarithm(part == .zero ? zero : identity) - otherwise
    }
  }

  /// The operators that are the zero and the identity of the space, as indices. Where several are
  /// too certain to give way to each other, one of them is the holder.
  package let holders: [Part: Int]
  private let taken: Set<Part>

  /// Finds the most probable joint reading of all operators: the one with the largest product of
  /// probabilities, times ``repetition`` for each zero and each identity that is not the first.
  ///
  /// Of equally probable joint readings the one that prefers earlier operators is taken.
  ///
  /// - Parameter taken: the parts of operators that are not in question
  /// - Complexity: O(operators squared)
  package init(_ odds: [Odds], taken: Set<Part> = []) {
    // No gain is none of them.
    func candidates(_ part: Part) -> [(index: Int?, gain: Double)] {
      let found: [(index: Int?, gain: Double)] =
        taken.contains(part)
        ? [] : odds.indices.map { ($0, odds[$0].gain(part)) }.filter { $0.gain > 0 }
      return found + [(nil, 0)]
    }
    let identities = candidates(.identity)
    var best = (zero: Int?.none, identity: Int?.none, gain: -Double.infinity)
    for zero in candidates(.zero) {
      for identity in identities where zero.index == nil || zero.index != identity.index {
        let gain = zero.gain + identity.gain
        if gain > best.gain { best = (zero.index, identity.index, gain) }
      }
    }
    var holders: [Part: Int] = [:]
    holders[.zero] = best.zero
    holders[.identity] = best.identity
    (self.holders, self.taken) = (holders, taken)
  }

  /// The factor of the probability of a part for one operator, given the others.
  package func weight(of part: Part, for index: Int) -> Float {
    let isLeft = !taken.contains(part) && (holders[part] == nil || holders[part] == index)
    return isLeft ? 1 : JointReading.repetition
  }
}
