import Foundation
import TensorFiles
import Wording

/// A training that is not finished, as a file beside the weights it will produce.
struct Checkpoint: Sendable {
  static let format = "tgnas-checkpoint"
  static let formatVersion = 2

  /// The digest of the recipe; a checkpoint of any other training is refused.
  let recipeSHA256: String
  let sources: [String]
  var finished: [PredictorWeights.Member] = []
  /// The member in training, unless none has begun.
  var current: State?

  struct State: Sendable {
    let step: Int
    let parameters: [Float]
    let first: [Float]
    let second: [Float]
  }

  static func path(for weights: String) -> String { weights + ".checkpoint" }

  func write(to path: String) throws {
    var writer = TensorFileWriter()
    writer.set("format", .string(Checkpoint.format))
    writer.set("format_version", .integer(Checkpoint.formatVersion))
    writer.set("recipe_sha256", .string(recipeSHA256))
    writer.set("sources", .strings(sources))
    writer.set("finished", .strings(finished.map { String($0.seed) }))
    for (index, member) in finished.enumerated() {
      writer.add("members/\(index)", shape: [member.parameters.count], member.parameters)
      writer.add(
        "standardisations/\(index)", shape: [2],
        [member.standardisation.mean, member.standardisation.deviation])
    }
    writer.set("step", .integer(current?.step ?? -1))
    if let current {
      for (name, values) in [
        ("parameters", current.parameters), ("first", current.first), ("second", current.second),
      ] {
        writer.add("current/\(name)", shape: [values.count], values)
      }
    }
    try writer.write(to: path)
  }

  /// - Parameter parameterCount: of the recipe's network
  /// - Throws: ``TensorFileError`` when the file is damaged, ``UserError`` when it belongs to
  ///   another recipe or other tables.
  init(
    contentsOf path: String, recipeSHA256: String, sources: [String], parameterCount: Int
  ) throws {
    let file = try TensorFile(path: path)
    guard case .string(Checkpoint.format)? = file.attributes["format"],
      try file.integer("format_version") == Checkpoint.formatVersion
    else {
      throw TensorFileError(path: path, "is no checkpoint of a training by this version")
    }
    guard try file.string("recipe_sha256") == recipeSHA256 else {
      throw UserError(
        "\(path): belongs to another version of the recipe; remove it to start afresh")
    }
    guard try file.strings("sources") == sources else {
      throw UserError(
        "\(path): was made from other benchmark tables; remove it to start afresh")
    }
    let seeds = try file.strings("finished").compactMap { Int($0) }
    let step = try file.integer("step")
    var table = TensorTable()
    for index in seeds.indices {
      table.add("members/\(index)", [parameterCount], storage: [.float32])
      table.add("standardisations/\(index)", [2], storage: [.float32])
    }
    if step >= 0 {
      for name in ["parameters", "first", "second"] {
        table.add("current/\(name)", [parameterCount], storage: [.float32])
      }
    }
    let tensors = try file.read(table)
    func values(_ name: String) -> [Float] { tensors[name]?.floats ?? [] }
    self.recipeSHA256 = recipeSHA256
    self.sources = sources
    finished = seeds.enumerated().map { index, seed in
      let standardisation = values("standardisations/\(index)")
      return PredictorWeights.Member(
        seed: seed, parameters: values("members/\(index)"),
        standardisation: (standardisation[0], standardisation[1]))
    }
    current =
      step < 0
      ? nil
      : State(
        step: step, parameters: values("current/parameters"), first: values("current/first"),
        second: values("current/second"))
  }

  init(recipeSHA256: String, sources: [String]) {
    self.recipeSHA256 = recipeSHA256
    self.sources = sources
  }
}
