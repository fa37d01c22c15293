import Files
import Fixtures
import Networks
import Proxies
import Randomness
import Scoring
import Signals
import Spaces
import TestSupport
import Testing
import Wording

@Suite("Proxies of architectures")
struct ProxyEvaluatorTests {
  private static let installation = Installation(root: Locations.root.path)

  private static func evaluator(_ space: SearchSpace, threads: Int = 2) throws -> ProxyEvaluator {
    ProxyEvaluator(
      in: ProxyContext(space, for: try space.dataSet(), threads: threads) {
        space.operators.map { $0.attributes ?? .none }
      })
  }

  private static func sample(_ space: SearchSpace, _ count: Int, seed: UInt64) -> [Architecture] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in space.sample(using: &random) }
  }

  /// By name what a proxy is by definition, from a network of its own.
  private static let definitions: [String: @Sendable (Network) -> Double] = [
    "naswot": { NetworkSignals(of: $0).naswot },
    "flops": { Double(NetworkCost(of: $0).multiplyAccumulates) },
    "params": { Double(NetworkCost(of: $0).parameters) },
    "width": { $0.width },
    "root_flops": { $0.rootSize },
    "depth": { Double(NetworkCost(of: $0).depth) },
    "receptive_field": { Double(NetworkCost(of: $0).receptiveField) },
    "activations": { Double(NetworkCost(of: $0).activations) },
    "memory": { 4 * Double(NetworkCost(of: $0).activations) },
  ]

  @Test("Names are unlike each other and unlike those of other scores, and can be written anywhere")
  func names() {
    let names = ProxyRegistry.names
    #expect(Set(names).count == names.count)
    #expect(!names.contains("predictor") && !names.contains("score") && !names.contains("latency"))
    for name in names {
      let isPlain = name.allSatisfy { letter in
        letter.isASCII && (letter.isLowercase || letter.isNumber || "_-".contains(letter))
      }
      #expect(isPlain, "\(name)")
    }
    for proxy in ProxyRegistry.registered { #expect(!proxy.summary.isEmpty) }
  }

  @Test(
    "Values together are those of each proxy alone",
    arguments: ["nasbench201", "darts", "nasbench-macro", "autoformer-tiny", "nats-bench-size"])
  func values(name: String) throws {
    let space = try SearchSpace.named(name, in: Self.installation)
    let architectures = Self.sample(space, 12, seed: 4)
    let together = try Self.evaluator(space)
    for proxy in ProxyRegistry.registered where Self.definitions[proxy.name] != nil {
      try together.add(proxy)
    }
    // Some all at once, the others one after the other.
    together.evaluate(Array(architectures.prefix(5)))
    let networks = try architectures.map { try space.network(of: $0, for: space.dataSet()) }
    for (name, definition) in Self.definitions {
      let values = try together.values(of: architectures, by: ProxyRegistry.named(name))
      #expect(try values.map { try $0.get() } == networks.map(definition), "\(name)")
    }
  }

  @Test("Values depend on the architecture alone, not on threads, order or other proxies")
  func independence() throws {
    let space = try SearchSpace.named("nasbench201", in: Self.installation)
    let architectures = Self.sample(space, 40, seed: 1)
    func values(_ evaluator: ProxyEvaluator, _ asked: [Architecture]) throws -> [Double] {
      try evaluator.values(of: asked, by: ClosedFormNASWOT.self).map { try $0.get() }
    }
    let alone = try values(Self.evaluator(space, threads: 1), architectures)
    let other = try Self.evaluator(space, threads: 3)
    _ = try other.values(of: Array(architectures.prefix(7)), by: ParameterCount.self)
    #expect(try values(other, architectures.reversed()) == alone.reversed())
    #expect(try values(other, architectures) == alone)
    #expect(try values(other, []) == [])
  }

  @Test("A network that cannot be built means the same everywhere: no value, with the reason")
  func unbuildable() throws {
    // Three poolings of stride 2 leave nothing of 4 pixels.
    let space = try SearchSpace(
      yaml: """
        format: 1
        name: small
        title: Small
        citation: None, made for a test
        operators:
          - {name: input, role: input, description: Input of the network}
          - {name: pool, role: operation, description: 2x2 max pooling,
             lowering: [{max-pooling: {kernel: 2, stride: 2}}]}
          - {name: conv, role: operation, description: 3x3 convolution,
             lowering: [{convolution: {kernel: 3}}]}
          - {name: output, role: output, description: Output of the network}
        topology:
          kind: chain-of-choices
          positions:
            - {operators: [pool, conv]}
            - {operators: [pool, conv]}
            - {operators: [pool, conv]}
        skeleton:
          stem: [{convolution: {kernel: 3, channels: 8}}]
          stages: [{cells: 1, channels: 8}]
          head: [global-average-pooling]
          data-sets: [{name: tiny, resolution: 4, classes: 10}]
        notations:
          - {name: json, kind: chain-json}

        """, path: "small.yaml")
    let evaluator = try Self.evaluator(space)
    let architectures = Array(space.architectures)
    let scorer = try ProxyScorer(ParameterCount.self, by: evaluator)
    let scores = scorer.scores(of: architectures)
    let unscored = try #require(scores.unscored(among: architectures))
    #expect(unscored.count == 1)
    #expect(scores.count { $0 == -.infinity } == 1)
    let place = try #require(scores.firstIndex(of: -.infinity))
    #expect(unscored.first == architectures[place])
    #expect("\(unscored.reason)".contains("too small") || !"\(unscored.reason)".isEmpty)
    let costs = try evaluator.costs(of: architectures, by: ParameterCount.self)
    #expect(costs[place] == nil && costs.count { $0 == nil } == 1)
  }

  @Test("Unknown names are answered with the nearest")
  func unknown() {
    #expect(throws: UnknownNameError.self) { try ProxyRegistry.named("parms") }
    #expect(
      sentence { _ = try ProxyRegistry.named("parms", as: "column") }?
        .hasSuffix("did you mean \"params\"?") == true)
  }
}
