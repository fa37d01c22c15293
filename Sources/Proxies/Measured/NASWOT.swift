import Networks
import Tensors

/// NASWOT (Mellor et al., "Neural Architecture Search without Training", ICML 2021). A unit of an
/// activation is active for an image where its input is positive. K counts, for each two images,
/// the units that are both active or both not. The value is log abs det K. Its closed form is
/// ``ClosedFormNASWOT``, on another scale.
///
/// Gates (sigmoids and hard sigmoids) do not count.
public struct NASWOT: MeasuredProxy {
  public static let name = "nwot"
  public static let summary =
    "how unlike images' patterns of active units are, measured (Mellor et al., ICML 2021)"
  public static let kind = ProxyKind.measured(gradients: false)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  public static func outputs(readFrom network: Network) -> Set<Int> {
    MeasuredNetwork.units(of: network)
  }

  /// A natural logarithm. Minus infinity where two images have one pattern.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let pass = try network.pass()
    let images = pass.images
    var counts = [Double](repeating: 0, count: images * images)
    for index in MeasuredNetwork.units(of: network.network).sorted() {
      // What a unit puts out is positive where its input is. Codes of 1 and -1: their product
      // counts agreements minus disagreements, exactly.
      let codes = pass.withOutput(of: index) { outputs in
        Matrix(
          rows: images, columns: outputs.count / images,
          elements: outputs.map { $0 > 0 ? 1 : -1 })
      }
      let units = codes.columns
      let products = codes.multiplied(byTransposed: codes)
      for place in counts.indices {
        counts[place] += (Double(units) + Double(products.elements[place])) / 2
      }
    }
    guard let factor = CholeskyFactor(counts, order: images) else { return -.infinity }
    return factor.logDeterminant
  }
}
