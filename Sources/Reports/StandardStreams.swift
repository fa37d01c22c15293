import Files
import Foundation

/// Results go to the standard output, everything else to the standard error.
public enum StandardStreams {
  /// - Throws: `FileError` when the output cannot be written, as on a full disk.
  public static func write(_ text: String) throws {
    try write(Array(text.utf8), to: STDOUT_FILENO, named: "standard output")
  }

  /// - Throws: `FileError` when the output cannot be written.
  public static func write(_ bytes: [UInt8]) throws {
    try write(bytes, to: STDOUT_FILENO, named: "standard output")
  }

  /// A note for the user. A note that cannot be shown is no reason to stop.
  public static func note(_ text: String) {
    do {
      try write(Array((text + "\n").utf8), to: STDERR_FILENO, named: "standard error")
    } catch {
      return
    }
  }

  public static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  public static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The columns of the terminal behind the standard error; 80 where it does not tell.
  fileprivate static var errorWidth: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  fileprivate static func write(_ bytes: [UInt8], to descriptor: Int32, named name: String) throws {
    try bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let written = Foundation.write(
          descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
        if written < 0 {
          if errno == EINTR { continue }
          throw FileError(path: name, problem: "cannot write: \(String(cString: strerror(errno)))")
        }
        offset += written
      }
    }
  }
}

/// A line on a terminal that shows how far a long task is; silent elsewhere.
public final class ProgressLine {
  private let isShown: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastDrawn: ContinuousClock.Instant?
  private var lastWidth = 0

  public init(isShown: Bool) {
    self.isShown = isShown
    start = clock.now
  }

  /// - Parameter fraction: of the task that is done, in 0...1
  public func update(_ fraction: Double, _ text: @autoclosure () -> String) {
    let now = clock.now
    // Short tasks show nothing, long ones at most ten times a second.
    guard isShown, now - start > .seconds(1) else { return }
    if let lastDrawn, now - lastDrawn < .milliseconds(100), fraction < 1 { return }
    lastDrawn = now
    let width = 24
    let filled = Int((Double(width) * min(1, max(0, fraction))).rounded())
    let elapsed = Double((now - start).components.seconds)
    let left = fraction > 0 ? Int(elapsed / fraction * (1 - fraction)) : 0
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    draw("\(bar) \(fixed(100 * fraction, 0)) %  \(text())  \(left) s left")
  }

  /// Removes the line, so that what follows starts at the margin.
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
