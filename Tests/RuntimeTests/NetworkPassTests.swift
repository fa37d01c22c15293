import Files
import Fixtures
import Foundation
import Networks
import Randomness
import Runtime
import Spaces
import Tensors
import TestSupport
import Testing

@Suite("Running networks forward and backward")
struct NetworkPassTests {
  private static let installation = Installation(root: Locations.root.path)

  /// A network of a few channels and pixels whose only operator is made of these layers.
  private static func network(_ layers: String, channels: Int = 4) throws -> Network {
    let (space, architecture) = try oneOperator(
      layers, channels: channels, resolution: 6, classes: 3, hasBias: true)
    return try space.network(of: architecture, for: space.dataSet())
  }

  /// Between them all kinds of layers and activations.
  static let operators = [
    "{convolution: {kernel: 3}}",
    "{convolution: {kernel: 3, stride: 2, bias: true}}",
    "{convolution: {kernel: 5, dilation: 2, groups: 2}}",
    "{convolution: {kernel: 3, groups: depthwise, stride: 2}}",
    "{convolution: {kernel: 3, groups: depthwise, dilation: 2, bias: true}}",
    "{convolution: {kernel: 1, stride: 2}}",
    "relu, {convolution: {kernel: 1}}, batch-norm",
    "instance-norm, relu", "layer-norm, gelu", "map-norm, swish", "batch-norm, hard-swish",
    "mish", "leaky-relu", "relu6", "sigmoid", "hard-sigmoid",
    "{average-pooling: {kernel: 3, stride: 2, padding: 1}}",
    "{max-pooling: {kernel: 3, stride: 1, padding: 1}}",
    "{max-pooling: {kernel: 2, stride: 2}}",
    "{squeeze-excite: {channels: 2}}",
    "{gate: [{convolution: {kernel: 3}}, sigmoid]}",
    "{residual: [{convolution: {kernel: 3}}, relu]}",
    "{concatenation: [[{convolution: {kernel: 3}}], [relu]]}",
    "{split: [[{convolution: {kernel: 3, channels: 2}}], [relu]]}, {channel-shuffle: {groups: 2}}",
    "{patch-embedding: {size: 2, channels: 4}}, {attention: {heads: 2}}, layer-norm",
    "{patch-embedding: {size: 2, channels: 4}}, class-token, position-embedding, "
      + "{attention: {heads: 2, relative-positions: 2}}, drop-class-token",
    "{across-positions: [{linear: {features: 5}}, gelu, {linear: {features: 1 input}}]}",
    "{residual: [layer-norm, {across-positions: [{linear: {features: 1 input}}]}]}",
  ]

  private static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in random.normal() }
  }

  /// Parameters that no layer has at initialisation, so that each of them counts.
  private static func parameters(of network: Network, seed: UInt64) -> NetworkParameters<Double> {
    var parameters = NetworkParameters<Double>(of: network, .uniform, seed: seed)
    var random = SplitMix64(seed: seed &+ 1)
    for layer in parameters.values.indices {
      for place in parameters.values[layer].indices {
        parameters.values[layer][place] += 0.3 * random.normal()
      }
    }
    return parameters
  }

  @Test("Every layer is what its definition says", arguments: operators)
  func naive(layers: String) throws {
    let network = try Self.network(layers)
    let parameters = Self.parameters(of: network, seed: 3)
    let input = Self.numbers(3 * network.layers[0].shape.elements, seed: 4)
    for norms in [NetworkPass<Double>.BatchNorms.training, .evaluation, .identity] {
      let pass = NetworkPass(network, parameters, on: input, batchNorms: norms, threads: 2)
      let naive = NaiveNetwork(network, parameters.values, on: input, batchNorms: norms)
      for layer in network.layers.indices {
        // At most some hundred roundings of numbers below a few hundred, in double precision.
        expectClose(
          pass.output(of: layer), naive.outputs[layer], within: 1e-11, network.name(of: layer))
      }
    }
  }

  @Test(
    "Networks of shipped spaces are what their definitions say, in both precisions",
    arguments: ["nasbench201", "nasbench-macro", "nats-bench-size", "nds-enas"])
  func shipped(name: String) throws {
    let space = try SearchSpace.named(name, in: Self.installation)
    var random = SplitMix64(seed: 8)
    let network = try space.network(of: space.sample(using: &random), for: space.dataSet())
    let parameters = NetworkParameters<Double>(of: network, .kaiming, seed: 1)
    let input = Self.numbers(2 * network.layers[0].shape.elements, seed: 2)
    let double = NetworkPass(network, parameters, on: input, threads: 2)
    let naive = NaiveNetwork(network, parameters.values, on: input)
    let last = network.layers.count - 1
    expectClose(double.output, naive.outputs[last], within: 1e-9)
    var singles = NetworkParameters<Float>(of: network, .kaiming, seed: 1)
    singles.values = parameters.values.map { $0.map { Float($0) } }
    let single = NetworkPass(network, singles, on: input.map { Float($0) }, threads: 2)
    // Roundings of 2^-24 that a hundred layers, each with a norm, may double a few times.
    expectClose(single.output.map { Double($0) }, naive.outputs[last], within: 2e-3)
  }

  @Test("Gradients are finite differences", arguments: operators)
  func gradients(layers: String) throws {
    let network = try Self.network(layers)
    let parameters = Self.parameters(of: network, seed: 5)
    let input = Self.numbers(2 * network.layers[0].shape.elements, seed: 6)
    let factors = Self.numbers(2 * network.output.shape.elements, seed: 7)
    for norms in [NetworkPass<Double>.BatchNorms.training, .evaluation] {
      func loss(_ parameters: NetworkParameters<Double>, _ input: [Double]) -> Double {
        let output = NetworkPass(
          network, parameters, on: input, batchNorms: norms, threads: 1
        ).output
        return zip(output, factors).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let found = NetworkPass(network, parameters, on: input, batchNorms: norms, threads: 2)
        .backward(from: factors)
      let step = 1e-6
      // Third derivatives times the squared step, and roundings of 1e-16 over the step.
      func tolerance(_ gradient: Double) -> Double { 1e-6 * max(1, abs(gradient)) }
      for layer in parameters.values.indices {
        for place in parameters.values[layer].indices {
          var (more, less) = (parameters, parameters)
          more.values[layer][place] += step
          less.values[layer][place] -= step
          let expected = (loss(more, input) - loss(less, input)) / (2 * step)
          expectClose(
            found.ofParameters[layer][place], expected, within: tolerance(expected),
            "\(network.name(of: layer)) \(place)")
        }
      }
      for place in stride(from: 0, to: input.count, by: 5) {
        var (more, less) = (input, input)
        more[place] += step
        less[place] -= step
        let expected = (loss(parameters, more) - loss(parameters, less)) / (2 * step)
        expectClose(
          found.ofImages[place], expected, within: tolerance(expected), "image \(place)")
      }
    }
  }

  @Test("A batch has the gradients of its images, one by one", arguments: operators)
  func batches(layers: String) throws {
    let network = try Self.network(layers)
    let parameters = Self.parameters(of: network, seed: 5)
    // Parts of two and three images, which convolutions take together.
    let count = 19
    let size = network.layers[0].shape.elements
    let input = Self.numbers(count * size, seed: 6)
    let factors = Self.numbers(count * network.output.shape.elements, seed: 7)
    func gradients(of images: Range<Int>) -> NetworkPass<Double>.Gradients {
      let outputs = network.output.shape.elements
      return NetworkPass(
        network, parameters, on: Array(input[images.lowerBound * size..<images.upperBound * size]),
        batchNorms: .evaluation, threads: 2
      ).backward(
        from: Array(factors[images.lowerBound * outputs..<images.upperBound * outputs]))
    }
    let together = gradients(of: 0..<count)
    let alone = (0..<count).map { gradients(of: $0..<$0 + 1) }
    expectClose(together.ofImages, alone.flatMap(\.ofImages), within: 1e-10)
    for layer in parameters.values.indices {
      let sums = parameters.values[layer].indices.map { place in
        alone.reduce(0) { $0 + $1.ofParameters[layer][place] }
      }
      expectClose(
        together.ofParameters[layer], sums, within: 1e-9, network.name(of: layer))
    }
  }

  @Test("Single precision has the gradients of double precision", arguments: operators)
  func precisions(layers: String) throws {
    let network = try Self.network(layers)
    let parameters = Self.parameters(of: network, seed: 5)
    var singles = NetworkParameters<Float>(of: network, .uniform, seed: 0)
    singles.values = parameters.values.map { $0.map { Float($0) } }
    let input = Self.numbers(9 * network.layers[0].shape.elements, seed: 6)
    let factors = Self.numbers(9 * network.output.shape.elements, seed: 7)
    let double = NetworkPass(network, parameters, on: input, threads: 1).backward(from: factors)
    let single = NetworkPass(network, singles, on: input.map { Float($0) }, threads: 1)
      .backward(from: factors.map { Float($0) })
    // Sums of some hundred numbers of size 10, each rounded by 2^-24.
    for layer in parameters.values.indices {
      expectClose(
        single.ofParameters[layer].map { Double($0) }, double.ofParameters[layer], within: 2e-3,
        network.name(of: layer))
    }
  }

  @Test("What is kept changes no gradient, and a gradient between layers is part of the whole")
  func kept() throws {
    let space = try SearchSpace.named("nasbench201", in: Self.installation)
    var random = SplitMix64(seed: 12)
    let network = try space.network(of: space.sample(using: &random), for: space.dataSet())
    let parameters = NetworkParameters<Float>(of: network, .uniform, seed: 1)
    let input = Self.numbers(3 * network.layers[0].shape.elements, seed: 2).map { Float($0) }
    let factors = Self.numbers(3 * network.output.shape.elements, seed: 7).map { Float($0) }
    let pool = BufferPool()
    func pass(_ kept: KeptOutputs, _ pool: BufferPool?) -> NetworkPass<Float> {
      NetworkPass(network, parameters, on: input, threads: 1, keeping: kept, memory: pool)
    }
    let whole = pass(.all, nil)
    let expected = whole.backward(from: factors)
    for _ in 0..<2 {
      // The second time memory is that of the first, with its numbers.
      let found = pass(.forGradients, pool).backward(from: factors)
      #expect(found.ofImages == expected.ofImages)
      #expect(found.ofParameters == expected.ofParameters)
    }
    // The end of the stem, which all paths pass.
    let stem = try #require(network.layers.lastIndex { network.name(of: $0).hasPrefix("stem") })
    let last = network.layers.count - 1
    let middle = whole.gradient(of: last, factors, by: stem)
    #expect(whole.gradient(of: stem, middle, by: 0) == expected.ofImages)
  }

  @Test("What is no number stays none, and a maximum of such is one of them")
  func notANumber() throws {
    for layers in ["relu", "{max-pooling: {kernel: 3, stride: 1, padding: 1}}"] {
      let network = try Self.network(layers)
      let parameters = NetworkParameters<Float>(of: network, .uniform, seed: 1)
      let input = [Float](repeating: .nan, count: network.layers[0].shape.elements)
      let pass = NetworkPass(network, parameters, on: input, threads: 1)
      #expect(pass.output.allSatisfy { $0.isNaN })
      let gradient = [Float](repeating: 1, count: network.output.shape.elements)
      #expect(pass.backward(from: gradient).ofImages.count == input.count)
    }
  }

  @Test("The gradient of the cross-entropy is its finite difference")
  func crossEntropy() {
    let outputs = Self.numbers(12, seed: 9)
    let labels = [0, 2, 3]
    let found = CrossEntropy.loss(of: outputs, labels: labels)
    for place in outputs.indices {
      var (more, less) = (outputs, outputs)
      more[place] += 1e-6
      less[place] -= 1e-6
      let expected =
        (CrossEntropy.loss(of: more, labels: labels).loss
          - CrossEntropy.loss(of: less, labels: labels).loss) / 2e-6
      expectClose(found.gradient[place], expected, within: 1e-9)
    }
  }

  @Test("One and two threads give the same bits", arguments: ["nasbench201", "autoformer-tiny"])
  func threads(name: String) throws {
    let space = try SearchSpace.named(name, in: Self.installation)
    var random = SplitMix64(seed: 11)
    let network = try space.network(of: space.sample(using: &random), for: space.dataSet())
    let images = name == "nasbench201" ? 9 : 1
    let parameters = NetworkParameters<Float>(of: network, .uniform, seed: 1)
    let input = Self.numbers(images * network.layers[0].shape.elements, seed: 2).map { Float($0) }
    func run(_ threads: Int) -> (output: [Float], gradients: NetworkPass<Float>.Gradients) {
      let pass = NetworkPass(network, parameters, on: input, threads: threads)
      let labels = (0..<images).map { $0 % network.output.shape.channels }
      let loss = CrossEntropy.loss(of: pass.output, labels: labels)
      return (pass.output, pass.backward(from: loss.gradient))
    }
    let (one, two) = (run(1), run(2))
    #expect(one.output == two.output)
    #expect(one.gradients.ofImages == two.gradients.ofImages)
    #expect(one.gradients.ofParameters == two.gradients.ofParameters)
    #expect(one.output.allSatisfy { $0.isFinite })
  }

  @Test("Parameters have the deviation of their initialisation, and depend on the seed")
  func initialisation() throws {
    let network = try Self.network("{convolution: {kernel: 3, channels: 128}}, batch-norm")
    let layer = try #require(network.layers.firstIndex { $0.shape.channels == 128 })
    func weights(_ seed: UInt64) -> NetworkParameters<Double> {
      NetworkParameters(of: network, .uniform, seed: seed)
    }
    #expect(weights(1).values == weights(1).values)
    #expect(weights(1).values != weights(2).values)
    let bound = 1 / 36.0.squareRoot()
    #expect(weights(1).values[layer].allSatisfy { abs($0) <= bound })
    let kaiming = NetworkParameters<Double>(of: network, .kaiming, seed: 1).values[layer]
    let fanOut = NetworkParameters<Double>(of: network, .kaimingFanOut, seed: 1).values
    for (values, variance) in [
      (weights(1).values[layer], 1.0 / 108), (kaiming, 2.0 / 36), (fanOut[layer], 2.0 / (128 * 9)),
    ] {
      let found = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      // 4608 draws: five standard errors of a squared normal number.
      expectClose(found, variance, within: 5 * variance * (2.0 / 4608).squareRoot())
    }
    for (index, layer) in network.layers.enumerated() {
      guard case .linear = layer.kind else { continue }
      #expect(fanOut[index] == weights(1).values[index], "linear layers as PyTorch's")
    }
    let norm = try #require(network.layers.firstIndex { $0.kind == .batchNorm })
    let values = weights(1).values[norm]
    #expect(values.prefix(128).allSatisfy { $0 == 1 } && values.suffix(128).allSatisfy { $0 == 0 })
  }
}
