import Files
import Foundation
import Reports
import Scoring
import Spaces
import TestSupport

/// Scores that are known without a predictor: the number of nodes that compute something.
struct NodeScorer: Scorer, GraphScorer {
  let space: SearchSpace
  let identity = ScorerIdentity("nodes")
  var graphs: (any GraphScorer)? { self }

  func scores(of architectures: [Architecture]) -> Scores {
    Scores(scores(ofGraphs: architectures.map(space.operatorGraph)))
  }

  func scores(ofGraphs graphs: [OperatorGraph?]) -> [Double] {
    graphs.map { $0.map { Double($0.nodes.count) } ?? -.infinity }
  }
}

/// Rankings of a few NAS-Bench-201 cells, as files.
struct Sample {
  let folder: URL
  let space: SearchSpace
  let cells: [Architecture]

  static let count = 40

  init(in folder: URL) throws {
    self.folder = folder
    space = try SearchSpace.named(
      "nasbench201", in: Installation(root: Locations.root.path))
    // Every 390th, so that the operators of all edges vary.
    cells = space.architectures.enumerated().filter { $0.offset % 390 == 0 }.map(\.element)
      .prefix(Sample.count).map { $0 }
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// - Parameter cell: the text in the columns behind the architecture
  @discardableResult
  func write(
    _ name: String, columns: String = "score", _ cell: (Int) -> String
  ) throws -> String {
    let rows = cells.enumerated().map { "\(space.notation(of: $0.element)),\(cell($0.offset))\n" }
    try AtomicFile.write("arch,\(columns)\n" + rows.joined(), to: path(name))
    return path(name)
  }

  func source(_ path: String) throws -> ReportSource {
    try ReportSource(ReportSource.Contents(contentsOf: path), of: space, threads: 2)
  }

  func material(
    _ paths: [String], truth: TrueAccuracies? = nil, isExplained: Bool = false
  ) throws -> ReportMaterial {
    let sources = try paths.map(source)
    return try ReportMaterial(
      space: space,
      attributes: space.operators.map { _ in .none },
      sources: sources, truth: truth,
      explained: isExplained
        ? ReportMaterial.Explained(
          Explanation(of: sources[0].best, by: NodeScorer(space: space)), by: "its nodes") : nil)
  }

  /// Accuracies of all cells but some.
  func truth(leavingOut left: Int = 0, _ accuracy: (Int) -> Double) -> TrueAccuracies {
    TrueAccuracies(
      path: "table.csv", column: "test",
      cells.enumerated().dropFirst(left).map { ($0.element, accuracy($0.offset)) }, in: space)
  }
}
