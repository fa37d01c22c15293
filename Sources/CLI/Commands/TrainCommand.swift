import ArgumentParser
import TGNAS
import Tensors
import Terminal
import Wording

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains weights from a recipe and benchmark tables.",
    usage: "tgnas train --recipe <file> [<options>]",
    discussion: """
      The same recipe and the same tables give the same bytes, on any number of threads. A \
      checkpoint is kept beside the weights: Ctrl-C loses nothing, and --resume goes on.

        tgnas train --recipe weights/recipes/nasbench201-zero-shot.yaml \\
          --tables DIR -o nasbench201-zero-shot.h5
      """)

  @Option(
    help: ArgumentHelp(
      "The recipe, a YAML file such as weights/recipes/nasbench201-zero-shot.yaml.",
      valueName: "file"),
    completion: .file(extensions: ["yaml"]))
  var recipe: String
  @OptionGroup var tables: TablesOption
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The weights file to write; by default the recipe's name with .h5.", valueName: "file"),
    completion: .file())
  var output: String?
  @Flag(help: "Go on from the checkpoint of a training that was stopped.") var resume = false
  @Option(
    help: ArgumentHelp(
      "Threads to train with; they change the time, never the weights.", valueName: "n"))
  var threads: Int?
  @Flag(help: "Print errors only.") var quiet = false

  func validate() throws {
    if let threads, !NumberLimit.threads.range.contains(threads) {
      throw ValidationError(
        "--threads is \(threads); "
          + "expected \(threads < 1 ? "1 or more" : NumberLimit.threads.words)."
      )
    }
  }

  func run() throws {
    let tables = try tables.folder()
    let recipe = try Recipe(contentsOf: recipe)
    let path = output ?? "\(recipe.name).h5"
    let quiet = quiet
    let opened = OpenInstallation(try .locate()) {
      if !quiet { StandardStreams.note("note: \($0)") }
    }
    let trainer = try Trainer(
      recipe, installation: opened.installation, tables: tables, reader: opened.reader(),
      embeddings: opened.embeddings,
      version: Installation.version, threads: threads ?? Parallel.processorCount)
    let line = ProgressLine(isShown: !quiet && StandardStreams.errorIsTerminal)
    var lastEpoch = (member: 0, epoch: 0)
    Interrupts.watch()
    defer { line.finish() }
    try trainer.train(to: path, resuming: resume, shouldStop: { Interrupts.wasInterrupted }) {
      progress in
      let text =
        "network \(progress.member)/\(progress.members)  "
        + "epoch \(progress.epoch)/\(progress.epochs)  loss \(fixed(Double(progress.loss), 4))"
      line.update(progress.fraction, text)
      // Without a terminal one plain line an epoch shows that the training goes on.
      if !quiet, !StandardStreams.errorIsTerminal, (progress.member, progress.epoch) != lastEpoch {
        lastEpoch = (progress.member, progress.epoch)
        StandardStreams.note(
          "network \(progress.member)/\(progress.members)  "
            + "epoch \(progress.epoch)/\(progress.epochs)")
      }
    }
    line.finish()
    if !quiet { StandardStreams.note("wrote \(path)") }
  }
}
