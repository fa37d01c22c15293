import ArgumentParser
import Foundation
import Terminal
import Wording

extension Spelling {
  /// Spells settings as options: `--strategy local`, `--resume`.
  static let commandLine = Spelling(
    subject: { "--\($0.name)" },
    assignment: { setting, value in
      // A switch has no value.
      guard let value, value != "true" else { return "--\(setting.name)" }
      return "--\(setting.name) \(value)"
    })
}

extension StandardStreams {
  /// Writes a note for the user; settings are spelled as options.
  static func note(_ sentence: Sentence) { writeNote(sentence.text(in: .commandLine)) }
}

/// An error whose sentence spells settings as options.
struct CommandLineError: LocalizedError, CustomStringConvertible {
  let description: String
  var errorDescription: String? { description }

  init(_ error: any SentenceError) {
    description = forTerminal(error.sentence.text(in: .commandLine))
  }

  /// The error in the form that the parser should print. A name that nothing has is wrong usage,
  /// like an option that no command has.
  static func shown(_ error: any Error) -> any Error {
    if let error = error as? UnknownNameError {
      return ValidationError(CommandLineError(error).description)
    }
    return (error as? any SentenceError).map { CommandLineError($0) } ?? error
  }
}
