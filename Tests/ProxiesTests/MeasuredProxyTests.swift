import Files
import Foundation
import Networks
import Proxies
import Randomness
import Runtime
import Spaces
import TensorFiles
import TestSupport
import Testing
import Wording

@Suite("Measured zero-cost proxies")
struct MeasuredProxyTests {
  private static let installation = Installation(root: Locations.root.path)

  /// The weights, images and labels of the first draw, drawn anew.
  private struct Draw {
    let network: Network
    let parameters: NetworkParameters<Double>
    let images: [Double]
    let labels: [Int]
    let count: Int

    init(
      _ architecture: Architecture, in space: SearchSpace, batch: Int, stream: UInt64 = 0
    ) throws {
      network = try space.network(of: architecture, for: space.dataSet())
      let source = SplitMix64(seed: 0).stream(0)
      let single = NetworkParameters<Float>(
        of: network, .uniform, seed: source.stream(1).state)
      var double = NetworkParameters<Double>(of: network, .uniform, seed: 0)
      double.values = single.values.map { $0.map { Double($0) } }
      parameters = double
      var random = source.stream(stream)
      labels = (0..<batch).map { _ in random.integer(below: 3) }
      images = (0..<batch * network.layers[0].shape.elements).map { _ in
        Double(Float(random.normal()))
      }
      count = batch
    }

    func loss(_ parameters: NetworkParameters<Double>) -> Double {
      let pass = NetworkPass(network, parameters, on: images, threads: 1)
      return CrossEntropy.loss(of: pass.output, labels: labels).loss
    }

    /// By layer with weights, by finite differences.
    var gradients: [(weights: [Double], gradient: [Double])] {
      network.layers.indices.compactMap { index in
        guard let weights = network.weights(of: index) else { return nil }
        let gradient = (0..<weights.count).map { place in
          var (more, less) = (parameters, parameters)
          more.values[index][place] += 1e-6
          less.values[index][place] -= 1e-6
          return (loss(more) - loss(less)) / 2e-6
        }
        return (Array(parameters.values[index].prefix(weights.count)), gradient)
      }
    }

    /// [images][numbers]
    var imageGradients: [[Double]] {
      let pass = NetworkPass(network, parameters, on: images, threads: 1)
      let all = pass.backward(from: [Double](repeating: 1, count: 3 * count)).ofImages
      let size = images.count / count
      return (0..<count).map { Array(all[$0 * size..<($0 + 1) * size]) }
    }
  }

  @Test("SNIP, plain and the norm of the gradient, by finite differences")
  func gradients() throws {
    let space = try HandSpace.make()
    for architecture in space.architectures {
      let layers = try Draw(architecture, in: space, batch: 5).gradients
      func sum(_ term: (Double, Double) -> Double) -> Double {
        layers.reduce(0) { $0 + zip($1.weights, $1.gradient).reduce(0) { $0 + term($1.0, $1.1) } }
      }
      let norm = layers.reduce(0) { total, layer in
        total + layer.gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
      let expected = ["snip": sum { abs($0 * $1) }, "plain": sum { $0 * $1 }, "grad_norm": norm]
      for (name, value) in expected {
        let found = try HandSpace.values(
          name, [architecture], in: space, on: ProxyMeasurement(batch: 5))[0]
        // Gradients of single precision through five layers, and differences in double precision.
        expectClose(found, value, within: 2e-5 * max(1, abs(expected["snip"] ?? 1)), name)
      }
    }
  }

  @Test("Fisher, channel by channel")
  func fisher() throws {
    let space = try HandSpace.make()
    let architecture = try #require(Array(space.architectures).first)
    let draw = try Draw(architecture, in: space, batch: 4)
    let pass = NetworkPass(draw.network, draw.parameters, on: draw.images, threads: 1)
    let loss = CrossEntropy.loss(of: pass.output, labels: draw.labels)
    var expected = 0.0
    _ = pass.backward(from: loss.gradient) { index, gradient in
      guard let weights = draw.network.weights(of: index) else { return }
      let output = pass.output(of: index)
      for channel in 0..<weights.outputs {
        var mean = 0.0
        for image in 0..<4 {
          let start = (image * weights.outputs + channel) * weights.positions
          let sum = (start..<start + weights.positions).reduce(0) {
            $0 + output[$1] * gradient[$1]
          }
          mean += sum * sum / 4
        }
        expected += mean / 2 * Double(weights.count / weights.outputs)
      }
    }
    let found = try HandSpace.values(
      "fisher", [architecture], in: space, on: ProxyMeasurement(batch: 4))[0]
    expectClose(found, expected, within: 1e-4 * expected)
  }

  @Test("Jacov of two images has the eigenvalues 1 + c and 1 - c; EPE-NAS goes class by class")
  func imageGradients() throws {
    let space = try HandSpace.make()
    let architecture = try #require(Array(space.architectures).first)
    let small = 1e-5
    let pair = try Draw(architecture, in: space, batch: 2).imageGradients
    let c = HandSpace.correlation(pair[0], pair[1])
    let jacov = [1 + c, 1 - c].reduce(0) { $0 - log($1 + small) - 1 / ($1 + small) }
    let found = try HandSpace.values(
      "jacov", [architecture], in: space, on: ProxyMeasurement(batch: 2))[
        0]
    expectClose(found, jacov, within: 1e-3 * abs(jacov))
    let draw = try Draw(architecture, in: space, batch: 7)
    let rows = draw.imageGradients
    var epe = 0.0
    for label in 0..<3 {
      let members = rows.indices.filter { draw.labels[$0] == label }
      var sum = 0.0
      for first in members {
        for second in members {
          sum += log(abs(HandSpace.correlation(rows[first], rows[second])) + small)
        }
      }
      epe += abs(sum)
    }
    let foundEPE = try HandSpace.values(
      "epe_nas", [architecture], in: space, on: ProxyMeasurement(batch: 7))[0]
    expectClose(foundEPE, epe, within: 1e-3 * epe)
  }

  @Test("NASWOT counts agreements unit by unit")
  func nwot() throws {
    let space = try HandSpace.make()
    let architecture = try #require(Array(space.architectures).first)
    let draw = try Draw(architecture, in: space, batch: 3)
    let pass = NetworkPass(draw.network, draw.parameters, on: draw.images, threads: 1)
    var counts = [[Double]](repeating: [0, 0, 0], count: 3)
    for layer in draw.network.layers {
      guard case .activation = layer.kind else { continue }
      let inputs = pass.output(of: layer.input)
      let units = inputs.count / 3
      for first in 0..<3 {
        for second in 0..<3 {
          for unit in 0..<units
          where (inputs[first * units + unit] > 0) == (inputs[second * units + unit] > 0) {
            counts[first][second] += 1
          }
        }
      }
    }
    let (a, b) = (counts[0], counts[1])
    let c = counts[2]
    let determinant =
      a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
      + a[2] * (b[0] * c[1] - b[1] * c[0])
    let found = try HandSpace.values(
      "nwot", [architecture], in: space, on: ProxyMeasurement(batch: 3))[
        0]
    // A unit whose input is a rounding away from 0 may flip: one of some hundred.
    expectClose(found, log(determinant), within: 1e-2)
  }

  @Test("GraSP is a mixed second difference of the loss")
  func grasp() throws {
    let space = try HandSpace.make()
    for architecture in space.architectures {
      let draw = try Draw(architecture, in: space, batch: 5)
      let layers = draw.network.layers.indices.filter {
        draw.network.weights(of: $0) != nil
      }
      let gradients = draw.gradients
      // A step of a times the weights, and one of b times the gradient.
      func loss(_ a: Double, _ b: Double) -> Double {
        var moved = draw.parameters
        for (layer, (weights, gradient)) in zip(layers, gradients) {
          for place in weights.indices {
            moved.values[layer][place] += a * weights[place] + b * gradient[place]
          }
        }
        return draw.loss(moved)
      }
      let step = 2e-4
      let mixed =
        (loss(step, step) - loss(step, -step) - loss(-step, step) + loss(-step, -step))
        / (4 * step * step)
      let found = try HandSpace.values(
        "grasp", [architecture], in: space, on: ProxyMeasurement(batch: 5))[0]
      expectClose(found, -mixed, within: 2e-3 * abs(mixed))
    }
  }

  @Test("ZiCo, weight by weight over four batches")
  func zico() throws {
    let space = try HandSpace.make()
    let architecture = try #require(Array(space.architectures).first)
    let batches = try [0, 11, 12, 13].map {
      try Draw(architecture, in: space, batch: 5, stream: $0).gradients.map(\.gradient)
    }
    var expected = 0.0
    for layer in batches[0].indices {
      var sum = 0.0
      for place in batches[0][layer].indices {
        let values = batches.map { $0[layer][place] }
        let mean = values.reduce(0, +) / 4
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
        sum += values.reduce(0) { $0 + abs($1) } / 4 / variance.squareRoot()
      }
      expected += log(sum)
    }
    let found = try HandSpace.values(
      "zico", [architecture], in: space, on: ProxyMeasurement(batch: 5))[
        0]
    expectClose(found, expected, within: 1e-3 * abs(expected))
  }

  @Test("SWAP counts codes, MeCo takes the smallest eigenvalues, NEAR the effective ranks")
  func forward() throws {
    let space = try HandSpace.make()
    let architecture = try #require(Array(space.architectures).first)
    let draw = try Draw(architecture, in: space, batch: 5)
    let pass = NetworkPass(draw.network, draw.parameters, on: draw.images, threads: 1)
    var codes: Set<String> = []
    var (smallest, ranks) = (0.0, 0.0)
    var random = SplitMix64(seed: 0).stream(0).stream(5)
    for (index, layer) in draw.network.layers.enumerated() where index > 0 {
      let output = pass.output(of: index)
      let (channels, places) = (layer.shape.channels, layer.shape.height * layer.shape.width)
      func value(_ image: Int, _ channel: Int, _ place: Int) -> Double {
        output[(image * channels + channel) * places + place]
      }
      var isActivation = false
      if case .activation = layer.kind { isActivation = true }
      if isActivation {
        for channel in 0..<channels {
          for place in 0..<places {
            codes.insert((0..<5).map { value($0, channel, place) > 0 ? "1" : "0" }.joined())
          }
        }
      }
      if places > channels {
        let rows = (0..<channels).map { channel in
          (0..<places).map { value(0, channel, $0) }
        }
        smallest +=
          HandSpace.eigenvalues(
            rows.map { one in rows.map { HandSpace.correlation(one, $0) } })[0]
      }
      if isActivation || draw.network.weights(of: layer) != nil {
        let rows = random.sample(channels, below: 5 * places).map { row in
          (0..<channels).map { value(row / places, $0, row % places) }
        }
        let products = rows.map { one in rows.map { zip(one, $0).reduce(0) { $0 + $1.0 * $1.1 } } }
        let singular = HandSpace.eigenvalues(products).map { max(0, $0).squareRoot() }
        let shares = singular.map { $0 / singular.reduce(0, +) }
        ranks += exp(shares.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 })
      }
    }
    for (name, expected) in ["swap": Double(codes.count), "meco": smallest, "near": ranks] {
      let found = try HandSpace.values(
        name, [architecture], in: space, on: ProxyMeasurement(batch: 5))[
          0]
      expectClose(found, expected, within: 1e-4 * expected, name)
    }
  }

  @Test("SynFlow is conserved: in a chain without biases each layer has all of it")
  func synflow() throws {
    let space = try HandSpace.make()
    let architecture = try #require(Array(space.architectures).first)
    let draw = try Draw(architecture, in: space, batch: 1)
    var parameters = NetworkParameters<Double>(
      of: draw.network, .uniform, seed: SplitMix64(seed: 0).stream(0).stream(1).state)
    parameters.makePositive()
    let ones = [Double](repeating: 1, count: draw.images.count)
    let output = NetworkPass(
      draw.network, parameters, on: ones, batchNorms: .identity, threads: 1
    ).output
    let flow = log(3 * output.reduce(0, +))
    expectClose(
      try HandSpace.values("synflow", [architecture], in: space)[0], flow,
      within: 1e-12 * max(1, abs(flow)))
  }

  @Test("SynFlow and Zen are near their closed forms on NAS-Bench-201")
  func closedForms() throws {
    let space = try SearchSpace.named("nasbench201", in: Self.installation)
    var random = SplitMix64(seed: 6)
    let architectures = (0..<2).map { _ in space.sample(using: &random) }
    for name in ["synflow", "zen"] {
      let measured = try HandSpace.values(
        name, architectures, in: space, on: ProxyMeasurement(batch: 8))
      let closed = try HandSpace.values("\(name)-closed", architectures, in: space)
      // One draw of 16 to 64 channels against the limit of many.
      for (measured, closed) in zip(measured, closed) {
        expectClose(measured, closed, within: 0.05 * closed, name)
      }
    }
  }

  @Test("Values depend on seed and batch, not on threads, order, or what else is measured")
  func independence() throws {
    let space = try HandSpace.make()
    let architectures = Array(space.architectures)
    let measurement = ProxyMeasurement(batch: 6, seed: 3, repeats: 2)
    for proxy in ProxyRegistry.measured {
      let one = try HandSpace.values(
        proxy.name, architectures, in: space, on: measurement, threads: 1)
      let two = try HandSpace.values(
        proxy.name, architectures.reversed(), in: space, on: measurement)
      #expect(one == two.reversed(), "\(proxy.name)")
      let other = try HandSpace.values(
        proxy.name, architectures, in: space, on: ProxyMeasurement(batch: 6, seed: 4))
      #expect(one != other, "\(proxy.name)")
    }
    let context = ProxyContext(
      space, for: try space.dataSet(), threads: 2, measuredOn: measurement
    ) { [] }
    let together = ProxyEvaluator(in: context)
    for proxy in ProxyRegistry.measured { try together.add(proxy) }
    for proxy in ProxyRegistry.measured {
      let values = try together.values(of: architectures, by: proxy).map { try $0.get() }
      #expect(
        try values == HandSpace.values(proxy.name, architectures, in: space, on: measurement),
        "\(proxy.name)")
    }
  }

  @Test("A batch of one has numbers or none, and never NaN")
  func one() throws {
    let space = try HandSpace.make()
    for proxy in ProxyRegistry.measured {
      let values = try HandSpace.values(
        proxy.name, Array(space.architectures), in: space, on: ProxyMeasurement(batch: 1))
      #expect(values.allSatisfy { !$0.isNaN }, "\(proxy.name)")
    }
  }

  @Test("A binary batch of CIFAR-10 holds the same images as an HDF5 file of them")
  func binaryBatch() throws {
    try withTemporaryFolder { folder in
      var random = SplitMix64(seed: 2)
      let labels = (0..<4).map { _ in UInt8(random.integer(below: 3)) }
      // [images][colours, rows, columns]
      let planes = labels.map { _ in
        (0..<3 * 1024).map { _ in UInt8(random.integer(below: 256)) }
      }
      let batch = folder.appendingPathComponent("data_batch_1.bin")
      try Data(zip(labels, planes).flatMap { [$0] + $1 }).write(to: batch)
      let file = folder.appendingPathComponent("images.h5")
      var writer = TensorFileWriter()
      let last = planes.flatMap { plane in
        (0..<1024).flatMap { place in (0..<3).map { plane[$0 * 1024 + place] } }
      }
      writer.add("images", Tensor(shape: [4, 32, 32, 3], elements: .uint8(last)))
      writer.add("labels", Tensor(shape: [4], elements: .uint8(labels)))
      try writer.write(to: file.path)
      let drawn = try [batch, file].map { url in
        var draws = SplitMix64(seed: 3)
        return try LabelledImages(path: url.path).draw(
          3, for: Network.Shape(channels: 3, height: 32, width: 32), classes: 3, using: &draws)
      }
      #expect(drawn[0].images == drawn[1].images)
      #expect(drawn[0].labels == drawn[1].labels)
      try Data([1, 2, 3]).write(to: batch)
      #expect(
        sentence { _ = try LabelledImages(path: batch.path) }?.contains("is not an HDF5 file")
          == true)
    }
  }

  @Test("Images come from a file; what does not fit is said in a sentence")
  func images() throws {
    let space = try HandSpace.make()
    let architectures = Array(space.architectures)
    try withTemporaryFolder { folder in
      func file(_ side: Int, labels: [UInt8], name: String = "images") throws -> String {
        let path = folder.appendingPathComponent("\(side)-\(labels.count)-\(name).h5").path
        var random = SplitMix64(seed: 1)
        let bytes = (0..<labels.count * side * side * 3).map { _ in
          UInt8(random.integer(below: 256))
        }
        var writer = TensorFileWriter()
        writer.add(
          name, Tensor(shape: [labels.count, side, side, 3], elements: .uint8(bytes)))
        writer.add(
          name == "images" ? "labels" : "train_labels",
          Tensor(shape: [labels.count], elements: .uint8(labels)))
        try writer.write(to: path)
        return path
      }
      let labels = (0..<20).map { UInt8($0 % 3) }
      let good = try LabelledImages(path: file(6, labels: labels))
      let train = try LabelledImages(path: file(6, labels: labels, name: "train_images"))
      let measured = try HandSpace.values(
        "jacov", architectures, in: space, on: ProxyMeasurement(on: good, batch: 8))
      #expect(measured.allSatisfy { $0.isFinite })
      #expect(
        try measured
          == HandSpace.values(
            "jacov", architectures, in: space, on: ProxyMeasurement(on: train, batch: 8)))
      let wrongSize = try LabelledImages(path: file(5, labels: labels))
      #expect(
        sentence {
          _ = try HandSpace.values(
            "snip", architectures, in: space, on: ProxyMeasurement(on: wrongSize))
        }?.contains("has images of 3x5x5, and the network takes 3x6x6") == true)
      let wrongLabel = try LabelledImages(path: file(6, labels: [7, 7]))
      #expect(
        sentence {
          _ = try HandSpace.values(
            "snip", architectures, in: space, on: ProxyMeasurement(on: wrongLabel))
        }?.contains("has the label 7") == true)
      #expect(
        sentence { _ = try LabelledImages(path: file(6, labels: [1], name: "pictures")) }?
          .contains("missing") == true)
    }
  }
}
