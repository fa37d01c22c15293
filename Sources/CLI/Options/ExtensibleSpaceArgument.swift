import ArgumentParser
import TGNAS

/// The search space of a command that can add operators to it.
struct ExtensibleSpaceArgument: ParsableArguments {
  @OptionGroup var base: SpaceArgument
  @OptionGroup var additions: OperatorAdditions
  @OptionGroup var notation: NotationOption

  func load() throws -> SearchSpace {
    try notation.applied(to: additions.added(to: base.load()))
  }
}

/// The notation that architectures are read in.
struct NotationOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The notation of all architectures, by its name in tgnas convert --to list; by default the "
        + "one that each looks like.",
      valueName: "notation"),
    completion: .notations())
  var from: String?

  /// The space, which reads architectures in that notation only.
  func applied(to space: SearchSpace) throws -> SearchSpace {
    try from.map { try space.reading(in: $0) } ?? space
  }
}

/// Operators that are added to a space for one run.
struct OperatorAdditions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Add an operator by a name and a plain-English description, such as 'blur_conv: 3x3 "
        + "convolution with an anti-aliasing blur filter'; may be repeated.",
      valueName: "operator"))
  var withOperator: [String] = []

  func validate() throws {
    for text in withOperator where parsed(text) == nil {
      throw ValidationError(
        "--with-operator is \"\(text)\"; expected a name, a colon and a description, such as "
          + "'blur_conv: 3x3 convolution with an anti-aliasing blur filter'.")
    }
  }

  /// The operator; nil for a text that lacks a name, a colon or a description.
  private func parsed(_ text: String) -> Operator? {
    let parts = text.split(separator: ":", maxSplits: 1).map { part in
      part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    guard parts.count == 2, !parts.contains("") else { return nil }
    return Operator(name: parts[0], role: .operation, description: parts[1])
  }

  func added(to space: SearchSpace) throws -> SearchSpace {
    let extended = try space.adding(withOperator.compactMap(parsed))
    guard !extended.operatorsWithoutLayers.isEmpty else { return extended }
    return try OpenInstallation(.locate()).givingLayers(to: extended)
  }
}
