import Foundation
import Networks
import Spaces

/// How two samples of data drift apart in a whole network at initialisation, in the limit of infinite
/// width: what NASWOT (Mellor et al., ICML 2021) measures by running the network, in closed form.
///
/// A feature map is a sum of independent components, each with a variance and the correlation it has
/// between two samples. A convolution with batch norm makes a fresh component of variance 1 and the
/// correlation of its input; an activation maps the correlation c to
///
///     f(c) = (k(c) - 1/pi) / (1 - 1/pi),    k(c) = (sqrt(1 - c^2) + (pi - arccos c) c) / pi
///
/// (Cho and Saul, NIPS 2009), and the signs of two samples differ in a share arccos(c) / pi of its units.
/// Poolings smooth: copies of a component that were smoothed p and q times keep keep(p + q) of its
/// variance as covariance, keep(n) = 1 / (1 + 4/3 ln(1/0.6) n).
///
/// Of other layers:
/// - ReLU6, leaky ReLU and Mish count as ReLU. Swish, hard swish and GELU have no f in closed form; theirs is a series
///   (`DualActivation`). The share of differing signs is that of their inputs and as exact as for ReLU.
/// - A layer norm divides by the root of the variance; components stay.
/// - Sigmoids and hard sigmoids are gates and have no units that switch. In a map of many positions a gate is
///   about the same for all samples of the data, at initialisation 1/2: a product passes its first input on.
/// - Attention at initialisation weighs all positions alike: it averages over a square map of side s as
///   (s² - 1) / 8 poolings of 3x3 do, which have that spread. Tokens pass; embeddings begin at 0.
public struct NetworkSignals: Hashable, Sendable {
  /// The logarithm of the units whose sign differs between two samples, plus one. Higher means that
  /// the network tells samples better apart.
  public let naswot: Double
  /// The correlation that the two samples have in the last feature map.
  public let correlation: Double

  public init(of network: Network) {
    var pass = Pass()
    for layer in network.layers { pass.append(layer) }
    naswot = log(pass.disagreement + 1)
    correlation = pass.maps.last?.correlation ?? 1
  }
}

extension NetworkSignals {
  fileprivate struct Term {
    var component: Int
    var smoothings: Double
    var amplitude: Double
  }

  /// A feature map.
  fileprivate struct Map {
    var terms: [Term]
    var variance: Double
    var covariance: Double

    var correlation: Double { variance > 0 ? covariance / variance : 1 }
  }

  fileprivate struct Pass {
    private(set) var maps: [Map] = []
    /// Units whose sign differs.
    private(set) var disagreement = 0.0
    private var components: [(variance: Double, correlation: Double)] = []

    mutating func append(_ layer: Network.Layer) {
      let inputs = layer.inputs.map { maps[$0] }
      switch layer.kind {
      case .input:
        maps.append(fresh(1, InfiniteWidth.inputCorrelation))
      case .zeros:
        maps.append(Map(terms: [], variance: 0, covariance: 0))
      case .convolution, .linear:
        // Random weights make independent combinations: what comes in is forgotten but for its moments.
        maps.append(fresh(inputs[0].variance, inputs[0].correlation))
      case .batchNorm, .instanceNorm:
        maps.append(fresh(inputs[0].variance > 0 ? 1 : 0, inputs[0].correlation))
      case .layerNorm, .mapNorm:
        maps.append(
          scaled(inputs[0], by: inputs[0].variance > 0 ? 1 / inputs[0].variance.squareRoot() : 0))
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
        .dropClassToken,
        .positionEmbedding:
        maps.append(inputs[0])
      case .sum:
        maps.append(sum(inputs))
      case .concatenation:
        maps.append(mixture(inputs))
      }
    }

    private mutating func fresh(_ variance: Double, _ correlation: Double) -> Map {
      components.append((variance, correlation))
      return Map(
        terms: [Term(component: components.count - 1, smoothings: 0, amplitude: 1)],
        variance: variance, covariance: variance * correlation)
    }

    private mutating func activated(
      _ input: Map, by activation: BlockLayer.Activation, units: Int
    ) -> Map {
      guard input.variance > 0 else { return input }
      let correlation = min(1, max(-1, input.correlation))
      let dual: DualActivation?
      switch activation {
      case .relu, .relu6, .leakyReLU, .mish: dual = nil
      case .swish: dual = .swish
      case .hardSwish: dual = .hardSwish
      case .gelu: dual = .gelu
      // Their slope at 0, which is about 1/4.
      case .sigmoid, .hardSigmoid: return scaled(input, by: 0.25)
      }
      disagreement += Double(units) * acos(correlation) / .pi
      if let dual {
        return fresh(input.variance * dual.variance, dual.correlation(after: correlation))
      }
      return fresh(
        input.variance * (1 - InfiniteWidth.uncorrelatedKernel) / 2,
        InfiniteWidth.correlation(afterReLU: correlation))
    }

    private func scaled(_ input: Map, by factor: Double) -> Map {
      measured(
        input.terms.map {
          Term(
            component: $0.component, smoothings: $0.smoothings, amplitude: factor * $0.amplitude)
        })
    }

    private func smoothed(_ input: Map, by strength: Double) -> Map {
      measured(
        input.terms.map {
          Term(
            component: $0.component, smoothings: $0.smoothings + strength,
            amplitude: $0.amplitude)
        })
    }

    private func sum(_ inputs: [Map]) -> Map {
      var terms: [Term] = []
      for term in inputs.flatMap(\.terms) {
        let known = terms.firstIndex {
          $0.component == term.component && $0.smoothings == term.smoothings
        }
        if let known {
          terms[known].amplitude += term.amplitude
        } else {
          terms.append(term)
        }
      }
      return measured(terms)
    }

    /// The moments of channels side by side are the means of theirs.
    private mutating func mixture(_ inputs: [Map]) -> Map {
      let count = Double(inputs.count)
      let variance = inputs.reduce(0) { $0 + $1.variance } / count
      let covariance = inputs.reduce(0) { $0 + $1.covariance } / count
      return fresh(variance, variance > 0 ? covariance / variance : 1)
    }

    private func measured(_ terms: [Term]) -> Map {
      var (variance, covariance) = (0.0, 0.0)
      for (index, first) in terms.enumerated() {
        for (offset, second) in terms[index...].enumerated()
        where second.component == first.component {
          let component = components[first.component]
          let part =
            (offset == 0 ? 1 : 2) * first.amplitude * second.amplitude * component.variance
            * InfiniteWidth.keep(first.smoothings + second.smoothings)
          variance += part
          covariance += part * component.correlation
        }
      }
      return Map(terms: terms, variance: variance, covariance: covariance)
    }
  }
}
