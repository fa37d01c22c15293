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

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  public static func outputs(readFrom network: Network) -> Set<Int> {
    MeasuredNetwork.units(of: network)
  }

  /// A whole number.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let pass = try network.pass()
    let words = (pass.images + 63) / 64
    // Sixty-four images fit a word, whose set is fast.
    var (short, long): (Set<UInt64>, Set<[UInt64]>) = ([], [])
    for index in outputs(readFromMaps: network.network) {
      let known = pass.withOutput(of: index) { outputs in
        let units = outputs.count / pass.images
        var known = [UInt64](repeating: 0, count: units * words)
        for image in 0..<pass.images {
          let bit = UInt64(1) << UInt64(image % 64)
          for unit in 0..<units where outputs[image * units + unit] > 0 {
            known[unit * words + image / 64] |= bit
          }
        }
        return known
      }
      if words == 1 {
        short.formUnion(known)
      } else {
        for start in stride(from: 0, to: known.count, by: words) {
          long.insert(Array(known[start..<start + words]))
        }
      }
    }
    return Double(short.count + long.count)
  }

  /// Units of feature maps, not of vectors.
  private static func outputs(readFromMaps network: Network) -> [Int] {
    MeasuredNetwork.units(of: network).sorted().filter { index in
      network.layers[index].shape.height * network.layers[index].shape.width > 1
    }
  }
}
