import Experiments
import Foundation
import TGNAS
import Tables
import Wording

extension EvaluateCommand {
  /// Every shipped space with a table in the folder, scored by what never saw a label of it.
  func leaveOneOut(in folder: String) throws {
    let spaces = try output.open().spaces().filter { $0.benchmark != nil }
    let line = output.progressLine()
    var results = LeaveOneOutTable(threads: predictor.threadCount)
    for (number, space) in spaces.enumerated() {
      line.update(Double(number) / Double(spaces.count), space.name)
      let path = "\(folder)/\(space.benchmark?.table ?? "")"
      guard FileManager.default.fileExists(atPath: path) else {
        output.note("note: \(space.name) is left out: \(path): no such file")
        continue
      }
      let networks = try TrainedNetworks(of: space, at: path)
      let workbench = try predictor.workbench(for: space, notes: output)
      var scores = EvaluatedScore.all(of: workbench.scorer, for: networks.architectures)
      if !scores.contains(where: { $0.name == ClosedFormNASWOT.name }) {
        scores += EvaluatedScore.all(
          of: try ProxyScorer(ClosedFormNASWOT.self, by: workbench.proxies()),
          for: networks.architectures)
      }
      try results.append(
        networks, of: space, support: workbench.support()?.share, scores,
        costs: countedCosts(of: networks, on: workbench))
    }
    line.finish()
    guard !results.table.rows.isEmpty else {
      throw TableError(
        path: folder,
        "holds no table of a shipped space; expected "
          + "\(list(spaces.compactMap { $0.benchmark?.table }))")
    }
    guard output.format == .table else {
      try output.write(results.table)
      if let verdict = results.verdict { output.note("note: \(verdict)") }
      return
    }
    let verdict = results.verdict.map { "\n\($0)\n" } ?? ""
    try output.write(
      results.table.text(.table) + "\n" + results.summary.text(.table) + verdict)
  }
}
