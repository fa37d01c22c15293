import ArgumentParser
import Reports
import TGNAS

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tells what each operator of an architecture does for its score.",
    usage: "tgnas explain <space> <architecture> [<options>]",
    discussion: """
      Scores the architecture without each of its operators, and with every other operator that the \
      space offers in its place. Prints one row for each operator with the differences to the \
      architecture's score: below 0 where the change hurts. As csv and json, and in spaces with more \
      than \(ExplainedTable.mostColumns) operators, every change is a row of its own; one without a \
      replacement is the removal.

      With --drawing also a picture in which blue operators are those that the score needs.

        tgnas explain nasbench201 --drawing cell.svg \\
          '|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|'
        tgnas spaces sample darts -n 1 | tgnas explain darts - --format json
      """)

  @OptionGroup var space: ExtensibleSpaceArgument
  @OptionGroup var architecture: ArchitectureArgument
  @Option(
    help: ArgumentHelp(
      "Draw the architecture to this file (SVG), its operators coloured by what they do for the score.",
      valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var drawing: String?
  @OptionGroup var predictor: PredictorOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if drawing?.isEmpty == true {
      throw ValidationError("--drawing is empty; expected the path of a file.")
    }
  }

  func run() throws {
    let space = try space.load()
    let architecture = try architecture.parse(in: space)
    let scorer = try predictor.makeScorer(for: space, notes: output)
    let explanation = Explanation(of: architecture, by: scorer)
    predictor.noteMisfits(
      of: scorer, among: [architecture], [explanation.score], notes: output)
    let isRemoval = explanation.effects.contains { $0.removal != nil }
    output.note(
      "note: the architecture scores \(ExplainedTable.text(explanation.score))"
        + (isRemoval ? "; removed means that \(space.removalMeaning)" : ""))
    // A picture that cannot be written is better found out before the results are shown.
    if let drawing {
      try AtomicFile.write(try picture(of: explanation, in: space), to: drawing)
    }
    let table = ExplainedTable(explanation, in: space)
    try output.write(output.format == .table ? table.forPeople : table.changes)
  }

  private func picture(of explanation: Explanation, in space: SearchSpace) throws -> String {
    let shading: CellDrawing.Shading
    switch explanation.worth(in: space) {
    case .removal(let values):
      shading = .init(title: "change in score when the operator is removed", values: values)
    case .replacement(let values):
      shading = .init(
        title: "mean change in score when another operator replaces it", values: values)
    }
    let installation = try Installation.locate()
    let readings = try installation.makeReader(embeddings: installation.makeEmbeddings())
      .read(space.operators)
    let drawing = CellDrawing(
      of: explanation.architecture, in: space, attributes: readings.map(\.attributes),
      shading: shading)
    return SVGDrawing.text(of: drawing)
  }
}

/// An explanation as rows.
struct ExplainedTable {
  /// The most operators that have a column each.
  static let mostColumns = 10

  private let explanation: Explanation
  private let operators: [Operator]

  init(_ explanation: Explanation, in space: SearchSpace) {
    (self.explanation, operators) = (explanation, space.operators)
  }

  static func text(_ score: Double) -> String {
    score.isFinite ? fixed(score, 4) : "\(score)"
  }

  /// A row for each operator, a column for each of those that can be there instead.
  var forPeople: ResultTable {
    let offered = Set(
      explanation.effects.flatMap { $0.replacements.compactMap(\.replacement) }
    ).filter { !isRemoval($0) }
    guard offered.count <= ExplainedTable.mostColumns else { return changes }
    let columns = offered.sorted()
    var table = ResultTable(
      columns: ["place", "operator", "removed"] + columns.map { operators[$0].name })
    for effect in explanation.effects {
      let changes =
        [effect.removal]
        + columns.map { column in
          effect.replacements.first { $0.replacement == column }
        }
      table.append(
        [.text(effect.place.name), .text(operators[effect.place.operator].name)]
          + changes.map { $0.map { .number($0.difference, decimals: 4) } ?? .missing })
    }
    return table
  }

  /// Whether an operator is what removed ones become, so that a column of its own would say the same.
  private func isRemoval(_ index: Int) -> Bool {
    operators[index].role == .zero
      && explanation.effects.allSatisfy { effect in
        let change = effect.replacements.first { $0.replacement == index }
        return change?.difference == effect.removal?.difference
      }
  }

  /// A row for each change.
  var changes: ResultTable {
    var table = ResultTable(columns: ["place", "operator", "replacement", "score", "difference"])
    for effect in explanation.effects {
      for change in [effect.removal].compactMap({ $0 }) + effect.replacements {
        table.append([
          .text(effect.place.name), .text(operators[effect.place.operator].name),
          change.replacement.map { .text(operators[$0].name) } ?? .missing,
          .number(change.score, decimals: 4), .number(change.difference, decimals: 4),
        ])
      }
    }
    return table
  }
}
