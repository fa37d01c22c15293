import Foundation
import Signals
import TGNAS
import TestSupport
import Testing

@Suite("Usable size")
struct UsableSizeTests {
  private let installation = Installation(root: Locations.root.path)

  private func scores(_ texts: [String], of name: String) throws -> [Double] {
    let space = try SearchSpace.named(name, in: installation)
    let scorer = try Workbench(
      space, ScoringSettings(by: .proxy(UsableSize.self), threads: 2),
      in: OpenInstallation(installation), note: { _ in }
    ).scorer
    return scorer.scores(of: try texts.map { try space.architecture(parsing: $0) }).values
  }

  @Test("The size of a plain chain is the sum of the roots of its layers")
  func roots() throws {
    let space = try SearchSpace.named("naap440", in: installation)
    let text =
      #"{"stages":[["conv_k3_w12_s2"],["conv_k3_w16_s2"],["conv_k1_w16_s1"],["none_w16"]]}"#
    let network = try space.network(of: space.architecture(parsing: text), for: space.dataSet())
    let layers: [Double] = [27 * 12 * 256, 9 * 12 * 16 * 64, 16 * 16 * 64, 16 * 10]
    #expect(abs(network.rootSize - layers.reduce(0) { $0 + $1.squareRoot() }) < 1e-9)
  }

  @Test("Of a convolution in groups one group counts, and of a cell only what is live")
  func groups() throws {
    let space = try SearchSpace.named("nasbench-macro", in: installation)
    let network = try space.network(
      of: space.architecture(parsing: "10000000"), for: space.dataSet())
    // The depthwise convolution: 9 products for each of the 16x16 positions of a group.
    let depthwise = try #require(
      network.layers.first {
        if case .convolution(let convolution) = $0.kind { convolution.groups > 1 } else { false }
      })
    #expect(depthwise.shape.height == 16)
    let rest = network.layers.filter { $0 != depthwise }.reduce(0) {
      $0 + Double($1.multiplyAccumulates(in: network)).squareRoot()
    }
    #expect(abs(network.rootSize - rest - (9.0 * 256).squareRoot()) < 1e-6)
    let cells = try SearchSpace.named("nasbench201", in: installation)
    let sizes = try [
      "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|nor_conv_1x1~1|none~2|",
      "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|none~0|nor_conv_1x1~1|none~2|",
    ].map {
      try cells.network(of: cells.architecture(parsing: $0), for: cells.dataSet()).rootSize
    }
    #expect(sizes[0] == sizes[1])
  }

  @Test("Poolings are in its way as in that of capacity")
  func poolings() throws {
    let scores = try scores(
      ["skip_connect", "avg_pool_3x3"].map {
        "|nor_conv_1x1~0|+|none~0|\($0)~1|+|none~0|none~1|nor_conv_3x3~2|"
      } + ["|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"], of: "nasbench201")
    #expect(scores[0] > scores[1] + 0.1)
    #expect(scores[2] == -.infinity)
  }

  @Test("It is never behind parameters and FLOPs by more than .02 on the spaces that it scores")
  func publishedTables() throws {
    guard let tables = Locations.benchmarks else {
      print("skipped: no benchmark tables (set TGNAS_BENCHMARKS)")
      return
    }
    for name in ["naap440", "accel-nasbench", "nasbench-macro", "darts-oncenas"] {
      let space = try SearchSpace.named(name, in: installation)
      let benchmark = try #require(space.benchmark)
      let networks = try TrainedNetworks(
        of: space, at: tables.appendingPathComponent(benchmark.table).path)
      let accuracies = try networks.numbers(benchmark.accuracies[0])
      let workbench = try Workbench(
        space, ScoringSettings(threads: 2), in: OpenInstallation(installation), note: { _ in })
      #expect(workbench.scorer.identity.name == "usable_size")
      let proxies: [any Proxy.Type] = [
        UsableSize.self, ParameterCount.self, MultiplyAccumulateCount.self,
      ]
      let taus = try proxies.map { proxy in
        let scorer = try ProxyScorer(proxy, by: workbench.proxies())
        return try RankCorrelation.kendall(
          scorer.scores(of: networks.architectures).values, accuracies) ?? 0
      }
      #expect(taus[0] > max(taus[1], taus[2]) - 0.02, "\(name)")
    }
  }
}
