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
    self = try DescriptionFile.read(
      path, format: TrainingStudyDescription.format, kind: "training study")
  }

  func write(to path: String) throws { try DescriptionFile.write(self, to: path) }
}
