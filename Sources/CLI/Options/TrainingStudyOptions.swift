import ArgumentParser
import TGNAS
import Tensors
import Wording

/// The folder of a training study, of commands that read or change one.
struct TrainingStudyArgument: ParsableArguments {
  @Argument(
    help: "The folder of the study, as tgnas ask makes it.", completion: .directory)
  var study: String

  func validate() throws {
    if study.isEmpty { throw ValidationError("The folder of the study is empty; name one.") }
  }

  /// Opens the study with its space and all that scores it.
  func loop(threads: Int, notes: OutputOptions) throws -> TrainingLoop {
    let opened = try TrainingStudy(in: study)
    let description = opened.description
    var additions = OperatorAdditions()
    additions.withOperator = description.operators
    let base: SearchSpace
    do {
      base = try SpaceArgument.load(description.spaceLocation(from: study))
    } catch is UnknownNameError {
      throw FileError(
        path: study,
        problem: "is of the space \(description.space.name), which is not among the shipped ones "
          + "and has no file")
    }
    let space = try additions.added(to: base)
    try description.check(space, folder: study) { notes.note($0) }
    let workbench = try Workbench(
      space, description.settings(threads: threads), in: notes.open(threads: threads),
      note: { notes.note($0) })
    return TrainingLoop(opened, on: workbench)
  }
}
