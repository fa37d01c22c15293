import ArgumentParser
import TGNAS
import Tables
import Wording

/// The labels of a surrogate; the same options for every command that takes them.
struct LabelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Fit a surrogate to trained architectures of the space, which refines the score: a CSV file "
        + "with a column of architectures, such as \(LabelledTable.key), and one of accuracies. "
        + "A handful helps; tgnas adapt measures how much.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var labels: String?
  @Option(
    help: ArgumentHelp(
      "The column of accuracies in --labels, higher is better without --minimise; by default the "
        + "only other one, or the first of the space's benchmark.",
      valueName: "name"))
  var labelColumn: String?
  @OptionGroup var direction: DirectionOption

  /// No labels, for zero-shot scores.
  static var none: LabelOptions {
    var options = LabelOptions()
    (options.labels, options.labelColumn) = (nil, nil)
    options.direction = .higher
    return options
  }

  func validate() throws {
    if labels == nil, labelColumn != nil {
      throw ValidationError("--label-column names a column of --labels, which is missing.")
    }
  }

  /// The labels; nil when the user gave none.
  ///
  /// - Parameter hasOthers: whether another table has labels, too
  func read(for space: SearchSpace, hasOthers: Bool = false) throws -> LabelledArchitectures? {
    if labels == nil, direction.minimise, !hasOthers {
      throw ValidationError("--minimise is about the labels of --labels, which is missing.")
    }
    return try labels.map {
      try LabelledArchitectures(
        of: space, at: $0, column: labelColumn, minimised: direction.minimise)
    }
  }
}

/// Whether lower labels are better.
struct DirectionOption: ParsableArguments {
  @Flag(
    help: """
      Lower is better in the column of labels: it holds errors, losses, runtimes or ranks.
      """)
  var minimise = false

  static var higher: DirectionOption {
    var option = DirectionOption()
    option.minimise = false
    return option
  }
}

/// What is fitted to labels.
struct SurrogateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What is fitted to labels: "
        + SurrogateModels.registered.map { "\($0.name) (\($0.summary))" }
        .joined(separator: "; ") + ".",
      valueName: "surrogate"),
    completion: .list(SurrogateModels.registered.map { $0.name }))
  var surrogate: String?
  @Option(
    help: ArgumentHelp(
      "What it reads, joined by commas: \(SurrogateEncoding.statistics) (the score and statistics "
        + "of the operator graph; usual), "
        + ArchitectureEncodings.registered.map { "\($0.name) (\($0.summary))" }
        .joined(separator: ", ") + ".",
      valueName: "encodings"),
    completion: .list(SurrogateEncoding.names))
  var encoding: String?

  @Option(
    help: ArgumentHelp(
      "Labels of the same space by another table, such as for another data set, with the column "
        + "after a colon; may be repeated. The labels of --labels decide how much they count.",
      valueName: "file:column"),
    completion: .file(extensions: ["csv"]))
  var labelsFrom: [String] = []

  @OptionGroup var reading: ReadingOptions

  func validate() throws {
    do {
      _ = try choice()
    } catch let error as ValidationError {
      throw error
    } catch {
      throw ValidationError("\(CommandLineError.shown(error)).")
    }
  }

  /// - Parameters:
  ///   - labels: what it is to be fitted to
  ///   - others: encodings that something else reads
  /// - Throws: `ValidationError` when there are no labels for a surrogate that the user chose, or
  ///   nothing reads what the user chose to be read.
  func choice(
    for labels: LabelOptions, beside others: [String] = []
  ) throws -> SurrogateChoice {
    // Labels of other tables alone are weighed without one.
    if labels.labels == nil, surrogate != nil || encoding != nil {
      let option = surrogate == nil ? "--encoding" : "--surrogate"
      throw ValidationError("\(option) is about the labels of --labels, which is missing.")
    }
    let choice = try choice()
    try reading.check(for: choice.encodings + others)
    return choice
  }

  /// The labels by other tables.
  ///
  /// - Parameter isMinimised: whether lower is better in them
  func others(of space: SearchSpace, isMinimised: Bool) throws -> [LabelledArchitectures] {
    try labelsFrom.map {
      try LabelledArchitectures($0, of: space, minimised: isMinimised, .labelsFrom)
    }
  }

  func choice() throws -> SurrogateChoice {
    var choice = try SurrogateChoice(model: surrogate, encoding: encoding)
    choice.reading = try reading.reading()
    return choice
  }
}

/// A language model, and what it reads of an architecture.
struct TextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The language model that reads architectures: a folder of BERT's family with config.json, "
        + "model.safetensors and tokenizer.json, or a GGUF file of Llama's, which cannot be "
        + "fine-tuned; by default the shipped sentence encoder. Nothing is downloaded.",
      valueName: "path"),
    completion: .file())
  var languageModel: String?
  @Option(
    help: ArgumentHelp(
      "What it reads: code in one of the styles of tgnas export --code-style "
        + "(\(CodeStyle().name)), architecture (the notation of the space), or onnx (the graph as "
        + "text).",
      valueName: "text"),
    completion: .list(CodeReader.Text.names))
  var text: String?

  /// Insists that there is such a text.
  ///
  /// - Throws: `UnknownNameError`
  func check() throws { _ = try text.map { try CodeReader.Text(named: $0) } }
}

/// How architectures are read, for encodings that read them.
struct ReadingOptions: ParsableArguments {
  @OptionGroup var texts: TextOptions
  @Option(
    help: ArgumentHelp(
      "How its states become one vector: mean, layers (the mean over all layers), last (the last "
        + "token's), or echo (the mean of a second reading).",
      valueName: "pooling"),
    completion: .list(TextPooling.allCases.map(\.rawValue)))
  var pooling: String?
  @Option(
    help: ArgumentHelp(
      "The vectors of the encoding \(GivenEmbeddings.name): a CSV file with a column "
        + "\(LabelledTable.key) and a column for each number.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var embeddings: String?

  /// Insists that something reads what the user chose.
  ///
  /// - Throws: `ValidationError`
  func check(for encodings: [String]) throws {
    let given = [
      ("--language-model", texts.languageModel), ("--text", texts.text), ("--pooling", pooling),
    ].first { $0.1 != nil }
    if let given, !encodings.contains(CodeEncoding.name) {
      throw ValidationError(
        "\(given.0) is about the encoding \(CodeEncoding.name), which nothing reads; choose "
          + "it with --encoding, or with the knob encoding of bananas.")
    }
    if embeddings != nil, !encodings.contains(GivenEmbeddings.name) {
      throw ValidationError(
        "--embeddings is about the encoding \(GivenEmbeddings.name), which nothing reads; choose "
          + "it with --encoding, or with the knob encoding of bananas.")
    }
  }

  func reading() throws -> EmbeddingChoice {
    try texts.check()
    _ = try pooling.map { try TextPooling.named($0) }
    return EmbeddingChoice(
      model: texts.languageModel, text: texts.text, pooling: pooling, table: embeddings)
  }
}
