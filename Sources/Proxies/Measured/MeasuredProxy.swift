import Networks
import Wording

/// A proxy that runs networks with random weights on a batch of images.
///
/// To add one, write one file with a conforming type and add it to ``ProxyRegistry/measured``.
public protocol MeasuredProxy: Proxy {
  /// Keeps what the note needs.
  var measurement: ProxyMeasurement { get }
  /// Layers whose outputs it reads, beside those of layers with weights where it reads gradients.
  /// Others are not kept.
  static func outputs(readFrom network: Network) -> Set<Int>
  /// The value of one draw of weights and images. What is not finite means that there is none.
  ///
  /// - Throws: `NetworkError` when the images do not fit the network.
  static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double
}

extension MeasuredProxy {
  /// Itself.
  public static var measuredParts: [any MeasuredProxy.Type] { [Self.self] }

  /// None.
  public static func outputs(readFrom network: Network) -> Set<Int> { [] }

  /// On what it is measured.
  public var note: Sentence? { measurement.note }

  /// The mean of all draws. Minus infinity where one of them has no number.
  public func value(of subject: ProxySubject) throws(NetworkError) -> Double {
    var sum = 0.0
    for draw in subject.draws {
      let value = try Self.value(of: draw)
      guard value.isFinite else { return -.infinity }
      sum += value
    }
    return sum / Double(subject.draws.count)
  }
}
