import Plots
import Wording

/// The distribution of values, in lines of text for a terminal: a row for each bin, the highest
/// first.
public struct TerminalHistogram: Sendable {
  private static let bins = 16
  /// From nothing to a whole column in eighths.
  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  private let values: [Double]
  private let decimals: Int

  /// - Parameter decimals: the digits after the point at the edges of the bins
  public init(_ values: [Double], decimals: Int) {
    (self.values, self.decimals) = (values, decimals)
  }

  /// Each line ends in a line feed; at most `width` columns wide where that is 40 or more.
  ///
  /// - Complexity: O(n)
  public func text(width: Int) -> String {
    var lines: [(edge: String, count: Int)] = []
    if let counts = HistogramCounts(of: values, bins: Self.bins) {
      lines = counts.counts.indices.reversed().map {
        (fixed(counts.edges[$0], decimals), counts.counts[$0])
      }
    }
    let lowest = values.count { $0 == -.infinity }
    if lowest > 0 { lines.append(("-inf", lowest)) }
    let edgeWidth = lines.map(\.edge.count).max() ?? 0
    let countWidth = lines.map { String($0.count).count }.max() ?? 0
    let most = lines.map(\.count).max() ?? 0
    let room = max(8, width - edgeWidth - countWidth - 4)
    return lines.map { edge, count in
      let margin = String(repeating: " ", count: edgeWidth - edge.count)
      let number = String(count)
      let gap = String(repeating: " ", count: countWidth - number.count)
      let bar = TerminalHistogram.bar(Double(count) / Double(max(1, most)), room: room)
      return "\(margin)\(edge)  \(gap)\(number)\(bar.isEmpty ? "" : "  ")\(bar)\n"
    }.joined()
  }

  /// A bar of the share of `room` columns, to an eighth of a column; every share above 0 is
  /// visible.
  private static func bar(_ share: Double, room: Int) -> String {
    var eighths = Int((share * Double(room * 8)).rounded())
    if share > 0 { eighths = max(1, eighths) }
    return String(repeating: "█", count: eighths / 8) + Self.eighths[eighths % 8]
  }
}
