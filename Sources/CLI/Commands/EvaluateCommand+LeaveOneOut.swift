import Experiments
import Foundation
import TGNAS
import Tables
import Wording

extension EvaluateCommand {
  /// Every shipped space with a table in the folder, scored by what never saw a label of it.
  func leaveOneOut(in folder: String) throws {
    let installation = try Installation.locate()
    let spaces = try SearchSpace.names(in: installation).map {
      try SearchSpace.named($0, in: installation)
    }.filter { $0.benchmark != nil }
    let line = output.progressLine()
    var table = ResultTable(
      columns: ["space", "support", "architectures", "accuracy", "score"] + EvaluatedScore.metrics)
    for (number, space) in spaces.enumerated() {
      line.update(Double(number) / Double(spaces.count), space.name)
      let path = "\(folder)/\(space.benchmark?.table ?? "")"
      guard FileManager.default.fileExists(atPath: path) else {
        output.note("note: \(space.name) is left out: \(path): no such file")
        continue
      }
      for row in try rows(of: space, TrainedNetworks(of: space, at: path)) { table.append(row) }
    }
    line.finish()
    guard !table.rows.isEmpty else {
      throw TableError(
        path: folder,
        "holds no table of a shipped space; expected \(list(spaces.compactMap { $0.benchmark?.table }))"
      )
    }
    try output.write(table)
  }

  private func rows(
    of space: SearchSpace, _ networks: TrainedNetworks
  ) throws -> [[ResultTable.Cell]] {
    let workbench = try predictor.workbench(for: space, notes: output)
    let support = try workbench.support()
    let scores =
      EvaluatedScore.all(of: workbench.scorer, for: networks.architectures)
      + (try countedCosts(of: networks, on: workbench))
    let busy = networks.architectures.indices.filter {
      !space.hasIdleOperators(networks.architectures[$0])
    }
    let all = networks.architectures.indices
    var rows: [[ResultTable.Cell]] = []
    for column in networks.accuracyColumns {
      let accuracies = try networks.numbers(column)
      for places in busy.count < all.count ? [Array(all), busy] : [Array(all)] {
        let chosen = places.map { accuracies[$0] }
        for score in scores {
          rows.append(
            [
              .text(space.name), support.map { .number($0.share, decimals: 2) } ?? .missing,
              .integer(places.count), .text(column), .text(score.name),
            ]
              + (try score.of(places).cells(chosen)))
        }
      }
    }
    return rows
  }
}
