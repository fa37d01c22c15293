import TGNAS

/// Costs and closed forms of whole networks, one thread.
struct ClosedFormContest {
  let settings: Settings

  private static let spaces = ["nasbench201", "darts", "once-for-all-mobilenetv3"]
  private static let proxies = [
    "flops", "naswot", "synflow-closed", "snip-closed", "zen-closed",
  ]
  private static let everything = "all that need no descriptions"

  private var count: Int { settings.scale.repetitions < 5 ? 20 : 2_000 }

  func run() throws -> Section {
    var contestants: [Contestant] = []
    for name in ClosedFormContest.spaces {
      let space = try SearchSpace.named(name, in: settings.installation)
      var random = SplitMix64(seed: 5)
      let architectures = (0..<count).map { _ in space.sample(using: &random) }
      let chosen = try ClosedFormContest.proxies.map { ($0, [try ProxyRegistry.named($0)]) }
      let closed = ProxyRegistry.registered.filter {
        ![Capacity.name, UsableSize.name].contains($0.name)
      }
      for (proxy, types) in chosen + [(ClosedFormContest.everything, closed)] {
        contestants.append(
          Contestant("tgnas", "\(name): \(proxy)", threads: 1) {
            try evaluate(architectures, in: space, by: types)
          })
      }
    }
    let timings = try Contest.run(contestants, repetitions: settings.fewRepetitions)
    return Section(
      title: "Closed forms: \(count) random architectures, from genes to values",
      timings: timings,
      notes: timings.map {
        "\($0.what): \(Int(Double(count) / $0.median)) networks a second and thread"
      })
  }

  private func evaluate(
    _ architectures: [Architecture], in space: SearchSpace, by proxies: [any Proxy.Type]
  ) throws {
    let context = ProxyContext(space, for: try space.dataSet(), threads: 1) { [] }
    let evaluator = ProxyEvaluator(in: context)
    for proxy in proxies { try evaluator.add(proxy) }
    evaluator.evaluate(architectures)
  }
}
