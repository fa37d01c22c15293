import Files
import Foundation
import Spaces
import Studies
import Wording

extension TrainingStudyDescription {
  /// Describes a study that begins with a space and how it is scored.
  ///
  /// - Parameters:
  ///   - operators: those that were added to the space, each a name, a colon and a description
  ///   - isMinimised: whether lower results are better
  ///   - seed: decides every random choice
  ///   - command: what the user ran
  ///   - folder: of the study, which need not exist yet
  /// - Throws: `FileError` when the file of the space cannot be read.
  public init(
    of space: SearchSpace, _ settings: ScoringSettings, operators: [String], isMinimised: Bool,
    seed: UInt64, command: String, in folder: String, of installation: Installation
  ) throws {
    var by = settings.by?.name
    if case .formula(let file) = settings.by, let path = file.path {
      by = ScoringSettings.Score.formulaPrefix + URL(fileURLWithPath: path).path
    }
    let isShipped = !space.path.contains("/") || space.path.hasPrefix(installation.spaces + "/")
    let isFile = !isShipped && FileManager.default.fileExists(atPath: space.path)
    self.init(
      version: Installation.version, command: command,
      space: StudyDescription.Source(
        name: space.name, sha256: space.sha256,
        path: isFile ? try StudyDescription.Source(file: space.path, from: folder).path : nil),
      operators: operators, by: by,
      weights: settings.weights.map {
        $0.contains("/") ? URL(fileURLWithPath: $0).path : $0
      },
      operatorsFromText: settings.ignoringTypedAttributes,
      allowingSeenLabels: settings.allowingSeenLabels, isMinimised: isMinimised, seed: seed)
  }

  /// The name of the space, or the path of its file.
  public func spaceLocation(from folder: String) -> String {
    guard let path = space.path else { return space.baseName }
    return path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }

  /// How architectures are scored.
  ///
  /// - Parameter threads: change the time, never a score
  /// - Throws: `UnknownNameError` for a score that there is no more, and what reading a formula
  ///   throws.
  public func settings(threads: Int) throws -> ScoringSettings {
    ScoringSettings(
      by: try by.map { try ScoringSettings.Score(named: $0) }, weights: weights,
      ignoringTypedAttributes: operatorsFromText, allowingSeenLabels: allowingSeenLabels,
      threads: threads)
  }

  /// Checks that a study is of a space.
  ///
  /// - Parameter note: receives a sentence when the space has changed since the study began
  /// - Throws: `FileError` when the study is of another space.
  public func check(_ space: SearchSpace, folder: String, note: (Sentence) -> Void) throws {
    guard space.name == self.space.name else {
      throw FileError(
        path: folder,
        problem: "is a study of \(self.space.name), not of \(space.name); name another folder")
    }
    if space.sha256 != self.space.sha256 {
      note(
        "warning: the space \(space.name) is not the same as when the study \(folder) began: "
          + "proposals go by the present one")
    }
    if version != Installation.version {
      note(
        "note: the study \(folder) was begun by tgnas \(version); this is "
          + "\(Installation.version), which may propose other architectures")
    }
  }
}
