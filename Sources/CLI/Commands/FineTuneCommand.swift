import ArgumentParser
import Experiments
import Files
import TGNAS
import Tables
import Tensors
import Terminal
import Wording

struct FineTuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fine-tune",
    abstract: "Trains a language model to rank architectures by their code.",
    usage: "tgnas fine-tune <space> --labels <file> [<options>]",
    discussion: """
      Trains the upper layers of a model of BERT's family on pairs of labelled architectures: the \
      better one is to score higher. The file that -o names is a language model: --language-model \
      of other commands reads it. A checkpoint is kept beside it after each epoch; a training that \
      was stopped goes on from there.

      With --labels-from, other tasks of the space teach, too. Their units do not matter, as pairs \
      are of one task.

      With --counts it measures instead of writing: it draws so many labels, trains on them, and \
      prints Kendall's tau on all other rows, beside that of the frozen model with a head alone. \
      No label of those rows decides anything: the epochs are fixed beforehand.

        tgnas fine-tune naap440 --labels naap440.csv --epochs 1 -o tuned.h5
        tgnas fine-tune naap440 --labels naap440.csv --epochs 1 --counts 50 --draws 1
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var labels: LabelOptions
  @Option(
    help: ArgumentHelp(
      "Labels of the same space by another table or for another task, with the column after a "
        + "colon; may be repeated. All of them are trained on.",
      valueName: "file:column"),
    completion: .file(extensions: ["csv"]))
  var labelsFrom: [String] = []
  @OptionGroup var texts: TextOptions
  @Option(help: ArgumentHelp("How many of the upper layers to train.", valueName: "n"))
  var layers = FineTuningSettings().layers
  @Option(help: ArgumentHelp("How often to read each labelled architecture.", valueName: "n"))
  var epochs = FineTuningSettings().epochs
  @Option(help: ArgumentHelp("Architectures a step.", valueName: "n"))
  var batch = FineTuningSettings().batch
  @Option(help: ArgumentHelp("The largest learning rate.", valueName: "number"))
  var rate = FineTuningSettings().rate
  @Option(
    help: ArgumentHelp(
      "Measure with so many labels, separated by commas; 0 for those of --labels-from alone.",
      valueName: "numbers"))
  var counts: String?
  @Option(help: ArgumentHelp("How often to draw labels for each number.", valueName: "n"))
  var draws = 3
  @Option(help: ArgumentHelp("The seed of draws and of the training.", valueName: "n"))
  var seed: UInt64 = 0
  @Option(
    help: ArgumentHelp(
      "Threads to train with; they change the time, never a number.", valueName: "n"))
  var threads: Int?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard labels.labels != nil else { throw ValidationError("Missing expected '--labels <file>'.") }
    if counts == nil, output.file.isStandardOutput {
      throw ValidationError("Name the file to write with -o, or measure with --counts.")
    }
    for (name, value) in [
      ("--layers", layers), ("--epochs", epochs), ("--batch", batch), ("--draws", draws),
      ("--threads", threads ?? 1),
    ] where !NumberLimit.repetitions.range.contains(value) {
      throw ValidationError(
        "\(name) is \(value); expected \(value < 1 ? "1 or more" : NumberLimit.repetitions.words).")
    }
    if batch < 2 { throw ValidationError("--batch is \(batch); a pair needs 2.") }
    if !(rate > 0 && rate <= 1) {
      throw ValidationError("--rate is \(rate); expected more than 0, up to 1.")
    }
    do {
      try texts.check()
    } catch {
      throw ValidationError("\(CommandLineError.shown(error)).")
    }
    _ = try chosenCounts()
  }

  private func chosenCounts() throws -> [Int] {
    try (counts?.split(separator: ",", omittingEmptySubsequences: false) ?? []).map { word in
      let fewest = labelsFrom.isEmpty ? Adaptation.fewestLabels : 0
      guard let count = Int(word.filter { $0 != " " }), count >= fewest,
        count == 0 || count >= Adaptation.fewestLabels
      else {
        throw ValidationError(
          "--counts holds \"\(word)\"; expected whole numbers of at least "
            + "\(Adaptation.fewestLabels)"
            + (labelsFrom.isEmpty ? ", and 0 with --labels-from" : ", or 0") + ", such as 100,1000."
        )
      }
      return count
    }
  }

  func run() throws {
    let space = try space.load()
    let target = try LabelledArchitectures(
      of: space, at: labels.labels ?? "", column: labels.labelColumn,
      minimised: labels.direction.minimise)
    let others = try labelsFrom.map {
      try LabelledArchitectures(
        $0, of: space, minimised: labels.direction.minimise, .labelsFrom)
    }
    for sentence in ([target] + others).flatMap(\.notes) { output.note(sentence) }
    let counts = try chosenCounts()
    if let most = counts.max(), 2 * most > target.architectures.count {
      throw TableError(
        path: target.path,
        "holds \(target.architectures.count) labelled architectures, and at most half of them are "
          + "learned from; expected \(2 * most) or more")
    }
    let opened = try output.open(threads: threads ?? Parallel.processorCount)
    let reader = try CodeReader(
      of: space, EmbeddingChoice(model: texts.languageModel, text: texts.text), in: opened)
    var (texts, places): ([String], [Architecture: Int]) = ([], [:])
    func results(of labelled: LabelledArchitectures) -> [(text: Int, value: Double)] {
      zip(labelled.architectures, labelled.accuracies).compactMap { architecture, value in
        if let place = places[architecture] { return (place, value) }
        guard let text = reader.text(of: architecture) else { return nil }
        places[architecture] = texts.count
        texts.append(text)
        return (texts.count - 1, value)
      }
    }
    let own = results(of: target)
    let tasks = others.map { FineTuner.Task(results(of: $0)) }
    if own.count < target.architectures.count {
      output.note(
        "note: the networks of \(target.architectures.count - own.count) architectures of "
          + "\(target.path) cannot be built; they are left out")
    }
    let line = output.progressLine()
    defer { line.finish() }
    let tuner = try FineTuner(
      reader.model,
      FineTuningSettings(layers: layers, epochs: epochs, batch: batch, rate: rate, seed: seed),
      texts: texts, threads: threads ?? Parallel.processorCount
    ) { done, total in
      line.update(Double(done) / Double(total), "\(done) of \(total) texts read")
    }
    // From here on the work goes step by step, and can be stopped between two.
    Interrupts.watch()
    if self.counts == nil {
      try write(tuner, [FineTuner.Task(own)] + tasks, [target] + others, reader, line)
    } else {
      try measure(FineTuningCurve(tuner, results: own, others: tasks), counts, line)
    }
  }

  private func measure(_ curve: FineTuningCurve, _ counts: [Int], _ line: ProgressLine) throws {
    var table = ResultTable(columns: FineTuningCurve.columns)
    for (place, count) in counts.enumerated() {
      let cells = try curve.cells(labels: count, draws: draws, seed: seed) { share in
        line.update((Double(place) + share) / Double(counts.count), "\(count) labels")
        return !Interrupts.wasInterrupted
      }
      guard let cells else {
        line.finish()
        if place > 0 { try output.write(table) }
        throw UserError("stopped after \(place) of \(counts.count) rows", isInput: false)
      }
      table.append(cells)
    }
    line.finish()
    try output.write(table)
  }

  private func write(
    _ tuner: FineTuner, _ tasks: [FineTuner.Task], _ labelled: [LabelledArchitectures],
    _ reader: CodeReader, _ line: ProgressLine
  ) throws {
    let path = output.file.output ?? ""
    let checkpoint = path + ".checkpoint"
    try Folder.checkWritable(forFile: path)
    let parameters = try tuner.trained(on: tasks, checkpoint: checkpoint) { done, total in
      line.update(Double(done) / Double(total), "step \(done) of \(total)")
      return !Interrupts.wasInterrupted
    }
    line.finish()
    guard let parameters else {
      throw UserError(
        "stopped; the same command goes on from the last epoch, which \(checkpoint) keeps",
        isInput: false)
    }
    let sources = try labelled.map { table in
      "table=\(Folder.name(of: table.path)) column=\(table.column) rows=\(table.accuracies.count) "
        + "sha256=\(try Digest.sha256(ofFile: table.path))"
    }
    try tuner.write(
      parameters,
      notes: [
        "space": [try space.load().name], "sources": sources,
        "text": [texts.text ?? CodeStyle().name],
        "version": [Installation.version],
      ], to: path)
    output.note("wrote \(path); it has seen these labels, so do not judge it by them")
  }
}
