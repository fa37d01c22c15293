import Foundation
import Networks
import Runtime
import Tensors

/// What a network's weights know of its images' classes: the spectrum of the Fisher information of
/// one weight of each tensor (Tybl and Neumann, CVPR 2025, section 3).
///
/// The network has Kaiming's weights, and batch norms the moments they begin with, mean 0 and
/// variance 1. J holds the derivatives of the logits by the first number of each of the first 128
/// tensors: weights and biases of convolutions and linear layers, scales and shifts of batch norms.
/// With the softmax p, and q = 0.95 p + 0.05 / C over C classes, the information of an image is
/// J' (diag q - q q') J.
package enum KnowledgeSpectrum {
  /// How the covariance of the classes is used.
  enum Reading {
    /// As the Fisher information wants it: J' L L' J, with L L' = diag q - q q'.
    case asDefined
    /// As the authors' published code has it: (L J)' (L J).
    case asPublished
  }

  private static let mostTensors = 128
  private static let share = 0.05

  /// A number of a tensor by which logits are derived.
  private enum Entry {
    /// The first weight of a convolution or a linear layer.
    case weight(Int)
    /// The first bias, or the first shift of a batch norm.
    case shift(Int)
    /// The first scale of a batch norm.
    case scale(Int)
  }

  private static func entries(of network: Network) -> [Entry] {
    var entries: [Entry] = []
    for (index, layer) in network.layers.enumerated() {
      if let weights = network.weights(of: layer) {
        entries.append(.weight(index))
        if weights.hasBias { entries.append(.shift(index)) }
      } else if layer.kind == .batchNorm {
        entries += [.scale(index), .shift(index)]
      }
    }
    return Array(entries.prefix(mostTensors))
  }

  /// The eigenvalues in rising order by both readings.
  static func eigenvalues(
    of measured: MeasuredNetwork
  ) throws(NetworkError) -> (asDefined: [Double]?, asPublished: [Double]?) {
    let network = measured.network
    let images = try measured.batch().images
    let parameters = NetworkParameters<Float>(
      of: network, .kaiming, seed: measured.source.stream(6).state)
    let pass = NetworkPass(
      network, parameters, on: images, batchNorms: .evaluation, threads: 1,
      keeping: .forGradients, memory: measured.memory)
    let entries = entries(of: network)
    let classes = network.output.shape.elements
    // [images][classes, entries]
    var jacobians = [[Double]](
      repeating: [Double](repeating: 0, count: classes * entries.count), count: pass.images)
    for target in 0..<classes {
      var gradient = [Float](repeating: 0, count: pass.images * classes)
      for image in 0..<pass.images { gradient[image * classes + target] = 1 }
      var known: [Int: [(place: Int, derivatives: [Double])]] = [:]
      _ = pass.backward(from: gradient, parameters: false) { index, arriving in
        known[index] = entries.enumerated().compactMap { place, entry in
          derivatives(of: entry, at: index, arriving, pass).map { (place, $0) }
        }
      }
      for (place, derivatives) in known.values.joined() {
        for image in 0..<pass.images {
          jacobians[image][target * entries.count + place] = derivatives[image]
        }
      }
    }
    let outputs = pass.output
    var sums = [[Double]](
      repeating: [Double](repeating: 0, count: entries.count * entries.count), count: 2)
    for (image, jacobian) in jacobians.enumerated() {
      let logits = outputs[image * classes..<(image + 1) * classes].map { Double($0) }
      let factor = choleskyFactor(of: softened(logits))
      for (place, isTransposed) in [(0, true), (1, false)] {
        var product = [Double](repeating: 0, count: classes * entries.count)
        Double.multiply(
          rows: classes, columns: entries.count, inner: classes, factor, jacobian, into: &product,
          transposingA: isTransposed, transposingB: false, alpha: 1, beta: 0)
        Double.multiply(
          rows: entries.count, columns: entries.count, inner: classes, product, product,
          into: &sums[place], transposingA: true, transposingB: false,
          alpha: 1 / Double(pass.images), beta: 1)
      }
    }
    return (
      SymmetricEigenvalues.of(sums[0], order: entries.count),
      SymmetricEigenvalues.of(sums[1], order: entries.count)
    )
  }

  /// By the entry, where it belongs to the layer: of each image.
  private static func derivatives(
    of entry: Entry, at index: Int, _ arriving: UnsafeBufferPointer<Float>,
    _ pass: NetworkPass<Float>
  ) -> [Double]? {
    let layer = pass.network.layers[index]
    let (size, places) = (layer.shape.elements, layer.shape.height * layer.shape.width)
    switch entry {
    case .shift(index):
      return (0..<pass.images).map { image in
        var sum = 0.0
        for place in image * size..<image * size + places { sum += Double(arriving[place]) }
        return sum
      }
    case .scale(index):
      return pass.withOutput(of: layer.input) { inputs -> [Double] in
        (0..<pass.images).map { image in
          var sum = 0.0
          for place in image * size..<image * size + places {
            sum += Double(arriving[place]) * Double(inputs[place])
          }
          return sum / (1 + 1e-5).squareRoot()
        }
      }
    case .weight(index):
      return pass.firstWeightDerivatives(of: index, arriving).map { Double($0) }
    case .shift, .scale, .weight: return nil
    }
  }

  /// Probabilities none of which is 0.
  private static func softened(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let powers = logits.map { exp($0 - largest) }
    let total = powers.reduce(0, +)
    return powers.map { (1 - share) * $0 / total + share / Double(logits.count) }
  }

  /// L with L L' = diag q - q q', [C, C] with zeros above the diagonal (Tanabe and Sagae, 1992).
  package static func choleskyFactor(of probabilities: [Double]) -> [Double] {
    let count = probabilities.count
    var factor = [Double](repeating: 0, count: count * count)
    var rest = 1.0
    for column in 0..<count {
      let before = rest
      rest = column == count - 1 ? 0 : before - probabilities[column]
      guard rest > 0 else { continue }
      let diagonal = (probabilities[column] * rest / before).squareRoot()
      factor[column * count + column] = diagonal
      for row in column + 1..<count {
        factor[row * count + column] = -probabilities[row] / rest * diagonal
      }
    }
    return factor
  }

  /// The entropy of the nine deciles of eigenvalues, as shares of their sum. Nil where there are no
  /// eigenvalues.
  static func entropy(of eigenvalues: [Double]?) -> Double? {
    guard let values = eigenvalues?.map({ max(0, $0) }), !values.isEmpty else { return nil }
    let deciles = (1...9).map { decile in
      let place = Double(values.count - 1) * Double(decile) / 10
      let (low, share) = (Int(place), place - place.rounded(.down))
      let high = min(low + 1, values.count - 1)
      return values[low] + share * (values[high] - values[low])
    }
    let total = deciles.reduce(0, +) + 1e-10
    return deciles.reduce(0) { $0 - $1 / total * log($1 / total + 1e-10) }
  }
}
