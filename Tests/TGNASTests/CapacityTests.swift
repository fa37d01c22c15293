import Foundation
import Signals
import TGNAS
import TestSupport
import Testing

@Suite("Capacity")
struct CapacityTests {
  private let installation = Installation(root: Locations.root.path)

  private static let notBlind =
    "; labels of this space had been looked at when it was designed, so that its figures here are "
    + "not blind"

  private func scorer(of name: String) throws -> any Scorer {
    var notes: [String] = []
    let scorer = try Workbench(
      SearchSpace.named(name, in: installation),
      ScoringSettings(by: .proxy(Capacity.self), threads: 2), in: OpenInstallation(installation),
      note: { notes.append("\($0)") }
    ).scorer
    #expect(
      notes == [
        "note: capacity is on the scale of 512 random networks of \(name) (seed 0)"
          + (name == "darts-oncenas" ? Self.notBlind : "")
      ])
    return scorer
  }

  @Test("A note says on which space it is not blind", arguments: ["darts-oncenas", "darts"])
  func notes(name: String) throws {
    _ = try scorer(of: name)
  }

  private func capacities(_ cells: [String], of name: String) throws -> [Double] {
    let scorer = try scorer(of: name)
    return scorer.scores(of: try cells.map { try scorer.space.architecture(parsing: $0) }).values
  }

  private func computation(_ cell: String, of name: String) throws -> Double {
    let space = try SearchSpace.named(name, in: installation)
    let network = try space.network(of: space.architecture(parsing: cell), for: space.dataSet())
    #expect(NetworkSignals(of: network).correlation > 0.001)
    return log(Double(NetworkCost(of: network).multiplyAccumulates))
  }

  @Test("Shallow cells without poolings differ as the logarithms of their multiply-accumulates do")
  func shallow() throws {
    let cells = [
      "|nor_conv_1x1~0|+|none~0|none~1|+|skip_connect~0|nor_conv_1x1~1|none~2|",
      "|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|nor_conv_1x1~1|none~2|",
      "|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|nor_conv_3x3~1|none~2|",
    ]
    let scores = try capacities(cells, of: "nasbench201")
    let computations = try cells.map { try computation($0, of: "nasbench201") }
    let slopes = (1...2).map {
      (scores[$0] - scores[0]) / (computations[$0] - computations[0])
    }
    #expect(slopes[0] > 0)
    #expect(abs(slopes[1] / slopes[0] - 1) < 1e-9)
  }

  @Test("Two poolings on the only way cost twice as much as one")
  func poolings() throws {
    let scores = try capacities(
      ["skip_connect", "avg_pool_3x3"].flatMap { last in
        ["skip_connect", "avg_pool_3x3"].map {
          "|nor_conv_1x1~0|+|none~0|\($0)~1|+|none~0|none~1|\(last)~2|"
        }
      }, of: "nasbench201")
    #expect(scores[0] > scores[1] + 0.1)
    #expect(abs(scores[1] - scores[2]) < 1e-6)
    #expect(abs((scores[0] - scores[3]) - 2 * (scores[0] - scores[1])) < 1e-5)
  }

  @Test("Of networks that compute as much, one that forgets what two samples share comes last")
  func chaos() throws {
    // Three convolutions in a row, without a way around them and with one.
    let operators = "input|conv3x3-bn-relu|conv3x3-bn-relu|conv3x3-bn-relu|output"
    let scores = try capacities(
      [
        "01000/00100/00010/00001/00000:\(operators)", "01001/00100/00010/00001/00000:\(operators)",
      ], of: "nasbench101")
    #expect(scores[0] < scores[1])
    let shallow = try computation(
      "01001/00100/00010/00001/00000:\(operators)", of: "nasbench101")
    #expect(shallow.isFinite)
  }

  @Test("Scores do not depend on the number of threads")
  func threads() throws {
    let space = try SearchSpace.named("nds-enas", in: installation)
    var random = SplitMix64(seed: 3)
    let architectures = (0..<40).map { _ in space.sample(using: &random) }
    let scores = try [1, 3].map {
      try Workbench(
        space, ScoringSettings(by: .proxy(Capacity.self), threads: $0),
        in: OpenInstallation(installation), note: { _ in }
      ).scorer.scores(of: architectures)
    }
    #expect(scores[0] == scores[1])
    #expect(Set(scores[0]).count > 30)
  }

  @Test("Cells that compute nothing come last")
  func dead() throws {
    #expect(
      try capacities(["|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"], of: "nasbench201")
        == [-.infinity])
  }

  @Test("It ranks the cells that its constant was decided on, and DARTS, which it was designed for")
  func publishedTables() throws {
    guard let tables = Locations.benchmarks else {
      print("skipped: no benchmark tables (set TGNAS_BENCHMARKS)")
      return
    }
    for (name, least) in [("transnasbench101-micro", 0.5), ("darts-oncenas", 0.3)] {
      let space = try SearchSpace.named(name, in: installation)
      let benchmark = try #require(space.benchmark)
      let networks = try TrainedNetworks(
        of: space, at: tables.appendingPathComponent(benchmark.table).path)
      let scores = try scorer(of: name).scores(of: networks.architectures)
      let tau = try RankCorrelation.kendall(
        scores.map { max($0, -1e9) }, networks.numbers(benchmark.accuracies[0]))
      #expect(try #require(tau) > least, "\(name)")
    }
  }
}
