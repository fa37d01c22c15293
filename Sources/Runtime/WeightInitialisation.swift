import Networks

/// What the weights of an untrained network are drawn from. Norms always begin as the identity, and
/// embeddings and tokens as normal numbers of deviation 0.02, as in DeiT's code.
public enum WeightInitialisation: String, Sendable {
  /// PyTorch's default: weights and biases uniform in +-1/sqrt(fan-in).
  case uniform
  /// Normal weights of variance 2 / fan-in (He et al., ICCV 2015), biases 0.
  case kaiming
  /// Convolutions with normal weights of variance 2 / fan-out, as in torchvision's residual
  /// networks and the code of TransNAS-Bench-101; the fan-out is the number of outputs times the
  /// taps. All else as ``uniform``.
  case kaimingFanOut = "kaiming-fan-out"
  /// Normal weights of variance 1, biases 0.
  case standardNormal = "standard-normal"

  /// The variance of each weight of a layer.
  public func variance(of weights: Network.Weights, in layer: Network.Layer) -> Double {
    switch self {
    case _ where isUniform(in: layer): 1 / (3 * Double(weights.fanIn))
    case .kaimingFanOut: 2 / Double(weights.outputs * weights.taps)
    case .kaiming: 2 / Double(weights.fanIn)
    case .uniform, .standardNormal: 1
    }
  }

  /// Whether the layer's weights are uniform; else they are normal, and its biases 0.
  func isUniform(in layer: Network.Layer) -> Bool {
    if case .convolution = layer.kind {
      self == .uniform
    } else {
      [.uniform, .kaimingFanOut].contains(self)
    }
  }
}
