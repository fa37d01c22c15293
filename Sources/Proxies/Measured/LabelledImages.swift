import Files
import Networks
import Randomness
import TensorFiles
import Wording

/// Images with labels, from a file.
public struct LabelledImages: Sendable {
  /// The file.
  public let path: String
  /// Of the whole file, SHA-256.
  let digest: String
  /// [images, rows, columns, channels]
  private let bytes: [UInt8]
  private let labels: [Int]
  private let shape: Network.Shape
  /// Of each channel.
  private let means: [Double]
  private let deviations: [Double]

  /// Reads an HDF5 file or a binary batch of CIFAR-10.
  ///
  /// An HDF5 file holds bytes [images, rows, columns, channels] and as many labels, named "images"
  /// and "labels", or "train_images" and "train_labels". A binary batch (data_batch_1.bin) has
  /// records of a label and 32 x 32 bytes of each of three colours.
  ///
  /// - Throws: `FileError` or `TensorFileError` when the file cannot be read, or holds something
  ///   else.
  public init(path: String) throws {
    let read =
      try LabelledImages.isBinaryBatch(path)
      ? LabelledImages.binaryBatch(path) : LabelledImages.tensors(path)
    let channels = read.shape.channels
    var (sums, squares) = (
      [Int](repeating: 0, count: channels), [Int](repeating: 0, count: channels)
    )
    for (place, byte) in read.bytes.enumerated() {
      sums[place % channels] += Int(byte)
      squares[place % channels] += Int(byte) * Int(byte)
    }
    let count = Double(read.bytes.count / channels)
    let means = sums.map { Double($0) / count }
    self.path = path
    digest = try Digest.sha256(ofFile: path)
    (bytes, labels, shape) = read
    self.means = means
    deviations = zip(squares, means).map { square, mean in
      max(1, (Double(square) / count - mean * mean).squareRoot())
    }
  }

  private typealias Contents = (bytes: [UInt8], labels: [Int], shape: Network.Shape)

  private static func tensors(_ path: String) throws -> Contents {
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
    return (
      bytes, labels.floats.map { Int($0) },
      Network.Shape(channels: images.shape[3], height: images.shape[1], width: images.shape[2])
    )
  }

  /// The side of a CIFAR image, its bytes of one colour, and its record.
  private static let (side, plane) = (32, 32 * 32)
  private static let record = 1 + 3 * plane

  /// Whether a file consists of records of a batch, and does not begin as HDF5 files do.
  private static func isBinaryBatch(_ path: String) throws -> Bool {
    let file = try OpenFile(path)
    let size = try file.size()
    let start = try [UInt8](unsafeUninitializedCapacity: 2) { buffer, count in
      count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    return size > 0 && size % record == 0 && start != [0x89, 0x48]
  }

  private static func binaryBatch(_ path: String) throws -> Contents {
    let file = try InputFile.raw(at: path)
    var (bytes, labels): ([UInt8], [Int]) = ([], [])
    bytes.reserveCapacity(file.count)
    for start in stride(from: 0, to: file.count, by: record) {
      labels.append(Int(file[start]))
      for place in start + 1...start + plane {
        for colour in 0..<3 { bytes.append(file[place + colour * plane]) }
      }
    }
    return (bytes, labels, Network.Shape(channels: 3, height: side, width: side))
  }

  /// Distinct images in random order, as many as there are. Each channel has the mean 0 and the
  /// deviation 1 over the whole file.
  package func draw(
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
