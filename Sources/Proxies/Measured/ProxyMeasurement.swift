import Files
import Networks
import Randomness
import Spaces
import TensorFiles
import Wording

/// On what measured proxies are measured.
public struct ProxyMeasurement: Sendable {
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

  /// - Parameters:
  ///   - batch: 1 or more
  ///   - repeats: 1 or more
  public init(
    on images: LabelledImages? = nil, batch: Int = standardBatch, seed: UInt64 = 0,
    repeats: Int = 1
  ) {
    precondition(batch > 0 && repeats > 0, "a batch and a draw at least")
    (self.images, self.batch, self.seed, self.repeats) = (images, batch, seed, repeats)
  }

  /// What users have to know of a measured number.
  public var note: Sentence {
    let data: Sentence =
      images.map { "images of \($0.path)" } ?? "standard normal images with random labels"
    let draws: Sentence = repeats == 1 ? "one draw" : "the mean of \(repeats) draws"
    return "note: measured on \(batch) " + data + ", " + draws + Sentence(" (seed \(seed))")
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

/// Images with labels, from a file.
public struct LabelledImages: Sendable {
  /// The file.
  public let path: String
  /// [images, rows, columns, channels]
  private let bytes: [UInt8]
  private let labels: [Int]
  private let shape: Network.Shape
  /// Of each channel.
  private let means: [Double]
  private let deviations: [Double]

  /// Reads an HDF5 file: bytes [images, rows, columns, channels] and as many labels, named "images"
  /// and "labels", or "train_images" and "train_labels".
  ///
  /// - Throws: `FileError` or `TensorFileError` when the file cannot be read, or holds something
  ///   else.
  public init(path: String) throws {
    let file = try TensorFile(path: path)
    let prefix = file.contents["images"] == nil ? "train_" : ""
    let images = try file.tensor("\(prefix)images")
    let labels = try file.tensor("\(prefix)labels")
    guard images.shape.count == 4, case .uint8(let bytes) = images.elements, !bytes.isEmpty else {
      throw TensorFileError(
        path: path,
        "tensor \"\(prefix)images\" has the shape \(images.shape); expected bytes [images, rows, "
          + "columns, channels]")
    }
    guard labels.shape == [images.shape[0]] else {
      throw TensorFileError(
        path: path,
        "tensor \"\(prefix)labels\" has the shape \(labels.shape); expected one label for each of "
          + "\(images.shape[0]) images")
    }
    let channels = images.shape[3]
    var (sums, squares) = (
      [Int](repeating: 0, count: channels), [Int](repeating: 0, count: channels)
    )
    for (place, byte) in bytes.enumerated() {
      sums[place % channels] += Int(byte)
      squares[place % channels] += Int(byte) * Int(byte)
    }
    let count = Double(bytes.count / channels)
    let means = sums.map { Double($0) / count }
    self.path = path
    self.bytes = bytes
    self.labels = labels.floats.map { Int($0) }
    self.means = means
    deviations = zip(squares, means).map { square, mean in
      max(1, (Double(square) / count - mean * mean).squareRoot())
    }
    shape = Network.Shape(channels: channels, height: images.shape[1], width: images.shape[2])
  }

  /// Distinct images in random order, as many as there are. Each channel has the mean 0 and the
  /// deviation 1 over the whole file.
  func draw(
    _ count: Int, for input: Network.Shape, classes: Int, using random: inout SplitMix64
  ) throws(NetworkError) -> (images: [Float], labels: [Int]) {
    guard shape == input else {
      throw NetworkError(
        "\(path) has images of \(shape), and the network takes \(input); give images of that size")
    }
    let drawn = random.sample(count, below: labels.count)
    let labels = drawn.map { self.labels[$0] }
    if let wrong = labels.first(where: { !(0..<classes).contains($0) }) {
      throw NetworkError(
        "\(path) has the label \(wrong), and the network tells \(classes) classes apart; give "
          + "labels from 0 to \(classes - 1)")
    }
    let places = shape.height * shape.width
    var images: [Float] = []
    images.reserveCapacity(drawn.count * shape.elements)
    for image in drawn {
      for channel in 0..<shape.channels {
        for place in 0..<places {
          let byte = bytes[(image * places + place) * shape.channels + channel]
          images.append(Float((Double(byte) - means[channel]) / deviations[channel]))
        }
      }
    }
    return (images, labels)
  }
}
