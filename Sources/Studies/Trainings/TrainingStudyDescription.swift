import Files
import Foundation
import Wording

/// What a training study is about: the space, and how its architectures are scored. Its file is
/// `trainings.json`.
public struct TrainingStudyDescription: Codable, Equatable, Sendable {
  /// The version of the file format.
  static let format = 1

  let format: Int
  /// The version of the program that began the study.
  public let version: String
  /// The command that began the study.
  public let command: String
  /// The search space.
  public let space: StudyDescription.Source
  /// Operators that are added to the space, each a name, a colon and a description.
  public let operators: [String]
  /// The name of the score; nil leaves the choice to the space.
  public let by: String?
  /// The weights; nil for those of the installation that suit the space.
  public let weights: String?
  /// Whether operators are read from their descriptions only.
  public let operatorsFromText: Bool
  /// Whether weights may score the space that saw its labels.
  public let allowingSeenLabels: Bool
  /// Whether lower results are better, as of errors and losses.
  public let isMinimised: Bool
  /// Decides every random choice.
  public let seed: UInt64

  /// - Parameters:
  ///   - by: nil leaves the choice of the score to the space
  ///   - weights: nil for those of the installation that suit the space
  public init(
    version: String, command: String, space: StudyDescription.Source, operators: [String],
    by: String?, weights: String?, operatorsFromText: Bool, allowingSeenLabels: Bool,
    isMinimised: Bool, seed: UInt64
  ) {
    format = TrainingStudyDescription.format
    (self.version, self.command, self.space) = (version, command, space)
    (self.operators, self.by, self.weights) = (operators, by, weights)
    (self.operatorsFromText, self.allowingSeenLabels) = (operatorsFromText, allowingSeenLabels)
    (self.isMinimised, self.seed) = (isMinimised, seed)
  }

  /// - Throws: `FileError` when the file cannot be read or describes no training study.
  init(contentsOf path: String) throws {
    let bytes = try InputFile.bytes(at: path)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      struct Header: Decodable { let format: Int }
      let format = try decoder.decode(Header.self, from: bytes).format
      guard format == TrainingStudyDescription.format else {
        throw FileError(
          path: path,
          problem: "has format \(format), this program reads \(TrainingStudyDescription.format); "
            + "use the version of tgnas that made the study")
      }
      self = try decoder.decode(TrainingStudyDescription.self, from: bytes)
    } catch is DecodingError {
      throw FileError(
        path: path,
        problem: "describes no training study; it is damaged or was not made by tgnas")
    }
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: path)
  }
}
