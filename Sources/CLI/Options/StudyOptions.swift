import ArgumentParser
import TGNAS

/// The options for keeping a search in a folder.
struct StudyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep the search in this folder: what was searched and how (study.json), every trial "
        + "(trials.csv), the best (best.json) and the Pareto front (front.csv).",
      valueName: "folder"),
    completion: .directory)
  var study: String?

  @Flag(help: "Go on with the study in the folder, wherever it was stopped or killed.")
  var resume = false

  func validate() throws {
    if study?.isEmpty == true {
      throw ValidationError("--study is empty; expected the path of a folder.")
    }
    if resume, study == nil {
      throw ValidationError("--resume needs the folder of the study; name it with --study.")
    }
  }
}

/// The argument for the folder of a study.
struct StudyArgument: ParsableArguments {
  @Argument(
    help: "The folder of a study, as tgnas search --study made it.", completion: .directory)
  var folder: String
}
