import ArgumentParser
import Foundation
import TGNAS
import Terminal
import Wording

/// `tgnas completions`: what makes a shell complete commands, options and names.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Prints what makes a shell complete commands, options and names.",
    discussion: """
      Names of spaces, strategies, scores, notations and weights are completed, too. Packages and \
      make install put the scripts where shells look for them: bash into \
      share/bash-completion/completions/tgnas, zsh into share/zsh/site-functions/_tgnas, fish into \
      share/fish/vendor_completions.d/tgnas.fish.

        tgnas completions bash > tgnas.bash
      """)

  @Argument(
    help: "The shell: \(CompletionShell.allCases.map(\.rawValue).joined(separator: ", ")).",
    completion: .list(CompletionShell.allCases.map(\.rawValue)))
  var shell: String

  func run() throws {
    guard let shell = CompletionShell(rawValue: shell) else {
      throw UnknownNameError(
        kind: "shell", name: shell, known: CompletionShell.allCases.map(\.rawValue))
    }
    try StandardStreams.write(TGNASCommand.completionScript(for: shell) + "\n")
  }
}
