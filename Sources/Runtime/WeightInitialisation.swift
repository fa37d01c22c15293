/// What the weights of an untrained network are drawn from. Norms always begin as the identity, and
/// embeddings and tokens as normal numbers of deviation 0.02, as in DeiT's code.
public enum WeightInitialisation: String, Sendable {
  /// PyTorch's default: weights and biases uniform in +-1/sqrt(fan-in).
  case uniform
  /// Normal weights of variance 2 / fan-in (He et al., ICCV 2015), biases 0.
  case kaiming
  /// Convolutions with normal weights of variance 2 / fan-out, as in torchvision's residual networks
  /// and the code of TransNAS-Bench-101; the fan-out is the number of outputs times the taps. All
  /// else as ``uniform``.
  case kaimingFanOut = "kaiming-fan-out"
  /// Normal weights of variance 1, biases 0.
  case standardNormal = "standard-normal"
}
