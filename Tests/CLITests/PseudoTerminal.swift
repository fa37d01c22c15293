import Foundation
import Synchronization
import Testing

/// A terminal to hand to a program, which remembers the program's output.
final class PseudoTerminal: Sendable {
  /// The path that a program opens.
  let path: String
  private let main: Int32
  private let worker: Int32
  private let received = Mutex<[UInt8]>([])
  private let isClosing = Atomic<Bool>(false)
  private let ended = DispatchSemaphore(value: 0)

  init() throws {
    var (main, worker): (Int32, Int32) = (-1, -1)
    try #require(openpty(&main, &worker, nil, nil, nil) == 0)
    path = String(cString: try #require(ttyname(worker)))
    (self.main, self.worker) = (main, worker)
    Thread.detachNewThread { [self] in
      var buffer = [UInt8](repeating: 0, count: 4_096)
      // Programs that other tests start may hold the worker's end open, so that it has no end of
      // file.
      var question = pollfd(fd: self.main, events: Int16(POLLIN), revents: 0)
      while true {
        let hadToClose = isClosing.load(ordering: .acquiring)
        guard poll(&question, 1, 20) > 0 else {
          if hadToClose { break }
          continue
        }
        let count = read(self.main, &buffer, buffer.count)
        if count <= 0 { break }
        received.withLock { $0 += buffer[..<count] }
      }
      ended.signal()
    }
  }

  /// The text written to the terminal so far.
  var text: String { String(decoding: received.withLock { $0 }, as: UTF8.self) }

  /// Ends the terminal.
  ///
  /// - Returns: everything that was written to it.
  func close() -> String {
    isClosing.store(true, ordering: .releasing)
    ended.wait()
    Foundation.close(worker)
    Foundation.close(main)
    return text
  }
}

extension StringProtocol {
  /// Without the spaces at the end.
  func trimmed() -> SubSequence {
    self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)]
  }
}
