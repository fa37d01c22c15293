import Foundation
import Synchronization

/// Hands out 0, 1, 2, ... to several threads.
final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  func increment() -> Int {
    value.wrappingAdd(1, ordering: .relaxed).oldValue
  }
}

func activeProcessorCount() -> Int {
  ProcessInfo.processInfo.activeProcessorCount
}
