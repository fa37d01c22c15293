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

  /// - Parameter memory: lends its memory, which saves time
  /// - Complexity: O(layers x components²)
  public init(of network: Network, reusing memory: SignalMemory = SignalMemory()) {
    var pass = Pass(network, memory)
    network.links.withUnsafeBufferPointer { links in
      for layer in network.layers { pass.append(layer, links) }
    }
    naswot = log(pass.disagreement + 1)
    correlation = pass.maps.last?.moments.correlation ?? 1
    pass.giveBack(to: memory)
  }
}

/// Memory that one network after the other uses. One thread at a time may use it.
public final class SignalMemory {
  var sums = ComponentSums(.oldestFirst)
  fileprivate var maps: [Map] = []

  public init() {}

  /// The sums, without nodes. They are to be given back.
  func takeSums() -> ComponentSums {
    var taken = ComponentSums(.oldestFirst)
    swap(&taken, &sums)
    taken.reset(nodes: 0)
    return taken
  }
}

/// A feature map: a node of the sums, and its moments.
private struct Map {
  let node: Int
  let moments: ComponentSums.Moments
}

extension NetworkSignals {
  fileprivate struct Pass {
    private(set) var maps: [Map] = []
    /// Units whose sign differs.
    private(set) var disagreement = 0.0
    private var sums: ComponentSums

    init(_ network: Network, _ memory: SignalMemory) {
      sums = memory.takeSums()
      swap(&maps, &memory.maps)
      maps.removeAll(keepingCapacity: true)
      maps.reserveCapacity(network.layers.count)
    }

    mutating func giveBack(to memory: SignalMemory) {
      swap(&maps, &memory.maps)
      swap(&sums, &memory.sums)
    }

    mutating func append(_ layer: Network.Layer, _ links: UnsafeBufferPointer<Int>) {
      switch layer.kind {
      case .input:
        maps.append(fresh(1, InfiniteWidth.inputCorrelation))
      case .zeros:
        maps.append(Map(node: sums.addNode(), moments: .init()))
      case .convolution, .linear:
        // Random weights make independent combinations: only the moments of the input are left.
        let moments = maps[layer.input].moments
        maps.append(fresh(moments.variance, moments.correlation))
      case .batchNorm, .instanceNorm:
        let moments = maps[layer.input].moments
        maps.append(fresh(moments.variance > 0 ? 1 : 0, moments.correlation))
      case .layerNorm, .mapNorm:
        let variance = maps[layer.input].moments.variance
        maps.append(scaled(maps[layer.input], by: variance > 0 ? 1 / variance.squareRoot() : 0))
      case .activation(let activation):
        maps.append(activated(maps[layer.input], by: activation, units: layer.shape.elements))
      case .product:
        maps.append(scaled(maps[layer.input], by: 0.5))
      case .attention:
        let positions = Double(layer.shape.height * layer.shape.width)
        maps.append(smoothed(maps[layer.input], by: (positions - 1) / 8))
      case .pooling(let pooling):
        maps.append(smoothed(maps[layer.input], by: pooling.kind == .average ? 1 : 0.5))
      case .globalAveragePooling, .slice, .channelShuffle, .transpose, .classToken, .takeClassToken,
        .dropClassToken, .positionEmbedding:
        maps.append(maps[layer.input])
      case .sum:
        maps.append(sum(links[layer.links]))
      case .concatenation:
        maps.append(mixture(links[layer.links]))
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

    private mutating func sum(_ inputs: Slice<UnsafeBufferPointer<Int>>) -> Map {
      let node = sums.addNode()
      for input in inputs { sums.add(maps[input].node, to: node, times: 1) }
      return measured(node)
    }

    /// Channels side by side have the mean moments of theirs.
    private mutating func mixture(_ inputs: Slice<UnsafeBufferPointer<Int>>) -> Map {
      let count = Double(inputs.count)
      let variance = inputs.reduce(0) { $0 + maps[$1].moments.variance } / count
      let covariance = inputs.reduce(0) { $0 + maps[$1].moments.covariance } / count
      return fresh(variance, variance > 0 ? covariance / variance : 1)
    }

    private func measured(_ node: Int) -> Map {
      Map(node: node, moments: sums.moments(of: node))
    }
  }
}
