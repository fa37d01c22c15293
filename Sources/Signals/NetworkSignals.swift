import Foundation
import Networks
import Spaces

/// How two samples of data drift apart in a whole network at initialisation, in the limit of
/// infinite width: NASWOT (Mellor et al., ICML 2021) in closed form, without running the network.
///
/// A feature map is a sum of independent components (`ComponentSums`). A component has a variance
/// and a correlation between two samples. A convolution with batch norm makes a fresh component of
/// variance 1 with the correlation of its input. An activation maps the correlation c to f(c)
/// (``DualActivation``), and the signs of two samples differ in a share arccos(c) / pi of its
/// units. Poolings smooth (``InfiniteWidth/retainedVariance(after:)``).
///
/// Of other layers:
/// - ReLU6, leaky ReLU and Mish count as ReLU. The share of differing signs is that of the inputs
///   for every activation, and as exact as for ReLU.
/// - A layer norm divides by the root of the variance; components stay.
/// - Sigmoids and hard sigmoids are gates and have no units that switch. In a map of many positions
///   a gate is about the same for all samples of the data, at initialisation 1/2: a product passes
///   its first input on.
/// - Attention at initialisation weighs all positions alike: it averages over a square map of side
///   s as (s² - 1) / 8 poolings of 3x3 do, which have that spread. Tokens pass; embeddings begin at
///   0.
public struct NetworkSignals: Hashable, Sendable {
  /// The logarithm of the units whose sign differs between two samples, plus one. Higher means that
  /// the network tells samples better apart.
  public let naswot: Double
  /// The correlation of the two samples in the last feature map.
  public let correlation: Double

  public init(of network: Network) {
    var pass = Pass()
    for layer in network.layers { pass.append(layer) }
    naswot = log(pass.disagreement + 1)
    correlation = pass.maps.last?.moments.correlation ?? 1
  }
}

extension NetworkSignals {
  /// A feature map: a node of the sums, and its moments.
  fileprivate struct Map {
    let node: Int
    let moments: ComponentSums.Moments
  }

  fileprivate struct Pass {
    private(set) var maps: [Map] = []
    /// Units whose sign differs.
    private(set) var disagreement = 0.0
    private var sums = ComponentSums(.oldestFirst)

    mutating func append(_ layer: Network.Layer) {
      let inputs = layer.inputs.map { maps[$0] }
      switch layer.kind {
      case .input:
        maps.append(fresh(1, InfiniteWidth.inputCorrelation))
      case .zeros:
        maps.append(Map(node: sums.addNode(), moments: .init()))
      case .convolution, .linear:
        // Random weights make independent combinations: only the moments of the input are left.
        maps.append(fresh(inputs[0].moments.variance, inputs[0].moments.correlation))
      case .batchNorm, .instanceNorm:
        let moments = inputs[0].moments
        maps.append(fresh(moments.variance > 0 ? 1 : 0, moments.correlation))
      case .layerNorm, .mapNorm:
        let variance = inputs[0].moments.variance
        maps.append(scaled(inputs[0], by: variance > 0 ? 1 / variance.squareRoot() : 0))
      case .activation(let activation):
        maps.append(activated(inputs[0], by: activation, units: layer.shape.elements))
      case .product:
        maps.append(scaled(inputs[0], by: 0.5))
      case .attention:
        let positions = Double(layer.shape.height * layer.shape.width)
        maps.append(smoothed(inputs[0], by: (positions - 1) / 8))
      case .pooling(let pooling):
        maps.append(smoothed(inputs[0], by: pooling.kind == .average ? 1 : 0.5))
      case .globalAveragePooling, .slice, .channelShuffle, .classToken, .takeClassToken,
        .dropClassToken, .positionEmbedding:
        maps.append(inputs[0])
      case .sum:
        maps.append(sum(inputs))
      case .concatenation:
        maps.append(mixture(inputs))
      }
    }

    private mutating func fresh(_ variance: Double, _ correlation: Double) -> Map {
      let node = sums.addNode()
      sums.start(at: node, with: .init(variance: variance, correlation: correlation))
      return Map(
        node: node, moments: .init(variance: variance, covariance: variance * correlation))
    }

    private mutating func activated(
      _ input: Map, by activation: BlockLayer.Activation, units: Int
    ) -> Map {
      guard input.moments.variance > 0 else { return input }
      let dual: DualActivation
      switch activation {
      case .relu, .relu6, .leakyReLU, .mish: dual = .relu
      case .swish: dual = .swish
      case .hardSwish: dual = .hardSwish
      case .gelu: dual = .gelu
      // Their slope at 0, which is about 1/4.
      case .sigmoid, .hardSigmoid: return scaled(input, by: 0.25)
      }
      let correlation = min(1, max(-1, input.moments.correlation))
      disagreement += Double(units) * acos(correlation) / .pi
      return fresh(
        input.moments.variance * dual.variance, dual.correlation(after: correlation))
    }

    private mutating func scaled(_ input: Map, by factor: Double) -> Map {
      let node = sums.addNode()
      sums.add(input.node, to: node, times: factor)
      return measured(node)
    }

    private mutating func smoothed(_ input: Map, by strength: Double) -> Map {
      let node = sums.addNode()
      sums.add(input.node, to: node, times: 1)
      sums.smooth(node, strength)
      return measured(node)
    }

    private mutating func sum(_ inputs: [Map]) -> Map {
      let node = sums.addNode()
      for input in inputs { sums.add(input.node, to: node, times: 1) }
      return measured(node)
    }

    /// Channels side by side have the mean moments of theirs.
    private mutating func mixture(_ inputs: [Map]) -> Map {
      let count = Double(inputs.count)
      let variance = inputs.reduce(0) { $0 + $1.moments.variance } / count
      let covariance = inputs.reduce(0) { $0 + $1.moments.covariance } / count
      return fresh(variance, variance > 0 ? covariance / variance : 1)
    }

    private func measured(_ node: Int) -> Map {
      Map(node: node, moments: sums.moments(of: node))
    }
  }
}
