import Networks
import Tensors

/// MeCo (Jiang et al., "MeCo: Zero-Shot NAS with One Data and Single Forward Pass via Minimum
/// Eigenvalue of Correlation", NeurIPS 2023): the sum, over layers, of the smallest eigenvalue of
/// the correlations between a layer's channels over the places of its map, for the first image.
///
/// Each layer counts once; the published code counts modules that contain others, too, so that its
/// values depend on how the code is nested. The image is the first of the batch.
public struct MeCo: MeasuredProxy {
  public static let name = "meco"
  public static let summary =
    "smallest eigenvalues of correlations of channels, measured (Jiang et al., NeurIPS 2023)"
  public static let kind = ProxyKind.measured(gradients: false)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  public static func outputs(readFrom network: Network) -> Set<Int> {
    Set(network.layers.indices)
  }

  /// 0 or more, but for rounding.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let pass = try network.pass()
    var sum = 0.0
    for (index, layer) in network.network.layers.enumerated() where index > 0 {
      let (channels, places) = (layer.shape.channels, layer.shape.height * layer.shape.width)
      // With no more places than channels the centred rows depend on each other: 0.
      guard channels < places else { continue }
      let outputs = pass.output(of: index)
      let rows = (0..<channels).map { channel in
        outputs[channel * places..<(channel + 1) * places].map { Double($0) }
      }
      // A constant channel correlates with nothing.
      let correlations = MeasuredNetwork.correlations(of: rows).map { $0.isNaN ? 0 : $0 }
      if let least = SymmetricEigenvalues.of(correlations, order: channels)?.first { sum += least }
    }
    return sum
  }
}
