import Networks

/// Fisher (Turner et al., "BlockSwap", ICLR 2020) in the limit of infinite width. A channel's value
/// is half the mean, over images, of the squared sum over places of output times gradient. It
/// counts once for each weight of the channel, as in zero-cost-nas. The proxy is the sum over the
/// channels of convolutions and linear layers.
///
/// Output and gradient of different places are taken to be independent.
public struct ClosedFormFisher: Proxy {
  public static let name = "fisher-closed"
  public static let summary =
    "squared products of outputs and their gradients (Turner et al., ICLR 2020)"
  public static let kind = ProxyKind.closedForm

  /// Needs nothing of the context.
  public init(in context: ProxyContext) {}

  /// For a batch of 32 images. Not negative.
  ///
  /// - Throws: `NetworkError` for layers without a formula, such as attention.
  public func value(of subject: ProxySubject) throws(NetworkError) -> Double {
    try subject.weightMoments().reduce(0) { sum, layer in
      let places = Double(layer.weights.positions)
      return sum + Double(layer.weights.count) * places * layer.output * layer.gradient / 2
    }
  }
}
