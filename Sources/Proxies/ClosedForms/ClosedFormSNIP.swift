import Networks

/// SNIP (Lee, Ajanthan and Torr, ICLR 2019) in the limit of infinite width: the sum, over the
/// weights of convolutions and linear layers, of abs(w dL/dw).
///
/// A weight and its gradient are taken to be independent. PyTorch's weight has the mean absolute
/// value 1 / (2 sqrt(fan-in)), and a normal gradient sqrt(2/pi) of its root mean square.
public struct ClosedFormSNIP: Proxy {
  public static let name = "snip-closed"
  public static let summary =
    "how much removing weights would change the loss (Lee et al., ICLR 2019)"
  public static let kind = ProxyKind.closedForm

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// For a batch of 32 images. Not negative.
  ///
  /// - Throws: `NetworkError` for layers without a formula, such as attention.
  public func value(of subject: ProxySubject) throws(NetworkError) -> Double {
    try subject.weightMoments().reduce(0) { sum, layer in
      let weights = layer.weights
      let weight = 1 / (2 * Double(weights.fanIn).squareRoot())
      return sum + Double(weights.count) * weight
        * (2 / Double.pi * layer.weightGradient).squareRoot()
    }
  }
}
