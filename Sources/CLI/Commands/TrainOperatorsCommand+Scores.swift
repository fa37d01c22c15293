import TGNAS
import Tables
import Wording

extension TrainOperatorsCommand {
  /// Prints how well spaces are ranked when their operators are described in other words.
  func writeScores(
    _ evaluation: ReaderEvaluation, _ installation: Installation, _ tables: String,
    _ embeddings: TrainingEmbeddings
  ) throws {
    var table = ResultTable(columns: ["space", "words", "draws", "tau", "sd", "lowest"])
    // All tables are read before minutes are spent on the first.
    let rankings = try DescribedSpace.all.map {
      try RewordedRanking(of: $0.name, installation, tables: tables, embeddings)
    }
    for (described, ranking) in zip(DescribedSpace.all, rankings) {
      func append(_ words: String, _ taus: [Double]) {
        guard let spread = Spread(taus) else { return }
        table.append([
          .text(described.name), .text(words), .integer(taus.count),
          .number(spread.mean, decimals: 3),
          spread.standardDeviation.map { .number($0, decimals: 3) } ?? .missing,
          .number(taus.min() ?? 0, decimals: 3),
        ])
      }
      let shipped = try ranking.tau([:], installation.makeReader(embeddings: embeddings))
      append("as shipped", [shipped])
      var all: [Double] = []
      for split in 0..<3 {
        let taus = try unseenWordings(
          of: described, evaluation, split: split, ranking, noted: shipped - 0.02)
        append("unseen, split \(split)", taus)
        all += taus
      }
      append("unseen, all", all)
      for candidate in described.operators {
        let (reader, wordings) = try evaluation.unseenKind(
          candidate.kind, candidate.numbers, seeds: [0])
        let step = max(1, wordings.count / Self.drawsOfOne)
        append(
          "\(candidate.name) without the kind \(candidate.kind)",
          try stride(from: 0, to: wordings.count, by: step).map {
            try ranking.tau([candidate.name: wordings[$0]], reader)
          })
      }
    }
    try output.write(table)
  }

  /// How many wordings of the whole space are drawn for each split.
  private static let draws = 100
  /// About how many wordings are used of an operator whose kind is left out.
  private static let drawsOfOne = 12

  /// Kendall's tau-b for many draws, each with every operator in a wording that the reader was not
  /// trained on.
  private func unseenWordings(
    of described: DescribedSpace, _ evaluation: ReaderEvaluation, split: Int,
    _ ranking: RewordedRanking, noted limit: Double
  ) throws -> [Double] {
    let (reader, wordings) = try evaluation.unseenWordings(
      of: described.operators.map { ($0.kind, $0.numbers) }, split: split, draws: Self.draws,
      seeds: OperatorHead.seeds)
    return try wordings.map { wording in
      let descriptions = Dictionary(
        uniqueKeysWithValues: zip(described.operators.map(\.name), wording))
      let tau = try ranking.tau(descriptions, reader)
      if tau < limit { output.note("\(fixed(tau, 3)): \(wording.joined(separator: " | "))") }
      return tau
    }
  }
}

/// A space whose operators are kinds of the corpus.
private struct DescribedSpace: Sendable {
  let name: String
  let operators: [(name: String, kind: String, numbers: [OperatorNumber: Int])]

  static let all = [
    DescribedSpace(
      name: "nasbench201",
      operators: [
        ("none", "zero", [:]), ("skip_connect", "identity", [:]),
        ("nor_conv_1x1", "pointwise-convolution", [:]),
        ("nor_conv_3x3", "convolution", [.kernel: 3]),
        ("avg_pool_3x3", "average-pooling", [.kernel: 3]),
      ]),
    DescribedSpace(
      name: "darts-oncenas",
      operators: [
        ("max_pool_3x3", "max-pooling", [.kernel: 3]),
        ("avg_pool_3x3", "average-pooling", [.kernel: 3]), ("skip_connect", "identity", [:]),
        ("sep_conv_3x3", "double-separable-convolution", [.kernel: 3]),
        ("sep_conv_5x5", "double-separable-convolution", [.kernel: 5]),
        ("dil_conv_3x3", "dilated-separable-convolution", [.kernel: 3]),
        ("dil_conv_5x5", "dilated-separable-convolution", [.kernel: 5]),
      ]),
  ]
}

/// Scores the trained networks of a space whose operators are described in other words. The words
/// also decide which operators are zeros and which are identities.
private struct RewordedRanking {
  let space: SearchSpace
  let networks: TrainedNetworks
  let accuracies: [Double]
  let weights: PredictorWeights
  let embeddings: TrainingEmbeddings

  init(
    of name: String, _ installation: Installation, tables: String, _ embeddings: TrainingEmbeddings
  ) throws {
    space = try SearchSpace.named(name, in: installation)
    networks = try TrainedNetworks(of: space, at: "\(tables)/\(space.benchmark?.table ?? "")")
    accuracies = try networks.numbers(networks.accuracyColumns[0])
    weights = try PredictorWeights(contentsOf: installation.defaultWeights(for: space))
    self.embeddings = embeddings
  }

  /// Kendall's tau-b with the accuracies of the space's first task.
  ///
  /// - Parameter descriptions: new descriptions by the names of the operators; others keep theirs
  func tau(_ descriptions: [String: String], _ reader: OperatorReader) throws -> Double {
    let predictor = try ArchitecturePredictor(
      weights: weights, space: space.describing(descriptions), reader: reader,
      embeddings: embeddings, ignoringTypedAttributes: true)
    return try RankCorrelation.kendall(
      predictor.scores(of: networks.architectures).values, accuracies) ?? 0
  }
}
