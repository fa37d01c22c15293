import Foundation
import TensorFiles
import Wording

/// A training after some epochs, from which it goes on.
struct TrainingCheckpoint {
  let epochs: Int
  let parameters: [Float]
  /// The optimiser's running means.
  let first: [Float]
  let second: [Float]

  private static let format = "tgnas-fine-tuning"

  init(epochs: Int, parameters: [Float], first: [Float], second: [Float]) {
    (self.epochs, self.parameters) = (epochs, parameters)
    (self.first, self.second) = (first, second)
  }

  /// The checkpoint at a path; nil when there is none.
  ///
  /// - Parameters:
  ///   - identity: of the training that is to go on
  ///   - count: of the parameters
  /// - Throws: `UserError` when it is of another training, `TensorFileError` when it is damaged.
  init?(ifAt path: String, _ identity: String, count: Int) throws {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let file = try TensorFile(path: path)
    guard file.attributes["format"] == .string(Self.format),
      try file.string("identity") == identity
    else {
      throw UserError(
        "\(path) is of another training, with other texts, results, settings or another model; "
          + "remove it to begin anew")
    }
    var table = TensorTable()
    for name in ["parameters", "first", "second"] { table.add(name, [count], storage: [.float32]) }
    let tensors = try file.read(table)
    self.init(
      epochs: try file.integer("epochs"), parameters: tensors["parameters"]?.floats ?? [],
      first: tensors["first"]?.floats ?? [], second: tensors["second"]?.floats ?? [])
  }

  func write(to path: String, _ identity: String) throws {
    var writer = TensorFileWriter()
    writer.set("format", .string(Self.format))
    writer.set("identity", .string(identity))
    writer.set("epochs", .integer(epochs))
    for (name, values) in [("parameters", parameters), ("first", first), ("second", second)] {
      writer.add(name, shape: [values.count], values)
    }
    try writer.write(to: path)
  }
}
