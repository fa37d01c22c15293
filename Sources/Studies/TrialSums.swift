import Files
import Foundation

/// The checksums of the lines of `trials.csv`, in a file beside it, one for each line.
///
/// Each depends on all lines up to its own, so that no line can be changed, moved or left out
/// without a trace. They are written before their lines: after a kill there may be more of them.
struct TrialSums: Sendable {
  /// What the lines of a record say in the light of their checksums.
  enum Verdict: Equatable, Sendable {
    /// So many lines, counted from the beginning, are as they were written.
    case right(lines: Int)
    /// The first line, counted from 1, that is not as it was written.
    case changed(line: Int)
  }

  /// The digits of a checksum.
  private static let digits = 16
  /// The chain up to the last line.
  private(set) var last = ""

  /// The checksums of further lines, each with its line feed.
  mutating func append(_ text: some Collection<UInt8>) -> String {
    var sums = ""
    for line in text.split(separator: TrialSums.lineFeed, omittingEmptySubsequences: false)
      .dropLast()
    {
      last = TrialSums.next(last, Array(line) + [TrialSums.lineFeed])
      sums += last + "\n"
    }
    return sums
  }

  private static let lineFeed = UInt8(ascii: "\n")

  private static func next(_ last: String, _ line: [UInt8]) -> String {
    String(Digest.sha256(Array(last.utf8) + line).prefix(digits))
  }

  /// Follows the chain along the lines of a record.
  ///
  /// - Parameters:
  ///   - bytes: of the record
  ///   - sums: the contents of the file of checksums
  mutating func verdict(on bytes: some Collection<UInt8>, sums: some Collection<UInt8>) -> Verdict {
    let stated = sums.split(separator: TrialSums.lineFeed, omittingEmptySubsequences: false)
      .dropLast()
    var place = stated.startIndex
    var (lines, rest) = (0, bytes[...])
    while let end = rest.firstIndex(of: TrialSums.lineFeed), place < stated.endIndex {
      let line = rest[...end]
      let sum = TrialSums.next(last, Array(line))
      guard stated[place].elementsEqual(sum.utf8) else { return .changed(line: lines + 1) }
      (last, place, lines) = (sum, place + 1, lines + 1)
      rest = rest[line.endIndex...]
    }
    // A line whose end was changed looks like one that a kill cut off.
    if place < stated.endIndex, !rest.isEmpty, !rest.contains(TrialSums.lineFeed) {
      let sum = TrialSums.next(last, Array(rest.dropLast()) + [TrialSums.lineFeed])
      if stated[place].elementsEqual(sum.utf8) { return .changed(line: lines + 1) }
    }
    return .right(lines: lines)
  }
}
