import Foundation
import TGNAS

/// The options of `tgnas_space_open`; `tgnas.h` says what they mean.
struct SpaceOptions: Decodable {
  let space: String
  let yaml: String?
  let operators: [[String]]?
  let by: String?
  let weights: String?
  let allowSeenLabels: Bool?
  let operatorsFromText: Bool?
  let threads: Int?

  init(json: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      self = try decoder.decode(SpaceOptions.self, from: Data(json.utf8))
    } catch {
      throw InputError("the options of a space are no JSON object as tgnas.h describes: \(error)")
    }
  }

  func space(in installation: Installation) throws -> SearchSpace {
    let base: SearchSpace
    if let yaml {
      base = try SearchSpace(yaml: yaml, path: space, in: installation)
    } else if space.contains("/") {
      // No name has a slash in it, so that this is a path, whatever it ends in.
      base = try SearchSpace(contentsOf: space, in: installation)
    } else {
      base = try SearchSpace.named(space, in: installation)
    }
    return try base.adding(additions())
  }

  private func additions() throws -> [Operator] {
    try (operators ?? []).map { addition in
      let words = addition.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      guard words.count == 2, !words.contains("") else {
        throw InputError(
          "an added operator is \(addition); expected a name and a description, such as "
            + "\"blur_conv\" and \"3x3 convolution with an anti-aliasing blur filter\"")
      }
      return Operator(name: words[0], role: .operation, description: words[1])
    }
  }

  func choice() throws -> ScorerChoice {
    let score = try by.map { name in
      guard let score = ScorerChoice.Score(name: name) else {
        throw UnknownNameError(kind: "score", name: name, known: ScorerChoice.Score.names)
      }
      return score
    }
    let threads = threads ?? Parallel.processorCount
    guard threads >= 1 else { throw InputError("--threads is \(threads); expected 1 or more") }
    let choice = ScorerChoice(
      by: score, weights: weights, ignoringTypedAttributes: operatorsFromText ?? false,
      allowingSeenLabels: allowSeenLabels ?? false, threads: threads)
    if let contradiction = choice.contradiction { throw InputError(contradiction) }
    return choice
  }
}
