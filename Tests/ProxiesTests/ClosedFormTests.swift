import Files
import Fixtures
import Foundation
import Networks
import Proxies
import Randomness
import Signals
import Spaces
import Statistics
import TestSupport
import Testing
import Wording

@Suite("Zero-cost proxies in closed form")
struct ClosedFormTests {
  private static let installation = Installation(root: Locations.root.path)
  private static let closedForms = [
    "layers", "l2_norm", "synflow-closed", "snip-closed", "grad_norm-closed", "fisher-closed",
    "zen-closed", "jacov-closed",
  ]

  private static func evaluator(_ space: SearchSpace, threads: Int = 2) throws -> ProxyEvaluator {
    ProxyEvaluator(in: ProxyContext(space, for: try space.dataSet(), threads: threads) { [] })
  }

  private static func value(
    _ proxy: String, _ architecture: Architecture, in space: SearchSpace
  ) throws -> Double {
    try evaluator(space).values(of: [architecture], by: ProxyRegistry.named(proxy))[0].get()
  }

  @Test("Values equal those of the independent implementation")
  func goldens() throws {
    let text = try String(
      contentsOf: Locations.goldens.appendingPathComponent("networks/proxies.tsv"),
      encoding: .utf8)
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    #expect(rows.count > 30)
    var spaces: [String: SearchSpace] = [:]
    var names: Set<String> = []
    for row in rows {
      let space = try spaces[row[0]] ?? SearchSpace.named(row[0], in: Self.installation)
      spaces[row[0]] = space
      for pair in row[2].split(separator: " ") {
        let parts = pair.split(separator: "=").map(String.init)
        let found = try Self.value(parts[0], space.architecture(parsing: row[1]), in: space)
        let expected = try #require(Double(parts[1]))
        // Integrals on two grids: their error is of the second order in a step of 0.002, and a
        // hundred activations multiply it.
        #expect(abs(found - expected) < 1e-4 * max(1, abs(expected)), "\(row[0]) \(pair)")
        names.insert(parts[0])
      }
    }
    #expect(names == Set(Self.closedForms))
  }

  @Test("Counted by hand: three weighted layers and two norms")
  func hand() throws {
    let (space, architecture) = try oneOperator(
      "relu, {convolution: {kernel: 3, groups: 2}}, batch-norm, layer-norm")
    #expect(try Self.value("layers", architecture, in: space) == 5)
    let norm = 2 * (4.0 / 3).squareRoot() + (5.0 / 3).squareRoot()
    expectClose(
      try Self.value("l2_norm", architecture, in: space), norm, within: 4e-15 * norm)
    // An axis of 8 places sees 22 of 24 taps. Fan-ins are 3, 18 and 4. All three layers pass what
    // the whole network passes: each adds R without the bias of the head.
    let coverage = (22.0 / 24) * (22.0 / 24)
    let signal = 3.0.squareRoot() / 2 * (18.0.squareRoot() / 2 * coverage) * 4.0.squareRoot() / 2
    let flow = log(3 * 5 * signal)
    expectClose(
      try Self.value("synflow-closed", architecture, in: space), flow, within: 1e-14 * flow)
  }

  @Test("SynFlow of one channel is the sum over real weights: a 1x1 network by brute force")
  func bruteForce() throws {
    // Without borders and with equal channels the mean weights themselves have this flow.
    let (space, architecture) = try oneOperator(
      "{convolution: {kernel: 1, channels: 7}}, relu, {convolution: {kernel: 1}}", channels: 3)
    let sizes = [3, 3, 7, 3, 5]
    let weights = (1..<sizes.count).map { layer in
      1 / (2 * Double(sizes[layer - 1]).squareRoot())
    }
    var forward = [[Double](repeating: 1, count: 3)]
    for (layer, weight) in weights.enumerated() {
      let sum = forward[layer].reduce(0, +) * weight
      forward.append([Double](repeating: sum, count: sizes[layer + 1]))
    }
    var backward = [Double](repeating: 1, count: 5)
    var flow = 0.0
    for layer in weights.indices.reversed() {
      for gradient in backward {
        for value in forward[layer] { flow += abs(weights[layer] * gradient * value) }
      }
      let sum = backward.reduce(0, +) * weights[layer]
      backward = [Double](repeating: sum, count: sizes[layer])
    }
    expectClose(
      try Self.value("synflow-closed", architecture, in: space), log(flow), within: 1e-13)
  }

  @Test(
    "Taps inside the map, counted one by one",
    arguments: [(8, 3, 1, 1), (7, 5, 2, 1), (4, 5, 1, 2), (1, 3, 1, 1), (9, 1, 3, 1), (2, 7, 2, 3)])
  func coverage(size: Int, kernel: Int, stride: Int, dilation: Int) throws {
    let padding = dilation * (kernel - 1) / 2
    let outputs = (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1
    let (space, architecture) = try oneOperator(
      "{convolution: {kernel: \(kernel), stride: \(stride), dilation: \(dilation)}}",
      resolution: size)
    let network = try space.network(of: architecture, for: space.dataSet())
    let layer = try #require(network.layers.dropFirst(2).first)
    let weights = try #require(network.weights(of: layer))
    var inside = 0
    for place in 0..<outputs {
      for tap in 0..<kernel
      where (0..<size).contains(place * stride + tap * dilation - padding) { inside += 1 }
    }
    let share = Double(inside) / Double(outputs * kernel)
    #expect(layer.shape.height == outputs)
    expectClose(weights.coverage, share * share, within: 4 * RoundingError.doublePrecision)
    #expect(weights.fanIn == 4 * kernel * kernel)
  }

  @Test("Values depend on the architecture alone: not on threads or order")
  func independence() throws {
    let space = try SearchSpace.named("nasbench201", in: Self.installation)
    var random = SplitMix64(seed: 5)
    let architectures = (0..<30).map { _ in space.sample(using: &random) }
    for name in Self.closedForms {
      let proxy = try ProxyRegistry.named(name)
      func values(_ asked: [Architecture], threads: Int) throws -> [Double] {
        try Self.evaluator(space, threads: threads).values(of: asked, by: proxy).map {
          try $0.get()
        }
      }
      let alone = try values(architectures, threads: 1)
      #expect(try values(architectures.reversed(), threads: 2) == alone.reversed(), "\(name)")
      #expect(alone.allSatisfy { !$0.isNaN }, "\(name)")
    }
  }

  @Test("A cell that computes nothing has a number, and no flow from its weights")
  func dead() throws {
    let space = try SearchSpace.named("nasbench201", in: Self.installation)
    let architecture = try space.architecture(
      parsing: "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|")
    #expect(try Self.value("synflow-closed", architecture, in: space) == -.infinity)
    #expect(try Self.value("zen-closed", architecture, in: space) == -.infinity)
    #expect(try Self.value("jacov-closed", architecture, in: space) == -.infinity)
    for name in ["snip-closed", "grad_norm-closed", "fisher-closed"] {
      #expect(try Self.value(name, architecture, in: space) == 0, "\(name)")
    }
    #expect(try Self.value("l2_norm", architecture, in: space) > 0)
  }

  @Test("Correlations of slopes are those that ReLU and the derivatives of a dual have")
  func slopeCorrelations() {
    for correlation in [-0.7, 0, 0.3, 0.9] {
      expectClose(
        DualActivation.relu.slopeCorrelation(after: correlation), 1 - acos(correlation) / .pi,
        within: 1e-14)
      for dual in [DualActivation.swish, .hardSwish, .gelu] {
        // By Price's theorem slopes correlate as the dual's derivative.
        let step = 1e-4
        func slope(at correlation: Double) -> Double {
          (dual.correlation(after: correlation + step)
            - dual.correlation(after: correlation - step)) / (2 * step)
        }
        let one = (dual.correlation(after: 1) - dual.correlation(after: 1 - step)) / step
        expectClose(
          dual.slopeCorrelation(after: correlation), slope(at: correlation) / one, within: 2e-3)
      }
    }
  }

  @Test("A chain has the Jacobian covariance that is counted by hand")
  func jacobianCovariance() throws {
    let (space, architecture) = try oneOperator(
      "{convolution: {kernel: 3}}, batch-norm, relu, {convolution: {kernel: 3}}, batch-norm, relu",
      channels: 64, resolution: 8)
    let value = try Self.value("jacov-closed", architecture, in: space)
    // Two rectifiers halve the correlation of gradients twice. Places far apart are as unlike.
    let places = 64.0
    func alike(_ r: Double) -> Double { (1 - r * r) * (r * r + (1 - r * r) / places) }
    let units = 64 * places
    var scatter = (1 - 0.25) / units
    scatter += alike(0.5) / 64
    scatter = 0.25 * scatter + (1 - 1.0 / 16) / units
    // The second convolution from the output, and the stem, which reads three channels.
    scatter += alike(0.25) / 64 + alike(0.25) / 3
    let (n, ratio) = (32.0, 32 * scatter)
    #expect(ratio < 0.99)
    let logarithm = log(0.75) - 1 - (1 - ratio) / ratio * log(1 - ratio)
    let first = 1 + (n - 1) * 0.25
    let expected =
      -log(first) - 1 / first - (n - 1) * (logarithm + 1 / (0.75 * (1 - ratio) + 1e-5))
    expectClose(value, expected, within: 1e-10 * abs(expected))
  }

  @Test("The closed form of jacov ranks cells as one draw of the measured proxy does")
  func measuredJacobianCovariance() throws {
    let space = try SearchSpace.named("nasbench201", in: Self.installation)
    var random = SplitMix64(seed: 8)
    let cells = (0..<60).map { _ in space.sample(using: &random) }
    func values(_ name: String) throws -> [Double] {
      try Self.evaluator(space).values(of: cells, by: ProxyRegistry.named(name)).map {
        max(-1e9, try $0.get())
      }
    }
    let rho = try RankCorrelation.spearman(try values("jacov-closed"), try values("jacov"))
    #expect(try #require(rho) > 0.65)
  }

  @Test("What has no formula is refused in a sentence that says where")
  func refused() throws {
    let space = try SearchSpace.named("autoformer-tiny", in: Self.installation)
    var random = SplitMix64(seed: 2)
    let architecture = space.sample(using: &random)
    for name in Self.closedForms where name.hasSuffix("-closed") {
      let said = sentence { _ = try Self.value(name, architecture, in: space) }
      #expect(said?.contains("choose another proxy") == true, "\(name)")
    }
    #expect(try Self.value("layers", architecture, in: space) > 12)
    #expect(try Self.value("l2_norm", architecture, in: space) > 12)
  }

  @Test("Hundreds of layers, one pixel and one channel overflow nowhere")
  func extremes() throws {
    let step = "relu, {convolution: {kernel: 3}}, batch-norm"
    let deep = [String](repeating: step, count: 700).joined(separator: ", ")
    for (channels, resolution) in [(4, 8), (1, 1)] {
      let (space, architecture) = try oneOperator(
        deep, channels: channels, resolution: resolution)
      for name in Self.closedForms {
        #expect(try Self.value(name, architecture, in: space).isFinite, "\(name)")
      }
    }
    // Standard normal weights without norms: 1e3 times the variance a layer.
    let plain = [String](repeating: "{convolution: {kernel: 3}}", count: 400)
      .joined(separator: ", ")
    let (space, architecture) = try oneOperator(plain, channels: 128)
    #expect(
      sentence { _ = try Self.value("zen-closed", architecture, in: space) }?
        .contains("beyond double precision") == true)
  }
}
