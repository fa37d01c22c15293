import ArgumentParser
import TGNAS
import Tables
import Wording

struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Proposes architectures to train next.",
    usage: "tgnas ask <study> [--space <space>] [-n <n>] [<options>]",
    discussion: """
      Ask, train, tell: tgnas ask proposes architectures, you train them however you like, and \
      tgnas tell takes the results. The folder of the study keeps everything. The first call names \
      the space; scores, seed and direction are chosen then, too.

      The first proposals have the best zero-shot scores. As soon as \(Adaptation.fewestLabels) \
      results are known, a surrogate of all of them chooses: a Gaussian process on the score and \
      on statistics of the operator graph, by its upper confidence bound. No proposal computes the \
      same as one that was made or trained before. The same asking and telling gives the same \
      study, to the last byte.

      Prints one architecture a row, the most promising first: trial (its number in the study), \
      arch, score and percentile (zero-shot, higher is better), expected and deviation (the \
      result of a training as the surrogate predicts it). Any number of processes may ask and tell \
      at the same time. tgnas status tells how far a study is.

        tgnas ask loop --space nasbench201 -n 2
        tgnas tell loop '(2, 2, 0, 2, 3, 2)=94.1'
        tgnas ask loop -n 2 --format csv
        tgnas ask loop --pending
        tgnas status loop
      """)

  @OptionGroup var study: TrainingStudyArgument
  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp("How many architectures to propose.", valueName: "n"))
  var count = 8
  @Flag(
    help: """
      Propose nothing new: print what was proposed and has no result yet, for example because the \
      one who asked was killed.
      """)
  var pending = false
  @Option(
    help: ArgumentHelp(
      "The search space of a new study: a name such as nasbench201, or the path of a .yaml file.",
      valueName: "space"),
    completion: .spaces)
  var space: String?
  @OptionGroup var additions: OperatorAdditions
  @OptionGroup var direction: DirectionOption
  @Option(help: ArgumentHelp("The seed of all random choices of a new study.", valueName: "n"))
  var seed: UInt64?
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if count < 1 { throw ValidationError("--count is \(count); expected 1 or more.") }
    if !NumberLimit.repetitions.range.contains(count) {
      throw ValidationError("--count is \(count); expected \(NumberLimit.repetitions.words).")
    }
  }

  func run() throws {
    if pending {
      let history = try TrainingStudy(in: study.study).history()
      return try output.write(ResultTable(proposals: history.pending))
    }
    let loop = try self.loop()
    let line = output.progressLine()
    line.update(0, "choosing")
    let proposals = try loop.ask(count) { output.note($0) }
    line.finish()
    try output.write(ResultTable(proposals: proposals))
  }

  /// The study, which begins with the first call.
  private func loop() throws -> TrainingLoop {
    guard predictor.images.given.isEmpty else {
      throw ValidationError(
        "\(list(predictor.images.given)): a study keeps no images, and its measured proxies run on "
          + "noise as usual; leave it out.")
    }
    if TrainingStudy.exists(in: study.study) {
      let loop = try study.loop(threads: predictor.threadCount, notes: output)
      try check(loop)
      return loop
    }
    guard let name = space else {
      throw ValidationError(
        "\(study.study) is no study yet; the first call names its space, such as "
          + "'--space nasbench201'.")
    }
    let space = try additions.added(to: SpaceArgument.load(name))
    let workbench = try predictor.workbench(for: space, notes: output)
    let description = try TrainingStudyDescription(
      of: space, predictor.settings(), operators: additions.withOperator,
      isMinimised: direction.minimise, seed: seed ?? 0,
      command: ShellWords.command(RunningCommand.words), in: study.study,
      of: workbench.opened.installation)
    return TrainingLoop(
      try TrainingStudy(beginning: description, in: study.study), on: workbench)
  }

  /// What was chosen when the study began may be said again, and not otherwise.
  private func check(_ loop: TrainingLoop) throws {
    let description = loop.study.description
    if let space {
      try description.check(
        additions.added(to: SpaceArgument.load(space)), folder: study.study, note: { _ in })
    }
    var differences: [(option: String, old: String)] = []
    if !additions.withOperator.isEmpty, additions.withOperator != description.operators {
      differences.append(("--with-operator", list(description.operators)))
    }
    if direction.minimise, !description.isMinimised {
      differences.append(("--minimise", "higher results for better"))
    }
    if let seed, seed != description.seed { differences.append(("--seed", "\(description.seed)")) }
    if let by = predictor.by, by != description.by {
      differences.append(("--by", description.by ?? "the usual score of the space"))
    }
    if let weights = predictor.weights, weights != description.weights {
      differences.append(("--weights", description.weights ?? "the usual weights of the space"))
    }
    if predictor.operatorsFromText, !description.operatorsFromText {
      differences.append(("--operators-from-text", "the attributes of the space file"))
    }
    guard let difference = differences.first else { return }
    throw ValidationError(
      "\(difference.option) was chosen when the study \(study.study) began "
        + "(\(difference.old.isEmpty ? "none" : difference.old)); leave it out, or name another "
        + "folder.")
  }
}
