import Foundation

/// A network that cannot be built, in one sentence that says where.
public struct NetworkError: Error, Equatable, CustomStringConvertible, LocalizedError {
  public let description: String
  /// Whether this architecture's feature maps become too small or too large, so that others of the space
  /// may be fine.
  public let isDueToSize: Bool

  public init(_ description: String, isDueToSize: Bool = false) {
    self.description = description
    self.isDueToSize = isDueToSize
  }

  public var errorDescription: String? { description }
}
