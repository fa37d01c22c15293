import Networks
import Runtime

/// The sum, over convolutions and linear layers, of the Frobenius norm of the weights as they are
/// initialised, `l2_norm` of NAS-Bench-Suite-Zero (Krishnakumar et al., NeurIPS 2022).
///
/// PyTorch draws weights uniformly from +-1/sqrt(fan-in), of variance 1 / (3 fan-in). A layer of c
/// outputs has c * fan-in weights, and the mean of its squared norm is c / 3, whatever its kernel
/// and its groups. So the value is the sum of sqrt(c / 3). Other initialisations have other
/// variances. Biases and norms do not count, as there.
public struct WeightNorm: Proxy {
  public static let name = "l2_norm"
  public static let summary =
    "sum over layers of the norm of weights that PyTorch draws: sqrt(outputs / 3)"
  public static let kind = ProxyKind.closedForm

  private let initialisation: WeightInitialisation

  /// Needs the initialisation of weights alone.
  public init(in context: ProxyContext) { initialisation = context.measurement.initialisation }

  /// Positive. A network without convolutions and linear layers has 0.
  public func value(of subject: ProxySubject) -> Double {
    let network = subject.network
    return network.layers.reduce(0) { sum, layer in
      guard let weights = network.weights(of: layer) else { return sum }
      let variance = initialisation.variance(of: weights, in: layer)
      return sum + (Double(weights.count) * variance).squareRoot()
    }
  }
}
