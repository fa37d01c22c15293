import Networks

/// SWAP (Peng et al., "SWAP-NAS: Sample-Wise Activation Patterns for Ultra-fast NAS", ICLR 2024).
/// A unit of an activation of feature maps has a code: for each image whether its output is
/// positive. The value is the number of distinct codes. It is not regularised by size.
///
/// Weights and batch are those of the measurement; the paper has 16 images and the mean of 32
/// draws, which is `--batch 16 --repeats 32`. There are at most 2^batch codes, so that small
/// batches tell large networks apart badly.
public struct SWAP: MeasuredProxy {
  public static let name = "swap"
  public static let summary =
    "distinct patterns of units over images, measured (Peng et al., ICLR 2024)"
  public static let kind = ProxyKind.measured(gradients: false)
  public static let readsAllOutputs = true

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// A whole number.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let pass = try network.pass()
    let words = (pass.images + 63) / 64
    var codes: Set<[UInt64]> = []
    for (index, layer) in network.network.layers.enumerated() {
      guard MeasuredNetwork.hasUnits(layer), layer.shape.height * layer.shape.width > 1 else {
        continue
      }
      let outputs = pass.output(of: index)
      let units = outputs.count / pass.images
      var known = [UInt64](repeating: 0, count: units * words)
      for image in 0..<pass.images {
        let bit = UInt64(1) << UInt64(image % 64)
        for unit in 0..<units where outputs[image * units + unit] > 0 {
          known[unit * words + image / 64] |= bit
        }
      }
      for unit in 0..<units { codes.insert(Array(known[unit * words..<(unit + 1) * words])) }
    }
    return Double(codes.count)
  }
}
