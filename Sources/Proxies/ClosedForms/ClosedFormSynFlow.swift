import Foundation
import Networks
import Spaces
import Wording

/// SynFlow (Tanaka et al., NeurIPS 2020) without a network: the logarithm of the sum, over the
/// weights of convolutions and linear layers, of abs(w dR/dw). R is the sum of the outputs for an
/// image of ones, with all parameters made positive and norms left out.
///
/// Each weight is replaced by the mean of what PyTorch draws, 1 / (2 sqrt(fan-in)). Then all
/// channels of a map are alike, and a map is known by its mean over places. docs/proxies.md has the
/// formulas, and says what is exact.
public struct ClosedFormSynFlow: Proxy {
  public static let name = "synflow-closed"
  public static let summary =
    "log of how much flows through all weights (Tanaka et al., NeurIPS 2020)"
  public static let kind = ProxyKind.closedForm

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// A natural logarithm. Minus infinity where the input does not reach the output.
  ///
  /// - Throws: `NetworkError` for a network with a class token, which is unlike all other places of
  ///   its map.
  public func value(of subject: ProxySubject) throws(NetworkError) -> Double {
    let layers = subject.network.layers
    var flow = SynapticFlow(subject.network)
    for index in layers.indices { try flow.goForward(through: index) }
    return flow.goingBackward()
  }
}

/// All numbers are natural logarithms, so that no depth overflows.
private struct SynapticFlow {
  private static let nothing = -Double.infinity
  /// E abs(x) of embeddings, which are normal of deviation 0.02.
  private static let embedding = 0.02 * (2 / Double.pi).squareRoot()

  private let network: Network
  /// The mean of each map.
  private var values: [Double] = []
  /// Of a layer with weights the part of its value that is no bias, and what it multiplies by; of
  /// an activation its slope.
  private var products: [Double] = []
  private var factors: [Double] = []

  init(_ network: Network) { self.network = network }

  mutating func goForward(through index: Int) throws(NetworkError) {
    let layer = network.layers[index]
    let input = index > 0 ? values[layer.input] : 0
    var (product, factor) = (SynapticFlow.nothing, 0.0)
    let value: Double
    switch layer.kind {
    case .input: value = 0
    case .zeros: value = SynapticFlow.nothing
    case .convolution, .linear:
      guard let weights = network.weights(of: layer) else {
        preconditionFailure("\(network.name(of: layer)) has weights")
      }
      let fanIn = Double(weights.fanIn)
      factor = log(fanIn.squareRoot() / 2 * weights.coverage)
      product = input + factor
      value = weights.hasBias ? SynapticFlow.sum(product, -log(2 * fanIn.squareRoot())) : product
    case .activation(let activation):
      let response = PositiveResponse(of: activation, toLogarithm: input)
      (value, factor) = (response.value, response.slope)
    case .batchNorm, .instanceNorm, .mapNorm, .layerNorm, .pooling, .globalAveragePooling, .slice,
      .channelShuffle, .transpose:
      value = input
    case .attention(let attention):
      // All places are alike, so that their mean is what each of them is.
      let embeddings = 2 * SynapticFlow.embedding
      value =
        attention.relativePositions == nil
        ? input : SynapticFlow.sum(input, log(embeddings))
    case .positionEmbedding: value = SynapticFlow.sum(input, log(SynapticFlow.embedding))
    case .product: value = input + values[network.inputs(of: layer)[1]]
    case .sum:
      value = network.inputs(of: layer).reduce(SynapticFlow.nothing) {
        SynapticFlow.sum($0, values[$1])
      }
    case .concatenation:
      value = network.inputs(of: layer).reduce(SynapticFlow.nothing) { sum, input in
        SynapticFlow.sum(sum, values[input] + share(of: input, in: layer))
      }
    case .classToken, .takeClassToken, .dropClassToken:
      throw NetworkError(
        "\(network.name(of: layer)): synflow-closed has no formula for a class token; choose "
          + "another proxy, such as flops")
    }
    values.append(value)
    products.append(product)
    factors.append(factor)
  }

  /// The logarithm of the share of channels that an input has in a concatenation.
  private func share(of input: Int, in layer: Network.Layer) -> Double {
    log(Double(network.layers[input].shape.channels) / Double(layer.shape.channels))
  }

  /// The logarithm of the whole flow. A layer's gradient is summed up over its channels and places.
  func goingBackward() -> Double {
    let layers = network.layers
    var gradients = [Double](repeating: SynapticFlow.nothing, count: layers.count)
    gradients[layers.count - 1] = log(Double(network.output.shape.elements))
    var flow = SynapticFlow.nothing
    func send(_ gradient: Double, to input: Int) {
      gradients[input] = SynapticFlow.sum(gradients[input], gradient)
    }
    for index in layers.indices.reversed() {
      let (layer, gradient) = (layers[index], gradients[index])
      switch layer.kind {
      case .input, .zeros: break
      case .convolution, .linear:
        flow = SynapticFlow.sum(flow, products[index] + gradient)
        send(gradient + factors[index], to: layer.input)
      case .activation: send(gradient + factors[index], to: layer.input)
      case .batchNorm, .instanceNorm, .mapNorm, .layerNorm, .pooling, .globalAveragePooling,
        .slice, .channelShuffle, .transpose, .attention, .positionEmbedding:
        send(gradient, to: layer.input)
      case .product:
        send(gradient + values[network.inputs(of: layer)[1]], to: layer.input)
        send(gradient + values[layer.input], to: network.inputs(of: layer)[1])
      case .sum:
        for input in network.inputs(of: layer) { send(gradient, to: input) }
      case .concatenation:
        for input in network.inputs(of: layer) {
          send(gradient + share(of: input, in: layer), to: input)
        }
      case .classToken, .takeClassToken, .dropClassToken:
        preconditionFailure("\(network.name(of: layer)) was refused on the way forward")
      }
    }
    return flow
  }

  /// log(exp a + exp b).
  private static func sum(_ a: Double, _ b: Double) -> Double {
    let (low, high) = (min(a, b), max(a, b))
    return low == nothing ? high : high + log1p(exp(low - high))
  }
}

/// Value and slope of an activation at a positive number, all as natural logarithms.
private struct PositiveResponse {
  let value: Double
  let slope: Double

  /// Beyond this number activations without a bound are the identity, and the others constant.
  private static let largest = 1e6

  init(of activation: BlockLayer.Activation, toLogarithm logarithm: Double) {
    let x = exp(min(logarithm, log(PositiveResponse.largest)))
    let sigmoid = 1 / (1 + exp(-x))
    switch activation {
    case .relu, .leakyReLU: (value, slope) = (logarithm, 0)
    case .relu6: (value, slope) = (min(logarithm, log(6)), log(x < 6 ? 1 : 0))
    case .sigmoid: (value, slope) = (log(sigmoid), log(sigmoid * (1 - sigmoid)))
    case .hardSigmoid: (value, slope) = (log(min(1, x / 6 + 0.5)), log(x < 3 ? 1.0 / 6 : 0))
    case .swish:
      (value, slope) = (logarithm + log(sigmoid), log(sigmoid + x * sigmoid * (1 - sigmoid)))
    case .hardSwish:
      (value, slope) = (logarithm + log(min(1, x / 6 + 0.5)), log(x < 3 ? x / 3 + 0.5 : 1))
    case .gelu:
      let gate = (1 + erf(x / 2.0.squareRoot())) / 2
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      (value, slope) = (logarithm + log(gate), log(gate + x * density))
    case .mish:
      let gate = tanh(log1p(exp(min(x, 50))))
      (value, slope) = (logarithm + log(gate), log(gate + x * (1 - gate * gate) * sigmoid))
    }
  }
}
