import Foundation

/// Latencies that do not fit a space, or measurements that nothing can be learned from, in one sentence.
public struct LatencyError: Error, Equatable, CustomStringConvertible, LocalizedError {
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  public var errorDescription: String? { description }
}
