import Fixtures
import Foundation
import Search
import Spaces
import Studies
import TestSupport
import Testing
import Wording

@Suite("Studies of several objectives") struct StudyGoalTests {
  @Sendable private static func goals(
    _ space: SearchSpace, bound: Double = 500_000
  ) throws -> SearchGoals {
    let sources = ObjectiveSources(of: space, threads: 1)
    let parameters = try Objectives.make("params", from: sources)
    return SearchGoals(
      objectives: [ScoreObjective(), parameters, try Objectives.make("depth", from: sources)],
      constraints: [
        SearchGoals.Constraint(
          parameters, atMost: bound, text: "\(Setting.bound(on: "params"), Int(bound))")
      ])
  }

  private static let search = ToySearch(
    strategy: NSGA2.self, goals: { try goals($0) }, budget: 230)

  @Test("A search that was stopped anywhere comes to the same files", arguments: 1...4)
  func resuming(batches: Int) throws {
    try withTemporaryFolder { folder in
      let (whole, parts) = (folder.appendingPathComponent("a"), folder.appendingPathComponent("b"))
      try Self.search.run(in: whole)
      try Self.search.with { $0.batches = batches }.run(in: parts)
      try Self.search.with { $0.resuming = true }.run(in: parts)
      #expect(try StudyFiles(in: parts) == StudyFiles(in: whole))
    }
  }

  @Test("Objectives and violations are columns, and the front is that of the trials")
  func columns() throws {
    try withTemporaryFolder { folder in
      try Self.search.run(in: folder)
      let trials = try StudyResults(in: folder.path).best(1_000, allColumns: false)
      let (params, depth) = (
        trials.columns.firstIndex(of: "params"), trials.columns.firstIndex(of: "depth")
      )
      #expect(trials.columns.suffix(4) == ["percentile", "params", "depth", "violation"])
      #expect(trials.rows.count == 230)
      let rows = try trials.rows.map { row -> (score: Double, params: Int, depth: Int) in
        guard case .number(let score, _) = row[4],
          case .integer(let params) = row[try #require(params)],
          case .integer(let depth) = row[try #require(depth)]
        else { throw UserError("\(row)") }
        return (score, params, depth)
      }
      let feasible = rows.filter { $0.params <= 500_000 && $0.score.isFinite }
      let points = feasible.map { [$0.score, -Double($0.params), -Double($0.depth)] }
      let front = NonDominatedSorting.naiveFronts(of: points)[0]
      #expect(
        try StudyResults(in: folder.path).front(allColumns: false).rows.count == front.count)
    }
  }

  @Test("A study of other objectives or constraints is another study")
  func others() throws {
    try withTemporaryFolder { folder in
      try Self.search.run(in: folder)
      func problem(_ goals: @escaping (SearchSpace) throws -> SearchGoals) -> String {
        do {
          try Self.search.with {
            $0.resuming = true
            $0.goals = goals
          }.run(in: folder)
          return ""
        } catch {
          return "\(error)"
        }
      }
      #expect(
        problem { _ in .score }.contains(
          "has objectives: \"score,params,depth\", this search score"))
      #expect(
        problem { try Self.goals($0, bound: 400_000) }.contains(
          "has constraints maxParams: 500000, this search maxParams: 400000"))
    }
  }
}
