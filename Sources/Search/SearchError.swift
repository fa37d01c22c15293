import Foundation

/// A search that cannot be made, in one sentence.
public struct SearchError: Error, Equatable, CustomStringConvertible, LocalizedError {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }

  public var errorDescription: String? { description }
}
