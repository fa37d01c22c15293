import Foundation

/// An error that a user is told of, in a sentence that says what is wrong, where, and what to do.
public protocol SentenceError: LocalizedError, CustomStringConvertible, Equatable {
  var sentence: Sentence { get }

  /// Whether what the user gave is at fault, such as a name that nothing has or a file that does not hold what it
  /// should; false where a system call failed or something was interrupted.
  var isInput: Bool { get }
}

extension SentenceError {
  public var isInput: Bool { true }
  /// As Swift spells the settings; a door that spells them otherwise asks ``sentence``.
  public var description: String { sentence.description }
  public var errorDescription: String? { description }
}

/// Something that was asked for and cannot be had.
public struct UserError: SentenceError {
  public let sentence: Sentence
  public let isInput: Bool

  public init(_ sentence: Sentence, isInput: Bool = true) {
    (self.sentence, self.isInput) = (sentence, isInput)
  }
}
