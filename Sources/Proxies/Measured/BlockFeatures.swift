import Foundation
import Networks
import Randomness
import Runtime
import Tensors

/// The feature maps between the blocks of a network, as AZ-NAS reads them (Lee and Ham, CVPR 2024):
/// of the stem, and of each cell, block or reduction after it.
///
/// Where the whole network between stem and head is one cell, they are those behind which no path
/// leads round.
package struct BlockFeatures {
  /// The layers, in order.
  let layers: [Int]
  /// The network after its way forward, with Kaiming's weights, on standard normal images.
  private let pass: NetworkPass<Float>
  private let network: Network

  /// The layers whose outputs are the features of a network.
  package static func layers(of network: Network) -> [Int] {
    let ends = blockEnds(of: network)
    return ends.count > 2 ? ends : cuts(of: network)
  }

  /// The name of the block of a layer, `stage 1/cell 2`.
  private static func block(of layer: Int, in network: Network) -> String {
    network.name(of: layer).split(separator: "/").prefix(2).joined(separator: "/")
  }

  /// Maps that a block passes to later ones, where it is a single one. The head has none.
  private static func blockEnds(of network: Network) -> [Int] {
    var outputs: [String: Set<Int>] = [:]
    var order: [String] = []
    for layer in network.layers.indices {
      let reader = block(of: layer, in: network)
      if !order.contains(reader) { order.append(reader) }
      for input in network.inputs(of: layer) where block(of: input, in: network) != reader {
        outputs[block(of: input, in: network), default: []].insert(input)
      }
    }
    return order.compactMap { name in
      guard let found = outputs[name], found.count == 1, let end = found.first else { return nil }
      return isMap(end, of: network) ? end : nil
    }
  }

  private static func isMap(_ index: Int, of network: Network) -> Bool {
    network.layers[index].kind != .input && !network.isVector(index)
  }

  /// Sums, and other maps that later layers read, which no path passes by.
  private static func cuts(of network: Network) -> [Int] {
    var last = [Int](0..<network.layers.count)
    for (index, layer) in network.layers.enumerated() {
      for input in network.inputs(of: layer) { last[input] = index }
    }
    // The furthest reader of anything before a layer: no path passes by where it is the layer.
    var furthest = 0
    return network.layers.indices.filter { index in
      defer { furthest = max(furthest, last[index]) }
      guard furthest <= index, isMap(index, of: network) else { return false }
      return switch network.layers[index].kind {
      case .sum, .concatenation, .pooling, .activation: true
      default: false
      }
    }
  }

  init(of measured: MeasuredNetwork) throws(NetworkError) {
    network = measured.network
    layers = BlockFeatures.layers(of: network)
    let parameters = NetworkParameters<Float>(
      of: network, .kaiming, seed: measured.source.stream(6).state)
    var random = measured.source.stream(7)
    let count = try measured.batch().labels.count * network.layers[0].shape.elements
    pass = NetworkPass(
      network, parameters, on: (0..<count).map { _ in Float(random.normal()) }, threads: 1,
      keeping: KeptOutputs(forGradients: true, layers: Set(layers)), memory: measured.memory)
  }

  /// Of each feature map the entropy of its principal components: of the eigenvalues of the
  /// covariance of channels over images and places, as shares of their sum.
  func entropies() -> [Double] { layers.map(entropy) }

  private func entropy(of layer: Int) -> Double {
    let shape = network.layers[layer].shape
    let (channels, places) = (shape.channels, shape.height * shape.width)
    let covariance = pass.withOutput(of: layer) { map -> [Double] in
      guard let start = map.baseAddress else { return [] }
      let centred = Buffer<Float>(uninitialized: map.count)
      for channel in 0..<channels {
        var moments = [0.0, 0.0]
        for image in 0..<pass.images {
          Float.addMoments(
            places, start + (image * channels + channel) * places, centre: 0, to: &moments)
        }
        let mean = Float(moments[0] / Double(pass.images * places))
        for image in 0..<pass.images {
          let offset = (image * channels + channel) * places
          Float.scale(
            places, start + offset, centre: mean, factor: 1, shift: 0,
            into: centred.pointer + offset)
        }
      }
      let sums = Buffer<Float>(count: channels * channels)
      for image in 0..<pass.images {
        let rows = centred.pointer + image * channels * places
        Float.multiply(
          rows: channels, columns: channels, inner: places, rows, rows, into: sums.pointer,
          transposingA: false, transposingB: true, alpha: 1, beta: 1)
      }
      return (0..<sums.count).map { Double(sums.pointer[$0]) }
    }
    guard let values = SymmetricEigenvalues.of(covariance, order: channels) else { return .nan }
    let total = values.reduce(0, +)
    guard total > 0 else { return .nan }
    return values.reduce(0) { sum, value in
      let share = value / total
      return sum - share * log(max(0, share) + 1e-8)
    }
  }

  /// How far each block is from keeping the size of gradients: 2 - s - 1/s, at most 0, for the
  /// largest singular value s of the mean product of a random gradient of signs behind the block
  /// and of what arrives before it. Minus infinity for a block that passes the gradient on as it
  /// is.
  ///
  /// - Parameter random: for the signs
  func gradientKeeping(using random: inout SplitMix64) -> [Double] {
    zip(layers.dropFirst(), layers).map { block, before in
      let count = pass.images * network.layers[block].shape.elements
      let signs = (0..<count).map { _ in random.next() >> 63 == 0 ? Float(1) : -1 }
      let arriving = pass.gradient(of: block, signs, by: before)
      guard signs != arriving else { return -.infinity }
      let largest = largestSingularValue(signs, behind: block, arriving, before: before)
      return 2 - largest - 1 / (largest + 1e-6)
    }
  }

  /// Of the product of gradients, [channels before, channels behind], over images and places. A
  /// coarser place has one channel for each channel and place of the finer map that it covers.
  private func largestSingularValue(
    _ gradient: [Float], behind block: Int, _ arriving: [Float], before: Int
  ) -> Double {
    let (behind, fine) = (network.layers[block].shape, network.layers[before].shape)
    let places = behind.height * behind.width
    let (rows, columns) = (
      max(1, fine.height / behind.height), max(1, fine.width / behind.width)
    )
    let channels = fine.channels * rows * columns
    var product = [Float](repeating: 0, count: channels * behind.channels)
    var unshuffled = [Float](repeating: 0, count: channels * places)
    for image in 0..<pass.images {
      for channel in 0..<channels {
        let (source, corner) = (channel / (rows * columns), channel % (rows * columns))
        let start = (image * fine.channels + source) * fine.height * fine.width
        for place in 0..<places {
          let row = place / behind.width * rows + corner / columns
          let column = place % behind.width * columns + corner % columns
          unshuffled[channel * places + place] = arriving[start + row * fine.width + column]
        }
      }
      gradient.withUnsafeBufferPointer { gradient in
        guard let start = gradient.baseAddress else { return }
        Float.multiply(
          rows: channels, columns: behind.channels, inner: places, unshuffled,
          start + image * behind.channels * places, into: &product, transposingA: false,
          transposingB: true, alpha: 1 / Float(pass.images * places), beta: 1)
      }
    }
    // The singular values squared are the eigenvalues of the smaller of the two square products.
    let isWide = channels > behind.channels
    let order = min(channels, behind.channels)
    var square = [Float](repeating: 0, count: order * order)
    Float.multiply(
      rows: order, columns: order, inner: max(channels, behind.channels), product, product,
      into: &square, transposingA: isWide, transposingB: !isWide, alpha: 1, beta: 0)
    let values = SymmetricEigenvalues.of(square.map { Double($0) }, order: order)
    return values?.last.map { max(0, $0).squareRoot() } ?? .nan
  }
}
