import Files
import Foundation
import Spaces
import Wording

/// A folder that records a search: what was searched and how (`study.json`), every trial
/// (`trials.csv`, written while the search runs), and the outcome (`best.json`, `front.csv`).
///
/// A search that was killed at any moment resumes there and reaches the same outcome. Only the
/// seconds in `trials.csv` differ then.
public final class Study {
  /// The names of the files in the folder.
  public enum Name {
    /// What was searched and how.
    public static let description = "study.json"
    /// Every trial, one a row.
    public static let trials = "trials.csv"
    /// The checksums of the lines of `trials.csv`.
    public static let sums = "trials.sha"
    /// The best architecture, written when the search ends.
    public static let best = "best.json"
    /// The Pareto front, one architecture a row, written when the search ends.
    public static let front = "front.csv"
  }

  /// The path of the folder.
  public let folder: String
  /// What is searched and how.
  public private(set) var description: StudyDescription
  let file: AppendedFile
  /// Nil until the first line is appended, where a study has no checksums yet.
  private var sumsFile: AppendedFile?
  private var sums: TrialSums
  let recorded: [RecordedTrial]
  /// The column names in the file; empty while there are no trials.
  let recordedColumns: [String]
  /// Whether the budget is larger than the one in `study.json`.
  let isBudgetLarger: Bool

  /// Whether the folder holds a study.
  public static func exists(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(Name.description)")
  }

  /// How many trials an earlier run recorded.
  public var recordedTrials: Int { recorded.count }

  /// Begins a study, or resumes one.
  ///
  /// - Parameters:
  ///   - resuming: resumes the study in the folder, if there is one
  ///   - note: is called when the last line of the record was incomplete and is dropped
  /// - Throws: `FileError` when the folder holds other files, another study, or a study that is not
  ///   to be resumed, and when it cannot be written. `TableError` when its record was changed.
  public init(
    in folder: String, _ description: StudyDescription, resuming: Bool,
    note: (Sentence) -> Void = { _ in }
  ) throws {
    self.folder = folder
    self.description = description
    try Folder.make(folder)
    let names = try Study.remainingNames(in: folder)
    let isNew = !names.contains(Name.description)
    guard !isNew || names.isEmpty else {
      throw FileError(
        path: folder,
        problem:
          "is no study (it has no \(Name.description)) and is not empty; name a new or an empty "
          + "folder")
    }
    if isNew { try description.write(to: "\(folder)/\(Name.description)") }
    let earlier = try StudyDescription(contentsOf: "\(folder)/\(Name.description)")
    // The study keeps the command that began it.
    if description.objection(to: earlier) == nil { self.description.command = earlier.command }
    file = try AppendedFile(path: "\(folder)/\(Name.trials)")
    let record = try ChainedTable(contentsOf: file.path, sumsName: earlier.sumsName)
    sums = record.sums ?? TrialSums()
    recorded = try record.trials(of: earlier)
    recordedColumns = recorded.isEmpty ? [] : record.columns
    isBudgetLarger = earlier.budget < description.budget
    guard !recorded.isEmpty else {
      // A record without trials holds nothing to lose.
      sums = TrialSums()
      sumsFile = try AppendedFile(path: "\(folder)/\(Name.sums)")
      try sumsFile?.truncate(to: 0)
      try file.truncate(to: 0)
      try updateDescription()
      return
    }
    guard resuming else {
      throw FileError(
        path: folder,
        problem: "holds a study already; go on with \(set: .resume), or name another folder")
    }
    if let objection = description.objection(to: earlier) {
      throw FileError(path: "\(folder)/\(Name.description)", problem: objection)
    }
    if record.isTorn {
      note("note: \(file.path): the last line was cut off and is dropped")
      try file.truncate(to: record.length)
    }
    if record.sums != nil {
      sumsFile = try AppendedFile(path: "\(folder)/\(Name.sums)")
      try sumsFile?.truncate(to: record.sumsLength)
    }
  }

  /// Gives a study from before there were checksums its own.
  func addChecksums() throws {
    guard sumsFile == nil else { return }
    let added = try AppendedFile(path: "\(folder)/\(Name.sums)")
    try added.truncate(to: 0)
    try added.append(sums.append(try InputFile.bytes(at: file.path)))
    sumsFile = added
    try updateDescription()
  }

  /// Appends lines to `trials.csv`, their checksums first.
  func append(_ lines: String) throws {
    try addChecksums()
    try sumsFile?.append(sums.append(lines.utf8))
    try file.append(lines)
  }

  /// The files in the folder. Temporary files that a killed process left are removed first.
  private static func remainingNames(in folder: String) throws -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw FileError(path: folder, problem: "is no folder that can be read")
    }
    let own = [Name.description, Name.best, Name.front]
    return names.filter { name in
      guard name.hasSuffix(".partial"), own.contains(where: name.hasPrefix) else { return true }
      unlink("\(folder)/\(name)")
      return false
    }
  }

  /// Writes `study.json`, for example because the budget has grown.
  func updateDescription() throws {
    try description.write(to: "\(folder)/\(Name.description)")
  }
}
