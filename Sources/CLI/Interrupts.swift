import Foundation
import Synchronization

/// Ctrl-C and termination requests, which long tasks ask for between their steps.
enum Interrupts {
  private static let flag = Atomic<Bool>(false)

  static var wasInterrupted: Bool { flag.load(ordering: .relaxed) }

  /// From now on the first signal is only noted; a second one ends the program at once.
  static func watch() {
    // Programs that start others from a worker thread hand on that thread's blocked signals.
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
