import TGNAS
import Tables
import Wording

extension TrainOperatorsCommand {
  /// Prints how well readers read descriptions that they were not trained on.
  func writeReadings(_ evaluation: ReaderEvaluation, _ installation: Installation) throws {
    let texts = try EvaluationTexts(in: installation)
    let reader = try installation.makeReader(embeddings: installation.makeEmbeddings())
    var table = ResultTable(columns: ["left out", "split"] + ReaderEvaluation.Figures.columns)
    for byKey in [false, true] {
      let name = byKey ? "words" : "phrasings"
      let found = try (0..<3).map {
        try evaluation.heldOut(split: $0, byKey: byKey, seeds: OperatorHead.seeds)
      }
      for (left, figures) in [
        (name, found.map(\.descriptions)), ("\(name), spaces apart", found.map(\.apart)),
        ("\(name), spaces together", found.map(\.together)),
      ] {
        for (split, figures) in figures.enumerated() {
          table.append([.text(left), .text("\(split)")] + figures.cells)
        }
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
