import Files
import Foundation
import Tables
import Wording

/// A folder that records which architectures were proposed for training and what came of them: what
/// is searched (`trainings.json`), and every proposal and result (`trainings.csv`).
///
/// Any number of processes may share the folder, on one machine or on several. Each change holds a
/// lock on it, and a process that is killed loses at most the change that it was about to make.
public final class TrainingStudy: Sendable {
  /// The names of the files in the folder.
  public enum Name {
    /// What is searched and how it is scored.
    public static let description = "trainings.json"
    /// Every proposal and every result, one a row.
    public static let events = "trainings.csv"
    /// The checksums of the lines of `trainings.csv`.
    public static let sums = "trainings.sha"
  }

  /// The path of the folder.
  public let folder: String
  /// What is searched and how it is scored.
  public let description: TrainingStudyDescription

  /// Whether the folder holds a training study.
  public static func exists(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(Name.description)")
  }

  /// Opens the study in a folder.
  ///
  /// - Throws: `FileError` when there is none, or it cannot be read.
  public init(in folder: String) throws {
    guard TrainingStudy.exists(in: folder) else {
      throw FileError(
        path: folder, problem: "is no training study: it has no \(Name.description)")
    }
    self.folder = folder
    description = try TrainingStudyDescription(contentsOf: "\(folder)/\(Name.description)")
  }

  /// Begins a study in a folder, or opens the one that another process began there meanwhile.
  ///
  /// - Throws: `FileError` when the folder holds other files or cannot be written.
  public init(beginning description: TrainingStudyDescription, in folder: String) throws {
    self.folder = folder
    try Folder.make(folder)
    let lock = try FolderLock(on: folder)
    defer { withExtendedLifetime(lock) {} }
    if TrainingStudy.exists(in: folder) {
      self.description = try TrainingStudyDescription(
        contentsOf: "\(folder)/\(Name.description)")
      return
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw FileError(path: folder, problem: "is no folder that can be read")
    }
    let others = names.filter { $0 != FolderLock.name && !$0.hasPrefix(Name.description) }
    guard others.isEmpty else {
      if names.count == others.count + 1 { unlink("\(folder)/\(FolderLock.name)") }
      throw FileError(
        path: folder,
        problem: others.contains(Study.Name.description)
          ? "holds the study of a search; name a new or an empty folder"
          : "is no training study (it has no \(Name.description)) and is not empty; name a new or "
            + "an empty folder")
    }
    self.description = description
    try description.write(to: "\(folder)/\(Name.description)")
  }

  /// What happened so far.
  ///
  /// - Throws: `FileError` and `TableError` when the record cannot be read or was changed.
  public func history() throws -> TrainingHistory {
    let lock = try FolderLock(on: folder)
    defer { withExtendedLifetime(lock) {} }
    return try TrainingRows.history(of: record())
  }

  private var path: String { "\(folder)/\(Name.events)" }

  private func record() throws -> ChainedTable {
    guard FileManager.default.fileExists(atPath: path) else {
      // The table is made before its checksums are.
      guard !FileManager.default.fileExists(atPath: "\(folder)/\(Name.sums)") else {
        throw FileError(path: path, problem: "is gone since the study wrote it")
      }
      return ChainedTable(beginningAt: path)
    }
    return try ChainedTable(contentsOf: path, sumsName: Name.sums)
  }

  /// Changes the study, while no other process reads or changes it.
  ///
  /// - Parameters:
  ///   - note: is called when the last line of the record was incomplete and is dropped
  ///   - change: makes the events of what happened so far
  /// - Returns: the history before the events, and those that they are about, in their order
  /// - Throws: what `change` throws, and `FileError` and `TableError` when the record cannot be
  ///   read or written, or was changed.
  @discardableResult
  public func update(
    note: (Sentence) -> Void = { _ in },
    _ change: (TrainingHistory) throws -> [TrainingEvent]
  ) throws -> [Training] {
    let lock = try FolderLock(on: folder)
    defer { withExtendedLifetime(lock) {} }
    let record = try record()
    var history = try TrainingRows.history(of: record)
    let events = try change(history)
    if events.isEmpty { return [] }
    let round = history.rounds + 1
    let numbers = history.append(events, round: round)
    var lines =
      record.columns.isEmpty ? ResultTable(columns: TrainingRows.columns).text(.csv) : ""
    for (event, number) in zip(events, numbers) {
      lines += ResultTable.commaSeparatedLine(
        TrainingRows.row(event, number: number, round: round))
    }
    let file = try AppendedFile(path: path)
    if record.isTorn {
      note("note: \(path): the last line was cut off and is dropped")
    }
    try file.truncate(to: record.length)
    let sumsFile = try AppendedFile(path: "\(folder)/\(Name.sums)")
    try sumsFile.truncate(to: record.sumsLength)
    var sums = record.sums ?? TrialSums()
    // Checksums come first, so that no kill leaves a line without one.
    try sumsFile.append(sums.append(lines.utf8))
    try file.append(lines)
    try file.synchronize()
    return numbers.map { history.trainings[$0 - 1] }
  }
}
