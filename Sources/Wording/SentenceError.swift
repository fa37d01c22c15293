import Foundation

/// An error for users: a sentence that says what is wrong, where, and what to do.
public protocol SentenceError: LocalizedError, CustomStringConvertible, Equatable {
  var sentence: Sentence { get }

  /// Whether the user's input is at fault, such as an unknown name or a file with the wrong
  /// content. False when a system call failed or something was interrupted.
  var isInput: Bool { get }
}

extension SentenceError {
  /// The user's input is at fault.
  public var isInput: Bool { true }
  /// The sentence with its settings as Swift spells them. A door with another spelling uses
  /// ``sentence``.
  public var description: String { sentence.description }
  /// The same as ``description``.
  public var errorDescription: String? { description }
}

/// A request that cannot be fulfilled.
public struct UserError: SentenceError {
  /// What is wrong, and what to do.
  public let sentence: Sentence
  /// Whether the user's input is at fault.
  public let isInput: Bool

  /// - Parameter isInput: whether the user's input is at fault
  public init(_ sentence: Sentence, isInput: Bool = true) {
    (self.sentence, self.isInput) = (sentence, isInput)
  }
}
