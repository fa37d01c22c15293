import Foundation
import Synchronization

/// Ctrl-C and termination requests. Long tasks ask for them between their steps.
enum Interrupts {
  private static let flag = Atomic<Bool>(false)

  static var wasInterrupted: Bool { flag.load(ordering: .relaxed) }

  /// From now on the first signal is only recorded. A second one ends the program at once.
  static func watch() {
    // A program started from a worker thread inherits the signals that are blocked there.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      signal(number) { number in
        Interrupts.note()
        signal(number, SIG_DFL)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static func note() { flag.store(true, ordering: .relaxed) }
}
