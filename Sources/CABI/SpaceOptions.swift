import Foundation
import TGNAS
import Tensors
import Wording

/// The options of `tgnas_space_open`; `tgnas.h` describes them.
struct SpaceOptions: Decodable {
  let space: String
  let yaml: String?
  let operators: [[String]]?
  let by: String?
  let weights: String?
  let allowSeenLabels: Bool?
  let operatorsFromText: Bool?
  let threads: Int?
  let notation: String?
  let surrogate: String?
  let encoding: String?
  let languageModel: String?
  let text: String?
  let pooling: String?
  let embeddings: String?
  let images: String?
  let batch: Int?
  let repeats: Int?
  let initialisation: String?

  init(json: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      self = try decoder.decode(SpaceOptions.self, from: Data(json.utf8))
    } catch {
      throw UserError("the options of a space are no JSON object as tgnas.h describes: \(error)")
    }
  }

  func space(in opened: OpenInstallation) throws -> SearchSpace {
    let base: SearchSpace
    if let yaml {
      base = try SearchSpace(yaml: yaml, path: space, in: opened.installation)
    } else {
      base = try opened.space(space)
    }
    let space = try opened.givingLayers(to: base.adding(additions()))
    return try notation.map { try space.reading(in: $0) } ?? space
  }

  private func additions() throws -> [Operator] {
    try (operators ?? []).map { addition in
      let words = addition.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      guard words.count == 2, !words.contains("") else {
        throw UserError(
          "an added operator is \(addition); expected a name and a description, such as "
            + "\"blur_conv\" and \"3x3 convolution with an anti-aliasing blur filter\"")
      }
      return Operator(name: words[0], role: .operation, description: words[1])
    }
  }

  /// What refines scores by labels, and how it reads architectures.
  private func surrogateChoice() throws -> SurrogateChoice {
    var choice = try SurrogateChoice(model: surrogate, encoding: encoding)
    _ = try text.map { try CodeReader.Text(named: $0) }
    _ = try pooling.map { try TextPooling.named($0) }
    choice.reading = EmbeddingChoice(
      model: languageModel, text: text, pooling: pooling, table: embeddings)
    return choice
  }

  func settings() throws -> ScoringSettings {
    let settings = ScoringSettings(
      by: try by.map { try ScoringSettings.Score(named: $0) }, weights: weights,
      ignoringTypedAttributes: operatorsFromText ?? false,
      allowingSeenLabels: allowSeenLabels ?? false,
      surrogate: try surrogateChoice(),
      measurement: try MeasurementSettings(
        images: images, batch: batch, repeats: repeats, initialisation: initialisation
      )
      .measurement(),
      threads: threads ?? Parallel.processorCount, isVerbose: true)
    try settings.check()
    return settings
  }
}
