import Foundation
import Networks
import Runtime

/// The Zen score (Lin et al., "Zen-NAS", ICCV 2021), as its code computes it. Weights are standard
/// normal, and images are standard normal noise x, then x + 0.01 noise. The value is the logarithm
/// of the mean, over images, of the summed absolute change of the last feature map before the
/// global pooling, plus for each batch norm the logarithm of the root of its mean running variance
/// after the two passes, whose momentum is 0.1. Its closed form is ``ClosedFormZen``.
public struct Zen: MeasuredProxy {
  public static let name = "zen"
  public static let summary =
    "log of how far a small change moves the last feature map, measured (Lin et al., ICCV 2021)"
  public static let kind = ProxyKind.measured(gradients: false)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  private static let change: Float = 0.01

  /// A natural logarithm. It does not depend on given images.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let layers = network.network
    let parameters = NetworkParameters<Float>(
      of: layers, .standardNormal, seed: network.source.stream(2).state)
    var random = network.source.stream(3)
    let count = try network.batch().labels.count * layers.layers[0].shape.elements
    let images = (0..<count).map { _ in Float(random.normal()) }
    let changed = images.map { $0 + change * Float(random.normal()) }
    let norms = layers.layers.filter { $0.kind == .batchNorm }
    let last =
      layers.layers.last { $0.kind == .globalAveragePooling }?.input
      ?? layers.layers.count - 1
    let kept = KeptOutputs(
      forGradients: false, layers: Set(norms.map { $0.input }).union([last]))
    // One after the other, so that only one of them is in memory.
    func features(of images: [Float]) -> (maps: [Float], variances: [Double]) {
      let pass = NetworkPass(
        layers, parameters, on: images, threads: 1, keeping: kept, memory: network.memory)
      let variances = norms.map { layer in
        pass.withOutput(of: layer.input) {
          meanVariance(of: $0, channels: layer.shape.channels, images: pass.images)
        }
      }
      return (pass.output(of: last), variances)
    }
    let (first, second) = (features(of: images), features(of: changed))
    var score = 0.0
    for (one, other) in zip(first.variances, second.variances) {
      score += log(0.81 + 0.09 * one + 0.1 * other) / 2
    }
    let sum = zip(first.maps, second.maps).reduce(0.0) { $0 + abs(Double($1.0) - Double($1.1)) }
    return score + log(sum * Double(layers.layers[0].shape.elements) / Double(images.count))
  }

  /// The mean over channels of the unbiased variance over images and places.
  private static func meanVariance(
    of map: UnsafeBufferPointer<Float>, channels: Int, images: Int
  ) -> Double {
    guard let start = map.baseAddress else { return 0 }
    let places = map.count / (channels * images)
    func moments(of channel: Int, around centre: Double) -> [Double] {
      var moments = [0.0, 0.0]
      for image in 0..<images {
        Float.addMoments(
          places, start + (image * channels + channel) * places, centre: centre, to: &moments)
      }
      return moments
    }
    let count = Double(images * places)
    let variances = (0..<channels).map { channel in
      let mean = moments(of: channel, around: 0)[0] / count
      return moments(of: channel, around: mean)[1] / max(1, count - 1)
    }
    return variances.reduce(0, +) / Double(channels)
  }
}
