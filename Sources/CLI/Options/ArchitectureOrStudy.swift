import ArgumentParser
import Files
import Foundation
import TGNAS
import Terminal
import Wording

/// The arguments of commands on one architecture of a space, or on the best of a study.
struct ArchitectureOrStudy: ParsableArguments {
  @Argument(
    help: """
      The search space: a name such as nasbench201, or the path of a .yaml file. Or the folder of \
      a study, by tgnas search or tgnas ask.
      """,
    completion: .spaces)
  var space: String
  @Argument(
    help: """
      An architecture in any notation of the space; - reads it from the standard input. Of a study \
      it is by default the best: by its score, or by its result where some were trained.
      """)
  var architecture: String?
  @OptionGroup var additions: OperatorAdditions
  @OptionGroup var notation: NotationOption

  /// The path after `formula:`, where a formula is named and no architecture.
  var formulaPath: String? {
    let prefix = ScoringSettings.Score.formulaPrefix
    return architecture == nil && space.hasPrefix(prefix)
      ? String(space.dropFirst(prefix.count)) : nil
  }

  /// The space and the architecture.
  ///
  /// - Throws: `ValidationError` when the architecture of a space is missing.
  func load() throws -> (space: SearchSpace, architecture: Architecture) {
    let found = try source()
    let space = try notation.applied(to: found.space)
    guard let text = architecture else {
      guard let best = found.best else {
        throw ValidationError("Missing expected argument '<architecture>'")
      }
      StandardStreams.note("note: the best of the study \(self.space) is \(best)")
      return (space, try found.space.architecture(parsing: best))
    }
    return (space, try ArchitectureArgument.parse(text, in: space) { StandardStreams.note($0) })
  }

  /// The space, and the best architecture where the space was named by a study.
  private func source() throws -> (space: SearchSpace, best: String?) {
    // A folder may be called like a space; with an architecture the space is meant, as ever.
    let isSpace = try architecture != nil && SearchSpace.names(in: .locate()).contains(space)
    if !isSpace, TrainingStudy.exists(in: space) { return try ofTrainings() }
    guard !isSpace, Study.exists(in: space) else {
      return (try additions.added(to: SpaceArgument.load(space)), nil)
    }
    let results = try StudyResults(in: space)
    let described = results.description.space
    let found = try additions.added(to: load(described.baseName))
    guard found.sha256 == described.sha256 else {
      throw FileError(
        path: space,
        problem: "is of the space \(described.name) with other operators or another file; name the "
          + "space and the architecture instead, or the operators with --with-operator")
    }
    return (found, results.best(1).first)
  }

  private func ofTrainings() throws -> (space: SearchSpace, best: String?) {
    let study = try TrainingStudy(in: space)
    let description = study.description
    var operators = OperatorAdditions()
    operators.withOperator = description.operators + additions.withOperator
    let found = try operators.added(to: load(description.spaceLocation(from: space)))
    let history = try study.history()
    let trained = history.best(isMinimised: description.isMinimised)?.training
    let best = trained ?? history.trainings.first
    guard architecture != nil || best != nil else {
      throw FileError(path: space, problem: "holds no architecture yet; ask for some first")
    }
    return (found, best?.architecture)
  }

  private func load(_ name: String) throws -> SearchSpace {
    do {
      return try SpaceArgument.load(name)
    } catch is UnknownNameError {
      throw FileError(
        path: space,
        problem: "is of the space \(name), which is not among the shipped ones; name its file and "
          + "the architecture instead")
    }
  }
}
