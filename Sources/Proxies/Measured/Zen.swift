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
    let first = NetworkPass(layers, parameters, on: images, threads: 1, memory: network.memory)
    let second = NetworkPass(layers, parameters, on: changed, threads: 1, memory: network.memory)
    var score = 0.0
    var last = layers.layers.count - 1
    for layer in layers.layers {
      if layer.kind == .batchNorm {
        let channels = layer.shape.channels
        let variances = [first, second].map {
          meanVariance(of: $0.output(of: layer.inputs[0]), channels: channels, images: $0.images)
        }
        score += log(0.81 + 0.09 * variances[0] + 0.1 * variances[1]) / 2
      }
      if layer.kind == .globalAveragePooling { last = layer.inputs[0] }
    }
    let sum = zip(first.output(of: last), second.output(of: last)).reduce(0.0) {
      $0 + abs(Double($1.0) - Double($1.1))
    }
    return score + log(sum / Double(first.images))
  }

  /// The mean over channels of the unbiased variance over images and places.
  private static func meanVariance(of map: [Float], channels: Int, images: Int) -> Double {
    let places = map.count / (channels * images)
    var total = 0.0
    for channel in 0..<channels {
      var (sum, squares) = (0.0, 0.0)
      for image in 0..<images {
        let start = (image * channels + channel) * places
        for place in start..<start + places { sum += Double(map[place]) }
      }
      let mean = sum / Double(images * places)
      for image in 0..<images {
        let start = (image * channels + channel) * places
        for place in start..<start + places {
          squares += (Double(map[place]) - mean) * (Double(map[place]) - mean)
        }
      }
      total += squares / Double(max(1, images * places - 1))
    }
    return total / Double(channels)
  }
}
