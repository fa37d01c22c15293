import ArgumentParser
import TGNAS

/// On what measured proxies are measured.
struct MeasurementOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Measure on images of this file: an HDF5 file of bytes [images, rows, columns, channels] and "
        + "labels, named images and labels or train_images and train_labels, or a binary batch of "
        + "CIFAR-10; by default on standard normal images with random labels.",
      valueName: "file"))
  var images: String?
  @Option(help: ArgumentHelp("Images of a batch.", valueName: "n"))
  var batch = ProxyMeasurement.standardBatch
  @Option(help: ArgumentHelp("The seed of weights, images and labels.", valueName: "n"))
  var seed: UInt64 = 0
  @Option(
    help: ArgumentHelp("Draws of weights and images, whose mean is printed.", valueName: "n"))
  var repeats = 1

  func validate() throws {
    if batch < 1 { throw ValidationError("--batch is \(batch); expected 1 or more.") }
    if repeats < 1 { throw ValidationError("--repeats is \(repeats); expected 1 or more.") }
  }

  /// - Throws: `FileError` or `TensorFileError` when the images cannot be read.
  func measurement() throws -> ProxyMeasurement {
    ProxyMeasurement(
      on: try images.map { try LabelledImages(path: $0) }, batch: batch, seed: seed,
      repeats: repeats)
  }
}
