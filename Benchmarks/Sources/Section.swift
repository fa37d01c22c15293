import Tables

/// The results of one contest.
struct Section: Codable {
  let title: String
  let timings: [Timing]
  let notes: [String]

  func timing(_ what: String, by who: String = "tgnas", threads: Int) -> Timing? {
    timings.first { $0.what == what && $0.who == who && $0.threads == threads }
  }

  /// - Parameter peaks: the possible operations a second, by threads
  func text(peaks: [Int: Double]) -> String {
    var table = ResultTable(columns: [
      "what", "who", "threads", "median ms", "min", "max", "times tgnas", "by min", "GFLOP/s",
      "% of sgemm",
      "MB",
    ])
    for timing in timings {
      let ours = self.timing(timing.what, threads: timing.threads)
      let rate = timing.operations.map { $0 / timing.median }
      table.append([
        .text(timing.what), .text(timing.who), .integer(timing.threads),
        .number(1000 * timing.median, decimals: 2), .number(1000 * timing.fastest, decimals: 2),
        .number(1000 * timing.slowest, decimals: 2),
        cell(timing.who == "tgnas" ? nil : ours.map { timing.median / $0.median }, 2),
        cell(timing.who == "tgnas" ? nil : ours.map { timing.fastest / $0.fastest }, 2),
        cell(rate.map { $0 / 1e9 }, 1),
        cell(rate.flatMap { rate in peaks[timing.threads].map { 100 * rate / $0 } }, 0),
        cell(timing.peakMegabytes, 0),
      ])
    }
    return "\(title)\n\n" + table.text(.table) + notes.map { "- \($0)\n" }.joined() + "\n"
  }

  private func cell(_ value: Double?, _ decimals: Int) -> ResultTable.Cell {
    value.map { .number($0, decimals: decimals) } ?? .missing
  }
}
