import Networks
import Randomness
import Runtime
import Spaces
import Wording

/// On what measured proxies are measured.
public struct ProxyMeasurement: Sendable {
  /// The distributions that weights may be drawn from.
  public static let initialisations: [WeightInitialisation] = [
    .uniform, .kaiming, .kaimingFanOut,
  ]

  /// Images of a batch, as in zero-cost-nas and NAS-Bench-Suite-Zero.
  public static let standardBatch = 32

  /// The images to draw from; nil for standard normal noise with random labels.
  public let images: LabelledImages?
  /// Images of a batch.
  public let batch: Int
  /// Of weights, images and labels.
  public let seed: UInt64
  /// Draws of weights and images, whose mean is the value.
  public let repeats: Int
  /// What weights are drawn from. Proxies that define their own weights keep them.
  public let initialisation: WeightInitialisation

  /// - Parameters:
  ///   - batch: 1 or more
  ///   - repeats: 1 or more
  public init(
    on images: LabelledImages? = nil, batch: Int = standardBatch, seed: UInt64 = 0,
    repeats: Int = 1, initialisation: WeightInitialisation = .uniform
  ) {
    precondition(batch > 0 && repeats > 0, "a batch and a draw at least")
    (self.images, self.batch, self.seed, self.repeats) = (images, batch, seed, repeats)
    self.initialisation = initialisation
  }

  /// What users have to know of a measured number.
  public var note: Sentence { "note: measured on " + sentence }

  /// The measurement, within a sentence.
  public var sentence: Sentence {
    let data: Sentence =
      images.map { "images of \($0.path)" } ?? "standard normal images with random labels"
    let draws: Sentence = repeats == 1 ? "one draw" : "the mean of \(repeats) draws"
    let weights: Sentence =
      initialisation == .uniform ? "" : Sentence(" of \(initialisation.rawValue) weights")
    return "\(batch) " + data + ", " + draws + weights + Sentence(" (seed \(seed))")
  }

  /// All that a value depends on beside the proxy and the network: for records.
  public var description: String {
    let data = images.map { "images \($0.digest)" } ?? "noise"
    let weights = initialisation == .uniform ? "" : ", weights \(initialisation.rawValue)"
    return "measured on \(data), batch \(batch), repeats \(repeats), seed \(seed)\(weights)"
  }

  /// The images and labels of a draw. Noise depends on the seed alone, and is the same for all
  /// networks of one input.
  ///
  /// - Returns: [images, channels, rows, columns], and a class for each image
  /// - Throws: `NetworkError` when the images have another size than the network's input, or a
  ///   label that the network has no output for.
  func batch(
    for shape: Network.Shape, classes: Int, using random: inout SplitMix64
  ) throws(NetworkError) -> (images: [Float], labels: [Int]) {
    guard let images else {
      let labels = (0..<batch).map { _ in random.integer(below: classes) }
      return ((0..<batch * shape.elements).map { _ in Float(random.normal()) }, labels)
    }
    return try images.draw(batch, for: shape, classes: classes, using: &random)
  }
}
