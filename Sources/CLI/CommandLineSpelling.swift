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

  /// The error in the form that the parser should print.
  static func shown(_ error: any Error) -> any Error {
    (error as? any SentenceError).map { CommandLineError($0) } ?? error
  }
}
