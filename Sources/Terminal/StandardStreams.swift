import Files
import Foundation
import Wording

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

  /// Writes text for people, in which nothing steers the terminal.
  ///
  /// - Throws: `FileError` when the output cannot be written.
  public static func writeForPeople(_ text: String) throws { try write(forTerminal(text)) }

  /// A note for the user. A note that cannot be shown is no reason to stop.
  public static func writeNote(_ text: String) {
    do {
      try write(Array((forTerminal(text) + "\n").utf8), to: STDERR_FILENO, named: "standard error")
    } catch {
      return
    }
  }

  /// Whether the standard input is a terminal.
  public static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  /// Whether the standard error is a terminal.
  public static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The columns of the terminal behind the standard error; 80 where it does not tell.
  public static var errorWidth: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32, named name: String) throws {
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
