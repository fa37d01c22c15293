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
    try write(results, of: spaces, in: folder)
  }

  /// Every operator that learns or pools of every shipped space that weights were trained for: the
  /// space is scored by weights that are trained without it.
  func leaveOneOperatorOut(in folder: String) throws {
    let opened = try output.open(threads: predictor.threadCount)
    let spaces = try opened.spaces().filter { $0.benchmark != nil }
    let line = output.progressLine()
    var results = LeaveOneOutTable(threads: predictor.threadCount)
    let operators = try spaces.flatMap { try HiddenOperator.all(of: $0, in: opened) }
    for (number, hidden) in operators.enumerated() {
      let space = hidden.space
      let missing = ([space.benchmark?.table] + hidden.recipe.sources.map(\.table)).compactMap {
        $0.map { "\(folder)/\($0)" }
      }.first { !FileManager.default.fileExists(atPath: $0) }
      if let missing {
        output.note(
          "note: \(space.name) without \(hidden.name) is left out: \(missing): no such file")
        continue
      }
      let networks = try TrainedNetworks(
        of: space, at: "\(folder)/\(space.benchmark?.table ?? "")")
      let trained = try hidden.predictors(tables: folder, threads: predictor.threadCount) {
        line.update(
          (Double(number) + $0) / Double(operators.count), "\(space.name) without \(hidden.name)")
      }
      let workbench = try Workbench(
        space, ScoringSettings(by: .proxy(UsableSize.self), threads: predictor.threadCount),
        in: opened, note: { _ in })
      var scores = EvaluatedScore.all(of: trained.default, for: networks.architectures)
      scores += EvaluatedScore.all(of: trained.labelled, for: networks.architectures).map {
        $0.renamed("\($0.name), labels alone")
      }
      for proxy in [UsableSize.self, Capacity.self] as [any Proxy.Type] {
        scores += EvaluatedScore.all(
          of: try ProxyScorer(proxy, by: workbench.proxies()), for: networks.architectures)
      }
      try results.append(
        networks, of: space, hiding: .operator(hidden.name, isSpaceSeen: hidden.isSpaceSeen),
        support: nil, scores, costs: countedCosts(of: networks, on: workbench))
    }
    line.finish()
    try write(results, of: spaces, in: folder)
  }

  /// Writes the table, and for people its summary and the verdict as well.
  private func write(
    _ results: LeaveOneOutTable, of spaces: [SearchSpace], in folder: String
  ) throws {
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
