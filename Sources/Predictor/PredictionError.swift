import Foundation

/// A prediction or a training that must not or cannot be made.
public struct PredictionError: Error, Equatable, CustomStringConvertible, LocalizedError {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }

  public var errorDescription: String? { description }
}
