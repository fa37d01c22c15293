import Foundation

/// A network that cannot be built, in one sentence that says where.
public struct NetworkError: Error, Equatable, CustomStringConvertible, LocalizedError {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }

  public var errorDescription: String? { description }
}
