import Files
import Foundation
import Networks
import Proxies
import Randomness
import Runtime
import Scoring
import Spaces
import TestSupport
import Testing

@Suite("Proxies of blocks and of what weights know, and ranks of several")
struct BlockProxyTests {
  private static let installation = Installation(root: Locations.root.path)

  /// The network of a first draw with Kaiming's weights.
  private struct Draw {
    let network: Network
    let parameters: NetworkParameters<Float>
    let pass: NetworkPass<Float>

    /// On the images of AZ-NAS.
    init(_ architecture: Architecture, in space: SearchSpace, batch: Int) throws {
      network = try space.network(of: architecture, for: space.dataSet())
      let source = SplitMix64(seed: 0).stream(0)
      parameters = NetworkParameters(of: network, .kaiming, seed: source.stream(6).state)
      var random = source.stream(7)
      let count = batch * network.layers[0].shape.elements
      pass = NetworkPass(
        network, parameters, on: (0..<count).map { _ in Float(random.normal()) }, threads: 1)
    }

    /// [rows, columns] of a layer's output: a row for each image and place.
    func rows(of layer: Int, _ values: [Float]? = nil) -> [[Double]] {
      let shape = network.layers[layer].shape
      let places = shape.height * shape.width
      let values = values ?? pass.output(of: layer)
      return (0..<values.count / shape.channels).map { row in
        (0..<shape.channels).map { channel in
          Double(values[(row / places * shape.channels + channel) * places + row % places])
        }
      }
    }
  }

  @Test("NAS-Bench-201 has the blocks of AZ-NAS: the stem, fifteen cells and two reductions")
  func blocks() throws {
    let space = try SearchSpace.named("nasbench201", in: Self.installation)
    var random = SplitMix64(seed: 1)
    let network = try space.network(of: space.sample(using: &random), for: space.dataSet())
    let names = BlockFeatures.layers(of: network).map { network.name(of: $0) }
    #expect(names.count == 18)
    #expect(names[0].hasPrefix("stem") && names[6].hasPrefix("stage 2/entry"))
  }

  @Test(
    "Blocks of every space lie on the way from the input to the head",
    arguments: [
      "darts", "nasbench101", "once-for-all-mobilenetv3", "autoformer-tiny",
      "nasbench-macro", "transnasbench101-macro", "naap440", "einspace", "hnas-bench-201",
    ])
  func otherSpaces(name: String) throws {
    let space = try SearchSpace.named(name, in: Self.installation)
    var random = SplitMix64(seed: 2)
    let network = try space.network(of: space.sample(using: &random), for: space.dataSet())
    let layers = BlockFeatures.layers(of: network)
    #expect(layers.count >= 2, "\(name)")
    #expect(layers == layers.sorted() && layers.allSatisfy { !network.isVector($0) })
  }

  @Test("Expressivity sums entropies of covariances, progressivity takes the least growth")
  func entropies() throws {
    let space = try HandSpace.make()
    for architecture in space.architectures {
      let draw = try Draw(architecture, in: space, batch: 5)
      let entropies = BlockFeatures.layers(of: draw.network).map { layer -> Double in
        let rows = draw.rows(of: layer)
        let width = rows[0].count
        let means = (0..<width).map { c in rows.reduce(0) { $0 + $1[c] } / Double(rows.count) }
        var covariance = Self.zeros(width)
        for row in rows {
          let centred = zip(row, means).map { $0 - $1 }
          for (one, first) in centred.enumerated() {
            for (other, second) in centred.enumerated() { covariance[one][other] += first * second }
          }
        }
        let values = HandSpace.eigenvalues(covariance)
        let total = values.reduce(0, +)
        return values.reduce(0) { $0 - $1 / total * log($1 / total + 1e-8) }
      }
      let growth = zip(entropies.dropFirst(), entropies).map { $0 - $1 }.min() ?? .nan
      let measurement = ProxyMeasurement(batch: 5)
      // Sums of some hundred products in single precision.
      expectClose(
        try HandSpace.values("expressivity", [architecture], in: space, on: measurement)[0],
        entropies.reduce(0, +), within: 1e-4)
      expectClose(
        try HandSpace.values("progressivity", [architecture], in: space, on: measurement)[0],
        growth, within: 1e-4)
    }
  }

  @Test("Trainability goes by the largest singular value of products of gradients")
  func trainability() throws {
    let space = try HandSpace.make()
    for architecture in space.architectures {
      let draw = try Draw(architecture, in: space, batch: 5)
      let layers = BlockFeatures.layers(of: draw.network)
      var random = SplitMix64(seed: 0).stream(0).stream(8)
      var scores: [Double] = []
      for (before, block) in zip(layers, layers.dropFirst()) {
        let count = 5 * draw.network.layers[block].shape.elements
        let signs = (0..<count).map { _ in random.next() >> 63 == 0 ? Float(1) : -1 }
        let arriving = draw.pass.gradient(of: block, signs, by: before)
        let (behind, fore) = (draw.rows(of: block, signs), draw.rows(of: before, arriving))
        var product = Self.zeros(fore[0].count)
        for (first, second) in zip(fore, behind) {
          for (one, value) in first.enumerated() {
            for (other, sign) in second.enumerated() {
              product[one][other] += value * sign / Double(fore.count)
            }
          }
        }
        var square = Self.zeros(fore[0].count)
        for (one, first) in product.enumerated() {
          for (other, second) in product.enumerated() {
            square[one][other] = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
          }
        }
        let largest = HandSpace.eigenvalues(square).last?.squareRoot() ?? .nan
        scores.append(2 - largest - 1 / (largest + 1e-6))
      }
      let expected = scores.reduce(0, +) / Double(scores.count)
      let found = try HandSpace.values(
        "trainability", [architecture], in: space, on: ProxyMeasurement(batch: 5))[0]
      expectClose(found, expected, within: 1e-4 * abs(expected))
    }
  }

  @Test("The factor of the classes' covariance is one")
  func factor() {
    let probabilities = [0.1, 0.4, 0.2, 0.3]
    let factor = KnowledgeSpectrum.choleskyFactor(of: probabilities)
    for row in 0..<4 {
      for column in 0..<4 {
        let product = (0..<4).reduce(0) { $0 + factor[row * 4 + $1] * factor[column * 4 + $1] }
        let expected =
          (row == column ? probabilities[row] : 0) - probabilities[row] * probabilities[column]
        expectClose(product, expected, within: 1e-15)
        if column > row { #expect(factor[row * 4 + column] == 0) }
      }
    }
  }

  @Test("VKDNW's entropy, with derivatives by finite differences, in both readings")
  func knowledge() throws {
    let space = try HandSpace.make()
    for architecture in space.architectures {
      let network = try space.network(of: architecture, for: space.dataSet())
      let source = SplitMix64(seed: 0).stream(0)
      let single = NetworkParameters<Float>(
        of: network, .kaiming, seed: source.stream(6).state)
      var parameters = NetworkParameters<Double>(of: network, .kaiming, seed: 0)
      parameters.values = single.values.map { $0.map { Double($0) } }
      var random = source.stream(0)
      for _ in 0..<4 { _ = random.integer(below: 3) }
      let images = (0..<4 * network.layers[0].shape.elements).map { _ in
        Double(Float(random.normal()))
      }
      func logits(_ parameters: NetworkParameters<Double>) -> [Double] {
        NetworkPass(network, parameters, on: images, batchNorms: .evaluation, threads: 1).output
      }
      // The first number of each tensor: weights, then scales and shifts of norms.
      var places: [(layer: Int, place: Int)] = []
      for (index, layer) in network.layers.enumerated() {
        if network.weights(of: layer) != nil { places.append((index, 0)) }
        if layer.kind == .batchNorm {
          places += [(index, 0), (index, layer.shape.channels)]
        }
      }
      let columns = places.map { place -> [Double] in
        var (more, less) = (parameters, parameters)
        more.values[place.layer][place.place] += 1e-5
        less.values[place.layer][place.place] -= 1e-5
        return zip(logits(more), logits(less)).map { ($0 - $1) / 2e-5 }
      }
      let outputs = logits(parameters)
      var (defined, published) = (Self.zeros(places.count), Self.zeros(places.count))
      for image in 0..<4 {
        let scores = outputs[image * 3..<image * 3 + 3].map { exp($0) }
        let soft = scores.map { 0.95 * $0 / scores.reduce(0, +) + 0.05 / 3 }
        let factor = KnowledgeSpectrum.choleskyFactor(of: soft)
        let jacobian = columns.map { Array($0[image * 3..<image * 3 + 3]) }
        // Rows of L J, for each parameter.
        let scaled = jacobian.map { column in
          (0..<3).map { row in
            zip(factor[row * 3..<row * 3 + 3], column).reduce(0) { $0 + $1.0 * $1.1 }
          }
        }
        for (one, first) in scaled.enumerated() {
          for (other, second) in scaled.enumerated() {
            published[one][other] += zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } / 4
          }
        }
        for (one, first) in jacobian.enumerated() {
          for (other, second) in jacobian.enumerated() {
            var (product, mean, others) = (0.0, 0.0, 0.0)
            for (place, share) in soft.enumerated() {
              product += share * first[place] * second[place]
              mean += share * first[place]
              others += share * second[place]
            }
            defined[one][other] += (product - mean * others) / 4
          }
        }
      }
      for (name, matrix) in [("vkdnw_entropy", defined), ("vkdnw_entropy_code", published)] {
        let values = HandSpace.eigenvalues(matrix).map { max(0, $0) }
        let deciles = (1...9).map { decile -> Double in
          let place = Double(values.count - 1) * Double(decile) / 10
          let low = Int(place)
          let high = min(low + 1, values.count - 1)
          return values[low] + (place - Double(low)) * (values[high] - values[low])
        }
        let total = deciles.reduce(0, +) + 1e-10
        let expected = deciles.reduce(0) { $0 - $1 / total * log($1 / total + 1e-10) }
        let found = try HandSpace.values(
          name, [architecture], in: space, on: ProxyMeasurement(batch: 4))[0]
        expectClose(found, expected, within: 1e-3, name)
      }
    }
  }

  private static func zeros(_ count: Int) -> [[Double]] {
    [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
  }

  @Test("Ranks lie between 0 and 1, and grow everywhere")
  func ranks() {
    let sorted = [-Double.infinity, 1, 2, 2, 5, 9]
    let numbers = [-Double.infinity, -1e9, 0, 0.9, 1, 1.5, 2, 3, 5, 8.9, 9, 10, 1e9]
    let ranks = numbers.map { RankPopulation.rank(of: $0, among: sorted) }
    #expect(ranks == ranks.sorted() && ranks.allSatisfy { $0 > 0 && $0 < 1 })
    for (place, pair) in zip(ranks, ranks.dropFirst()).enumerated() {
      // Far out, a rank is its limit to the last bit.
      #expect(pair.0 < pair.1 || place == 0 || place == numbers.count - 2, "\(numbers[place])")
    }
    #expect(RankPopulation.rank(of: .infinity, among: [.infinity]) < 1)
    #expect(RankPopulation.rank(of: 3, among: [3, 3, 3]).isFinite)
  }

  @Test("An aggregate depends on no neighbour, and is the sum of its parts' ranks")
  func aggregates() throws {
    let space = try HandSpace.make()
    let architectures = Array(space.architectures)
    for aggregate in ProxyRegistry.aggregates {
      let together = try HandSpace.values(
        aggregate.name, architectures, in: space, on: ProxyMeasurement(batch: 4))
      let alone = try architectures.map {
        try HandSpace.values(aggregate.name, [$0], in: space, on: ProxyMeasurement(batch: 4))[0]
      }
      #expect(together == alone && together.allSatisfy { $0 < 0 })
    }
  }
}

@Suite("Values of measured proxies are kept")
struct MeasuredValuesTests {
  private static func evaluator(
    _ space: SearchSpace, _ known: MeasuredValues, on measurement: ProxyMeasurement
  ) throws -> ProxyEvaluator {
    ProxyEvaluator(
      in: ProxyContext(
        space, for: try space.dataSet(), threads: 2, measuredOn: measurement, knowing: known
      ) { [] })
  }

  @Test("A second run takes them from the file, to the bit; a damaged file is measured anew")
  func file() throws {
    try withTemporaryFolder { folder in
      let space = try HandSpace.make()
      let architectures = Array(space.architectures)
      let measurement = ProxyMeasurement(batch: 4)
      func values(_ known: MeasuredValues) throws -> [Double] {
        try ["snip", "az-nas"].flatMap { name in
          try Self.evaluator(space, known, on: measurement).values(
            of: architectures, by: ProxyRegistry.named(name)
          ).map { try $0.get() }
        }
      }
      let first = MeasuredValues(folder: folder.path)
      let measured = try values(first)
      first.save()
      #expect(first.problem == nil)
      let path = try #require(first.path)
      let bytes = try Data(contentsOf: URL(filePath: path))
      let second = MeasuredValues(folder: folder.path)
      #expect(try values(second) == measured)
      second.save()
      // Nothing was new.
      #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
      try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
      let third = MeasuredValues(folder: folder.path)
      #expect(try values(third) == measured)
      #expect(third.problem?.contains("written anew") == true)
      third.save()
      let fourth = MeasuredValues(folder: folder.path)
      #expect(try values(fourth) == measured)
      #expect(fourth.problem == nil)
    }
  }

  @Test("Another batch, seed or number of draws is another value")
  func keys() throws {
    let space = try HandSpace.make()
    let architectures = Array(space.architectures)
    let known = MeasuredValues()
    let all = try [
      ProxyMeasurement(batch: 4), ProxyMeasurement(batch: 5), ProxyMeasurement(batch: 4, seed: 1),
      ProxyMeasurement(batch: 4, repeats: 2), ProxyMeasurement(batch: 4, initialisation: .kaiming),
      ProxyMeasurement(batch: 4, initialisation: .kaimingFanOut),
    ].map { measurement in
      try Self.evaluator(space, known, on: measurement).values(
        of: architectures, by: ProxyRegistry.named("snip")
      ).map { try $0.get() }
    }
    #expect(Set(all).count == all.count)
  }

  @Test(
    "The norm of the weights is that of drawn ones, whatever they are drawn from",
    arguments: ProxyMeasurement.initialisations)
  func weightNorm(initialisation: WeightInitialisation) throws {
    let installation = Installation(root: Locations.root.path)
    let space = try SearchSpace.named("nasbench201", in: installation)
    let cell = try space.architecture(
      parsing:
        "|nor_conv_3x3~0|+|nor_conv_1x1~0|none~1|+|skip_connect~0|nor_conv_1x1~1|nor_conv_3x3~2|")
    let network = try space.network(of: cell, for: space.dataSet())
    let drawn = NetworkParameters<Double>(of: network, initialisation, seed: 5)
    var (norm, variance) = (0.0, 0.0)
    for (layer, parameters) in zip(network.layers, drawn.values) {
      guard let weights = network.weights(of: layer) else { continue }
      let squares = parameters.prefix(weights.count).reduce(0) { $0 + $1 * $1 }
      norm += squares.squareRoot()
      // The deviation of a norm of n normal numbers is s / sqrt(2), and uniform ones vary less.
      variance += squares / Double(2 * weights.count)
    }
    let value = try HandSpace.values(
      "l2_norm", [cell], in: space, on: ProxyMeasurement(initialisation: initialisation))[0]
    // The mean of a norm is smaller than the root of the mean square by a share of 1 / (4n): 16
    // channels of one tap have 256 weights.
    #expect(abs(value - norm) < 5 * variance.squareRoot() + norm / (4 * 256))
  }

  @Test("Networks whose layers are equal have one content, whatever the names")
  func content() throws {
    let installation = Installation(root: Locations.root.path)
    let space = try SearchSpace.named("nasbench201", in: installation)
    func content(_ text: String) throws -> String {
      try space.network(of: space.architecture(parsing: text), for: space.dataSet()).content
    }
    // The zero operator on either of two edges leaves the same layers.
    let one = try content(
      "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|nor_conv_1x1~1|none~2|")
    let other = try content(
      "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|nor_conv_3x3~1|none~2|")
    #expect(one != other)
    #expect(try one == content("|nor_conv_3x3~0|+|none~0|none~1|+|none~0|nor_conv_1x1~1|none~2|"))
  }
}
