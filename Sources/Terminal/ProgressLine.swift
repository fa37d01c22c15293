import Foundation
import Wording

/// A line on a terminal that shows how far a long task is; silent elsewhere.
public final class ProgressLine {
  private let isShown: Bool
  private let clock = ContinuousClock()
  private let beginning: ContinuousClock.Instant
  private var lastDrawn: ContinuousClock.Instant?
  private var lastWidth = 0

  public init(isShown: Bool) {
    self.isShown = isShown
    beginning = clock.now
  }

  /// - Parameters:
  ///   - fraction: of the task that is done, in 0...1
  ///   - start: the fraction that was done before this program took the task up
  public func update(_ fraction: Double, from start: Double = 0, _ text: @autoclosure () -> String)
  {
    let now = clock.now
    // Short tasks show nothing, long ones at most ten times a second.
    guard isShown, now - beginning > .seconds(1) else { return }
    if let lastDrawn, now - lastDrawn < .milliseconds(100), fraction < 1 { return }
    lastDrawn = now
    let width = 24
    let filled = max(0, min(width, wholeNumber(Double(width) * fraction)))
    let left = ProgressLine.secondsLeft(fraction, from: start, after: now - beginning)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    draw("\(bar) \(fixed(100 * fraction, 0)) %  \(text())  \(left) s left")
  }

  /// The seconds left if the task goes on at the pace so far.
  public static func secondsLeft(
    _ fraction: Double, from start: Double = 0, after elapsed: Duration
  ) -> Int {
    guard fraction > start else { return 0 }
    return wholeNumber(
      (Double(elapsed.components.seconds) / (fraction - start) * max(0, 1 - fraction)).rounded(
        .down))
  }

  /// Removes the line, so that further output starts at the margin.
  public func finish() {
    guard lastDrawn != nil else { return }
    draw("")
    lastDrawn = nil
  }

  private func draw(_ line: String) {
    // A line that the terminal wraps could not be drawn over.
    let line = line.prefix(StandardStreams.errorWidth - 1)
    let padding = String(repeating: " ", count: max(0, lastWidth - line.count))
    lastWidth = line.count
    do {
      try StandardStreams.write(
        Array(("\r" + line + padding + (line.isEmpty ? "\r" : "")).utf8), to: STDERR_FILENO,
        named: "standard error")
    } catch {
      // Progress that cannot be shown is no reason to stop.
      return
    }
  }
}
