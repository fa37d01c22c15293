import Foundation
import Networks
import Spaces
import Wording

/// Second moments of what every layer of a network puts out at initialisation, and of the gradient
/// there, in the limit of infinite width: what SNIP, the norm of the gradient, Fisher and Zen
/// measure.
///
/// The assumptions are those of ``NetworkSignals``. Weights have a variance here, so that layers in
/// front of a norm have one. A moment is about the part of a map that differs between images: what
/// all images share is taken off by the norm behind, and so is its gradient. docs/proxies.md has
/// the formulas.
public struct NetworkMoments: Sendable {
  /// The distribution of weights.
  public enum Initialisation: Sendable {
    /// Uniform in +-1/sqrt(fan-in), of variance 1 / (3 fan-in): PyTorch's default.
    case uniform
    /// Normal of variance 1.
    case standardNormal

    func variance(fanIn: Int) -> Double {
      switch self {
      case .uniform: 1 / Double(3 * fanIn)
      case .standardNormal: 1
      }
    }
  }

  private let network: Network
  private let initialisation: Initialisation
  /// The variance of each layer's output over images and places, [layers].
  public private(set) var variances: [Double] = []
  /// The covariance of two images' outputs at one place, [layers].
  public private(set) var covariances: [Double] = []

  /// - Parameters:
  ///   - correlation: of the two images, whose variance is 1
  ///   - memory: lends its memory, which saves time
  /// - Throws: `NetworkError` for layers that have no formula: attention, tokens and their
  ///   embeddings; and for numbers beyond double precision.
  public init(
    of network: Network, initialisedBy initialisation: Initialisation, correlation: Double,
    reusing memory: SignalMemory = SignalMemory()
  ) throws(NetworkError) {
    (self.network, self.initialisation) = (network, initialisation)
    variances.reserveCapacity(network.layers.count)
    covariances.reserveCapacity(network.layers.count)
    var sums = memory.takeSums()
    defer { swap(&sums, &memory.sums) }
    try goForward(correlation, &sums)
    guard variances.allSatisfy({ $0.isFinite }) else {
      throw NetworkError(
        "the outputs of this network grow beyond double precision, as it has too few norms; choose "
          + "another proxy, such as flops")
    }
  }

  private mutating func goForward(
    _ correlation: Double, _ sums: inout ComponentSums
  ) throws(NetworkError) {
    sums.reset(nodes: network.layers.count)
    func fresh(_ node: Int, _ variance: Double, _ covariance: Double) {
      sums.start(
        at: node,
        with: .init(
          variance: variance, correlation: variance > 0 ? covariance / variance : 1))
    }
    for (index, layer) in network.layers.enumerated() {
      let variance = index > 0 ? variances[layer.input] : 0
      let covariance = index > 0 ? covariances[layer.input] : 0
      switch layer.kind {
      case .input: fresh(index, 1, correlation)
      case .zeros: break
      case .convolution, .linear:
        let factor = gain(of: layer)
        fresh(index, variance * factor, covariance * factor)
      case .batchNorm, .instanceNorm:
        fresh(index, variance > 0 ? 1 : 0, variance > 0 ? covariance / variance : 0)
      case .layerNorm, .mapNorm:
        sums.add(layer.input, to: index, times: variance > 0 ? 1 / variance.squareRoot() : 0)
      case .activation(let activation):
        let dual = DualActivation.of(activation)
        let mapped = variance > 0 ? dual.correlation(after: covariance / variance) : 1
        fresh(index, variance * dual.variance, variance * dual.variance * mapped)
      case .product:
        // A gate is about 1/2, and alike for all data.
        sums.add(layer.input, to: index, times: 0.5)
      case .pooling(let pooling):
        sums.add(layer.input, to: index, times: 1)
        sums.smooth(index, pooling.kind == .average ? 1 : 0.5)
      case .globalAveragePooling, .slice, .channelShuffle, .transpose:
        sums.add(layer.input, to: index, times: 1)
      case .sum:
        for input in network.inputs(of: layer) { sums.add(input, to: index, times: 1) }
      case .concatenation:
        let channels = Double(layer.shape.channels)
        func mean(_ moments: [Double]) -> Double {
          network.inputs(of: layer).reduce(0) {
            $0 + moments[$1] * Double(network.layers[$1].shape.channels) / channels
          }
        }
        fresh(index, mean(variances), mean(covariances))
      case .attention, .classToken, .takeClassToken, .dropClassToken, .positionEmbedding:
        throw NetworkError(
          "\(network.name(of: layer)): the gradients of attention and tokens have no closed form "
            + "here; choose another proxy, such as synflow-closed or flops")
      }
      let moments = sums.moments(of: index)
      variances.append(moments.variance)
      covariances.append(moments.covariance)
    }
  }

  /// By how much a layer's weights multiply the variance.
  private func gain(of layer: Network.Layer) -> Double {
    guard let weights = network.weights(of: layer) else {
      preconditionFailure("\(network.name(of: layer)) has weights")
    }
    return Double(weights.fanIn) * initialisation.variance(fanIn: weights.fanIn) * weights.coverage
  }
}

/// Second moments of the gradient by what every layer puts out.
public struct GradientMoments: Sendable {
  /// The mean square over images and places, [layers].
  public fileprivate(set) var variances: [Double]
  /// The mean product of the gradients of two images at one place, [layers].
  public fileprivate(set) var covariances: [Double]
  /// The variance, over random weights, of the correlation of two images' gradients: one that is a
  /// sum over few numbers scatters, [layers].
  public fileprivate(set) var scatters: [Double]
}

extension NetworkMoments {
  /// The moments of the gradient.
  ///
  /// - Parameters:
  ///   - loss: the mean square of the gradient by one output of the network, which is that of all
  ///     images
  ///   - areUnlike: whether the two images have nothing in common; else they are equal, and so are
  ///     their gradients. Of unlike ones the winners of a max pooling make gradients unlike, and
  ///     copies of one gradient behind different max poolings are taken for unlike.
  ///   - memory: lends its memory, which saves time
  /// - Complexity: O(layers x components²)
  public func gradients(
    ofLoss loss: Double, ofUnlikeImages areUnlike: Bool = false,
    reusing memory: SignalMemory = SignalMemory()
  ) -> GradientMoments {
    let layers = network.layers
    var sums = memory.takeSums()
    defer { swap(&sums, &memory.sums) }
    // A node for each layer's gradient, and one for what is sent on.
    sums.reset(nodes: layers.count)
    let zeros = [Double](repeating: 0, count: layers.count)
    var found = GradientMoments(
      variances: zeros, covariances: zeros, scatters: zeros)
    // What arrives at each layer on all ways, and sums of it times smoothings and scatters.
    var (arrived, smoothed, scattered) = (zeros, zeros, zeros)
    sums.start(at: layers.count - 1, with: .init(variance: loss, correlation: 1))
    for index in layers.indices.reversed() {
      let layer = layers[index]
      let moments = sums.moments(of: index)
      let gradient = moments.variance
      found.variances[index] = gradient
      found.covariances[index] = moments.covariance
      // By how many 3x3 average poolings it was smoothed, in the mean over ways weighted by what
      // arrives on them.
      let smoothings = arrived[index] > 0 ? smoothed[index] / arrived[index] : 0
      let scatter = arrived[index] > 0 ? scattered[index] / arrived[index] : 0
      found.scatters[index] = scatter
      guard gradient > 0, index > 0 else { continue }
      let input = layer.input
      let places = Double(layer.shape.height * layer.shape.width)
      let inputPlaces = Double(layers[input].shape.height * layers[input].shape.width)
      // Of the two images, in what the layer reads.
      let before = areUnlike && variances[input] > 0 ? 0.0 : 1
      func tell(_ variance: Double, _ smoothings: Double, _ scatter: Double, to input: Int) {
        arrived[input] += variance
        smoothed[input] += variance * smoothings
        scattered[input] += variance * scatter
      }
      func sendFresh(
        _ variance: Double, _ correlation: Double, scatter: Double, to input: Int
      ) {
        let node = sums.addNode()
        sums.start(at: node, with: .init(variance: variance, correlation: correlation))
        sums.add(node, to: input, times: 1)
        tell(variance, smoothings, scatter, to: input)
      }
      func send(times factor: Double, to input: Int) {
        sums.add(index, to: input, times: factor)
        tell(gradient * factor * factor, smoothings, scatter, to: input)
      }
      switch layer.kind {
      case .input, .zeros: break
      case .convolution, .linear:
        guard let weights = network.weights(of: layer) else {
          preconditionFailure("\(network.name(of: layer)) has weights")
        }
        // So many products of an output's gradient and a weight arrive at one input.
        let products =
          Double(weights.outputs / weights.groups * weights.taps) * weights.coverage
          * Double(weights.positions) / Double(weights.inputPositions)
        sendFresh(
          gradient * products * initialisation.variance(fanIn: weights.fanIn),
          moments.correlation,
          scatter: scatter
            + GradientMoments.scatter(
              ofSumOver: layers[input].shape, moments.correlation, smoothings), to: input)
      case .batchNorm, .instanceNorm, .layerNorm, .mapNorm:
        if variances[input] > 0 { send(times: 1 / variances[input].squareRoot(), to: input) }
      case .activation(let activation):
        let factor =
          before == 1 ? 1 : DualActivation.of(activation).slopeCorrelation(after: before)
        let after = moments.correlation * factor
        // The slopes of all units are independent.
        let units = Double(layer.shape.elements)
        sendFresh(
          gradient * DualActivation.squaredSlope(of: activation), after,
          scatter: factor * factor * scatter + (1 - after * after) / units, to: input)
      case .product:
        send(times: 0.5, to: input)
        let gate = network.inputs(of: layer)[1]
        let elements = Double(layer.shape.elements) / Double(layers[gate].shape.elements)
        sendFresh(
          gradient * variances[input] * elements, moments.correlation * before,
          scatter: before * before * scatter, to: gate)
      case .pooling(let pooling):
        // Each input lies in so many windows.
        let windows = Double(pooling.kernel * pooling.kernel) * places / inputPlaces
        let node = sums.addNode()
        let strength: Double
        switch pooling.kind {
        case .average:
          sums.add(index, to: node, times: places / inputPlaces)
          strength = max(0, windows - 1) / 8
        case .max:
          sums.add(index, to: node, times: (places / inputPlaces).squareRoot())
          strength = max(0, windows - 1) / 16
        }
        sums.smooth(node, strength)
        let variance = sums.moments(of: node).variance
        if pooling.kind == .max, areUnlike {
          // Of two images with nothing in common each place of a window wins as often.
          let factor = 1 / Double(pooling.kernel * pooling.kernel)
          let after = moments.correlation * factor
          sendFresh(
            variance, after,
            scatter: factor * factor * scatter + (1 - after * after) / Double(layer.shape.elements),
            to: input)
        } else {
          sums.add(node, to: input, times: 1)
          tell(variance, smoothings + strength, scatter, to: input)
        }
      case .globalAveragePooling: send(times: 1 / inputPlaces, to: input)
      case .slice:
        let share = Double(layer.shape.channels) / Double(layers[input].shape.channels)
        sendFresh(gradient * share, moments.correlation, scatter: scatter, to: input)
      case .channelShuffle, .transpose: send(times: 1, to: input)
      case .sum, .concatenation:
        for input in network.inputs(of: layer) { send(times: 1, to: input) }
      case .attention, .classToken, .takeClassToken, .dropClassToken, .positionEmbedding:
        preconditionFailure("\(network.name(of: layer)) was refused on the way forward")
      }
    }
    return found
  }
}

extension GradientMoments {
  /// The scatter that a random combination of a gradient adds.
  ///
  /// Two vectors of m independent numbers have a correlation of variance 1/m, times 1 - r². Places
  /// far from each other are as alike as two images are, r; neighbours are alike where poolings
  /// smoothed: 2 pi times the variance of a 3x3 average, 2/3, for each pooling.
  fileprivate static func scatter(
    ofSumOver shape: Network.Shape, _ correlation: Double, _ smoothings: Double
  ) -> Double {
    let square = correlation * correlation
    let neighbours =
      (1 + 4.0 / 3 * Double.pi * smoothings) / Double(shape.height * shape.width)
    return (1 - square) * (square + (1 - square) * min(1, neighbours)) / Double(shape.channels)
  }
}

extension DualActivation {
  /// Gates and activations like ReLU count as ``NetworkSignals`` says.
  static func of(_ activation: BlockLayer.Activation) -> DualActivation {
    switch activation {
    case .relu, .relu6, .leakyReLU, .mish: relu
    case .swish: swish
    case .hardSwish: hardSwish
    case .gelu: gelu
    case .sigmoid, .hardSigmoid: gate
    }
  }

  /// E[a'(u)²] for standard normal u, by which an activation multiplies the square of a gradient.
  static func squaredSlope(of activation: BlockLayer.Activation) -> Double {
    switch activation {
    case .relu, .relu6, .leakyReLU, .mish: 0.5
    case .swish: swishSlope
    case .hardSwish: hardSwishSlope
    case .gelu: geluSlope
    case .sigmoid, .hardSigmoid: 1.0 / 16
    }
  }

  /// The correlation of an activation's slopes at standard normal u and v of correlation c,
  /// E[a'(u) a'(v)] / E[a'(u)²]. For ReLU it is 1 - arccos(c) / pi, for the others the sum over n
  /// of n a_n² c^(n-1), normalised, by Hermite's derivatives.
  package func slopeCorrelation(after correlation: Double) -> Double {
    let c = min(1, max(-1, correlation))
    switch form {
    case .identity: return 1
    case .arcCosine: return 1 - acos(c) / .pi
    case .series(let weights):
      var (sum, whole, power) = (0.0, 0.0, 1.0)
      for (place, weight) in weights.enumerated() {
        sum += Double(place + 1) * weight * power
        whole += Double(place + 1) * weight
        power *= c
      }
      return sum / whole
    }
  }

  private static let swishSlope = mean { x in
    let gate = 1 / (1 + exp(-x))
    let slope = gate + x * gate * (1 - gate)
    return slope * slope
  }
  private static let hardSwishSlope = mean { x in
    let slope = x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5
    return slope * slope
  }
  private static let geluSlope = mean { x in
    let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    let slope = (1 + erf(x / 2.0.squareRoot())) / 2 + x * density
    return slope * slope
  }

  /// E[f(u)] for standard normal u, by the midpoints of steps on whose edges all jumps lie.
  private static func mean(_ function: (Double) -> Double) -> Double {
    let (range, steps) = (12.0, 12_000)
    let step = 2 * range / Double(steps)
    return (0..<steps).reduce(0) { sum, index in
      let x = (Double(index) + 0.5) * step - range
      return sum + function(x) * exp(-x * x / 2) / (2 * Double.pi).squareRoot() * step
    }
  }
}
