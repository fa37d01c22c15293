import Foundation
import Terminal
import Wording

extension Spelling {
  /// As options: `--strategy local`, `--resume`.
  static let commandLine = Spelling(
    subject: { "--\($0.name)" },
    assignment: { setting, value in
      // A switch has no value.
      guard let value, value != "true" else { return "--\(setting.name)" }
      return "--\(setting.name) \(value)"
    })
}

extension StandardStreams {
  /// A note for the user, which names settings as options.
  static func note(_ sentence: Sentence) { writeNote(sentence.text(in: .commandLine)) }
}

/// An error whose sentence names settings as options.
struct CommandLineError: LocalizedError, CustomStringConvertible {
  let description: String
  var errorDescription: String? { description }

  init(_ error: any SentenceError) { description = error.sentence.text(in: .commandLine) }

  /// What the parser should print of an error.
  static func shown(_ error: any Error) -> any Error {
    (error as? any SentenceError).map { CommandLineError($0) } ?? error
  }
}
