import Foundation
import Spaces

/// Activations and their slopes, as PyTorch defines them. A kink has the slope of its left side,
/// as there.
enum ActivationFunction {
  /// The value at x.
  static func value(_ activation: BlockLayer.Activation, _ x: Double) -> Double {
    switch activation {
    case .relu: max(0, x)
    case .relu6: min(6, max(0, x))
    case .leakyReLU: x > 0 ? x : 0.01 * x
    case .sigmoid: sigmoid(x)
    case .hardSigmoid: min(1, max(0, x / 6 + 0.5))
    case .swish: x * sigmoid(x)
    case .hardSwish: x * min(1, max(0, x / 6 + 0.5))
    case .gelu: x * (1 + erf(x / 2.0.squareRoot())) / 2
    case .mish: x * tanh(softplus(x))
    }
  }

  /// The slope at x.
  static func slope(_ activation: BlockLayer.Activation, _ x: Double) -> Double {
    switch activation {
    case .relu: return x > 0 ? 1 : 0
    case .relu6: return x > 0 && x < 6 ? 1 : 0
    case .leakyReLU: return x > 0 ? 1 : 0.01
    case .sigmoid:
      let gate = sigmoid(x)
      return gate * (1 - gate)
    case .hardSigmoid: return x > -3 && x < 3 ? 1.0 / 6 : 0
    case .swish:
      let gate = sigmoid(x)
      return gate * (1 + x * (1 - gate))
    case .hardSwish: return x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5
    case .gelu:
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      return (1 + erf(x / 2.0.squareRoot())) / 2 + x * density
    case .mish:
      let gate = tanh(softplus(x))
      return gate + x * (1 - gate * gate) * sigmoid(x)
    }
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  private static func softplus(_ x: Double) -> Double { x > 30 ? x : log1p(exp(x)) }
}
