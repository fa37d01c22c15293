import Files
import Foundation
import Learning
import SentenceEmbedding
import TensorFiles
import Tensors
import Wording

/// A language model of BERT's family with upper layers that ``FineTuner`` trained.
struct FineTunedModel: LanguageModelFamily {
  static let name = "BERT, fine-tuned"
  static let format = "tgnas-fine-tuned"
  private static let formatVersion = 1

  private let encoder: TrainableEncoder
  private let parameters: [Float]

  var tokenizer: TextTokenizer { encoder.base.tokenizer }
  var width: Int { encoder.base.width }
  var layers: Int { encoder.base.layers }
  var window: Int { encoder.base.window }

  /// - Parameters:
  ///   - file: by ``write(_:of:encoder:settings:notes:to:)``
  ///   - shipped: the shipped sentence encoder
  /// - Throws: `TensorFileError` when the file is damaged, and `FileError` when the model that it
  ///   was made from is missing or has changed.
  init(_ file: TensorFile, shipped: () throws -> SentenceEncoder) throws {
    let version = try file.integer("format_version")
    guard version == FineTunedModel.formatVersion else {
      throw TensorFileError(
        path: file.path,
        "is a fine-tuned model of format version \(version); this program reads version "
          + "\(FineTunedModel.formatVersion)")
    }
    let (base, identity) = (try file.string("base"), try file.string("base_identity"))
    let family: any TrainableFamily
    if base.isEmpty {
      let encoder = try shipped()
      guard encoder.identity == identity else {
        throw TensorFileError(
          path: file.path, "was made from another sentence encoder than the one that is shipped")
      }
      family = ShippedEncoder(encoder)
    } else {
      let model = try LanguageModel(path: base, encoder: shipped)
      guard try model.identity() == identity, let found = model.trainable else {
        throw FileError(
          path: base, problem: "has changed since the model \(file.path) was made from it")
      }
      family = found
    }
    let trained = try file.integer("trained_layers")
    guard (1...family.layers).contains(trained) else {
      throw TensorFileError(path: file.path, "has \(trained) trained layers")
    }
    encoder = TrainableEncoder(family, trained: trained)
    var table = TensorTable()
    encoder.layout.declare(in: &table, below: "")
    parameters = encoder.layout.values(from: try file.read(table), below: "")
  }

  func run(_ tokens: [Int32], _ observe: (Int, UnsafePointer<Float>) -> Void) {
    var lowered = Matrix(rows: tokens.count, columns: width)
    encoder.base.run(tokens, upTo: encoder.first) { stage, hidden in
      observe(stage, hidden)
      if stage == encoder.first {
        lowered.elements = Array(UnsafeBufferPointer(start: hidden, count: tokens.count * width))
      }
    }
    encoder.run(lowered, parameters) { number, hidden in
      observe(encoder.first + number, hidden)
    }
  }

  /// Writes a trained model, whose lower layers stay in the model that it was made from.
  ///
  /// - Parameter notes: where it comes from, by name
  static func write(
    _ parameters: [Float], of model: LanguageModel, encoder: TrainableEncoder,
    settings: FineTuningSettings, notes: [String: [String]], to path: String
  ) throws {
    var writer = TensorFileWriter()
    writer.set("format", .string(format))
    writer.set("format_version", .integer(formatVersion))
    writer.set("base", .string(model.isShipped ? "" : URL(fileURLWithPath: model.path).path))
    writer.set("base_identity", .string(try model.identity()))
    writer.set("trained_layers", .integer(settings.layers))
    writer.set("epochs", .integer(settings.epochs))
    writer.set("batch", .integer(settings.batch))
    writer.set("rate", .number(settings.rate))
    writer.set("seed", .string("\(settings.seed)"))
    writer.set("blas_core", .string(BLAS.coreName))
    for (name, values) in notes.sorted(by: { $0.key < $1.key }) {
      writer.set(name, .strings(values))
    }
    encoder.layout.store(parameters, in: &writer, below: "")
    try writer.write(to: path)
  }
}

extension FineTuner {
  /// Writes a trained model to a file, which ``LanguageModel`` reads.
  ///
  /// - Parameter notes: where it comes from, by name, such as the tables with their digests
  /// - Throws: `FileError` when it cannot be written.
  public func write(
    _ parameters: Parameters, notes: [String: [String]], to path: String
  ) throws {
    try FineTunedModel.write(
      parameters.values, of: model, encoder: encoder, settings: settings, notes: notes, to: path)
  }
}
