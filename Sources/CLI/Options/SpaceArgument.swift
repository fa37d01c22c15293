import ArgumentParser
import TGNAS

/// The search space of a command.
struct SpaceArgument: ParsableArguments {
  @Argument(
    help: "The search space: a name such as nasbench201, or the path of a .yaml file.",
    completion: .spaces)
  var space: String

  func load() throws -> SearchSpace { try SpaceArgument.load(space) }

  /// The space of that name, or of the file at that path.
  static func load(_ space: String) throws -> SearchSpace {
    try SearchSpace.atPathOrNamed(space, in: .locate())
  }
}
