import Reports
import TGNAS

extension TrainOperatorsCommand {
  /// How well descriptions are read that the reader was not trained on.
  func writeReadings(_ evaluation: ReaderEvaluation, _ installation: Installation) throws {
    let texts = try EvaluationTexts(in: installation)
    let reader = try installation.makeReader(embeddings: installation.makeEmbeddings())
    var table = ResultTable(columns: ["left out", "split"] + ReaderEvaluation.Figures.columns)
    for byKey in [false, true] {
      for split in 0..<3 {
        let figures = try evaluation.heldOut(split: split, byKey: byKey, seeds: OperatorHead.seeds)
        table.append([.text(byKey ? "words" : "phrasings"), .text("\(split)")] + figures.cells)
      }
    }
    table.append(
      [.text("challenge"), .missing]
        + (try evaluation.challenge(texts, seeds: OperatorHead.seeds).cells))
    for (name, list) in [("unrelated texts", texts.unrelated), ("near texts", texts.near)] {
      var cells = [ResultTable.Cell](
        repeating: .missing, count: ReaderEvaluation.Figures.columns.count)
      cells[0] = .integer(list.count)
      cells[8] = .number(100 * (try ReaderEvaluation.doubtful(list, reader)), decimals: 1)
      table.append([.text(name), .missing] + cells)
    }
    for kind in Self.kindsLeftOut {
      table.append([.text(kind), .missing] + (try evaluation.leftOut([kind]).cells))
    }
    try output.write(table)
  }

  private static let kindsLeftOut = [
    "pointwise-convolution", "convolution", "dilated-convolution", "grouped-convolution",
    "depthwise-convolution", "separable-convolution", "inverted-bottleneck", "max-pooling",
    "average-pooling", "self-attention", "zero", "identity",
  ]

  /// NAS-Bench-201 with its operators in other words.
  func writeScores(
    _ evaluation: ReaderEvaluation, _ installation: Installation, _ tables: String,
    _ embeddings: TrainingEmbeddings
  ) throws {
    let space = try SearchSpace.named("nasbench201", in: installation)
    let networks = try TrainedNetworks(
      of: space, at: "\(tables)/\(space.benchmark?.table ?? "")")
    let accuracies = try networks.numbers(networks.benchmark.accuracies[0])
    let weights = try PredictorWeights(contentsOf: installation.defaultWeights(for: space))
    func tau(_ descriptions: [String: String], _ reader: OperatorReader) throws -> Double {
      let predictor = try ArchitecturePredictor(
        weights: weights, space: space.describing(descriptions), reader: reader,
        embeddings: embeddings, ignoringTypedAttributes: true)
      return try RankCorrelation.kendall(
        predictor.scores(of: networks.architectures), accuracies) ?? 0
    }
    var table = ResultTable(columns: ["words", "draws", "tau", "sd", "lowest"])
    func append(_ name: String, _ taus: [Double]) {
      guard let spread = Spread(taus) else { return }
      table.append([
        .text(name), .integer(taus.count), .number(spread.mean, decimals: 3),
        spread.standardDeviation.map { .number($0, decimals: 3) } ?? .missing,
        .number(taus.min() ?? 0, decimals: 3),
      ])
    }
    let shipped = try tau([:], installation.makeReader(embeddings: embeddings))
    append("as shipped", [shipped])
    var all: [Double] = []
    for split in 0..<3 {
      let (reader, wordings) = try evaluation.unseenWordings(
        of: Self.operators.map { ($0.kind, $0.numbers) }, split: split, draws: 8,
        seeds: OperatorHead.seeds)
      let taus = try wordings.map { wording in
        let descriptions = Dictionary(
          uniqueKeysWithValues: zip(Self.operators.map(\.name), wording))
        let value = try tau(descriptions, reader)
        if value < shipped - 0.02 {
          output.note("\(fixed(value, 3)): \(wording.joined(separator: " | "))")
        }
        return value
      }
      append("unseen, split \(split)", taus)
      all += taus
    }
    append("unseen, all", all)
    for candidate in Self.operators {
      let (reader, wordings) = try evaluation.unseenKind(
        candidate.kind, candidate.numbers, seeds: [0])
      let step = max(1, wordings.count / 12)
      let taus = try stride(from: 0, to: wordings.count, by: step).map {
        try tau([candidate.name: wordings[$0]], reader)
      }
      append("without the kind \(candidate.kind)", taus)
    }
    try output.write(table)
  }

  private static let operators: [(name: String, kind: String, numbers: [OperatorNumber: Int])] = [
    ("none", "zero", [:]), ("skip_connect", "identity", [:]),
    ("nor_conv_1x1", "pointwise-convolution", [:]),
    ("nor_conv_3x3", "convolution", [.kernel: 3]),
    ("avg_pool_3x3", "average-pooling", [.kernel: 3]),
  ]
}

extension ReaderEvaluation.Figures {
  fileprivate static let columns = [
    "descriptions", "whole", "traits", "kernel", "cost", "attributes", "roles", "exact", "doubtful",
    "whole of phrasings",
  ]

  fileprivate var cells: [ResultTable.Cell] {
    func percent(_ share: Double?) -> ResultTable.Cell {
      share.map { .number(100 * $0, decimals: 1) } ?? .missing
    }
    return [.integer(count)]
      + [whole, traits, kernel, cost, attributes, roles, exact, doubtful, wholeOfPhrasings].map(
        percent)
  }
}
