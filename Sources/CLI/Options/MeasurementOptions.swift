import ArgumentParser
import TGNAS
import Wording

extension WeightInitialisation: ExpressibleByArgument {
  public static var allValueStrings: [String] {
    ProxyMeasurement.initialisations.map(\.rawValue)
  }

  public init?(argument: String) {
    guard WeightInitialisation.allValueStrings.contains(argument) else { return nil }
    self.init(rawValue: argument)
  }
}

/// On what measured proxies are measured.
struct ImageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Measure proxies on images of this file: an HDF5 file of bytes [images, rows, columns, "
        + "channels] and labels, named images and labels or train_images and train_labels, or a "
        + "binary batch of CIFAR-10; by default on standard normal images with random labels.",
      valueName: "file"))
  var images: String?
  @Option(help: ArgumentHelp("Images of a batch of measured proxies.", valueName: "n"))
  var batch = ProxyMeasurement.standardBatch
  @Option(
    help: ArgumentHelp(
      "Draws of weights and images of measured proxies, whose mean is taken.", valueName: "n"))
  var repeats = 1
  @Option(
    help: ArgumentHelp(
      "What the weights of measured proxies are drawn from: uniform (PyTorch's default), kaiming "
        + "(normal, by the fan-in), or kaiming-fan-out (normal, by the fan-out, as in the code of "
        + "residual networks and of TransNAS-Bench-101).", valueName: "name"))
  var initialisation = WeightInitialisation.uniform

  func validate() throws {
    for (name, count, limit) in [
      ("--batch", batch, NumberLimit.batch), ("--repeats", repeats, NumberLimit.repeats),
    ] where !limit.range.contains(count) {
      throw ValidationError("\(name) is \(count); expected \(limit.words).")
    }
  }

  /// The options that are not as usual, by their names.
  var given: [String] {
    [
      ("--images", images != nil), ("--batch", batch != ProxyMeasurement.standardBatch),
      ("--repeats", repeats != 1), ("--initialisation", initialisation != .uniform),
    ].filter(\.1).map(\.0)
  }

  /// - Parameter seed: of weights, images and labels
  /// - Throws: `FileError` or `TensorFileError` when the images cannot be read.
  func measurement(seed: UInt64 = 0) throws -> ProxyMeasurement {
    ProxyMeasurement(
      on: try images.map { try LabelledImages(path: $0) }, batch: batch, seed: seed,
      repeats: repeats, initialisation: initialisation)
  }
}
