import Files
import Formulas
import Foundation
import Wording

/// The state of an evolution beside the formula file that it is to write, so that one that was
/// stopped goes on.
public struct FormulaCheckpoint {
  private struct File: Codable {
    /// The digest of all that the formulas depend on.
    let key: String
    let state: FormulaEvolution.State
  }

  /// Writing takes longer than some generations.
  private static let secondsBetweenWrites = 1.0

  /// Where it lies.
  public let path: String
  private let key: String
  private var written = Date.distantPast
  private var latest: FormulaEvolution.State?

  /// - Parameter formula: the path of the formula file
  public init(
    beside formula: String, of sources: FormulaSources, _ settings: FormulaEvolution.Settings
  ) {
    path = formula + ".checkpoint"
    let tables = sources.sources.map { "\($0.space.name) \($0.problem.digest)" }
    key = Digest.sha256(
      Array("\(settings)\n\(sources.terminals)\n\(tables)\n\(Installation.version)".utf8))
  }

  /// The state to go on from.
  ///
  /// - Throws: `FileError` when there is none, or when it is of another evolution.
  public func read() throws -> FormulaEvolution.State {
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileError(
        path: path,
        problem: "no such checkpoint; leave out \(set: .resume) to start from the first "
          + "generation")
    }
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: Data(InputFile.text(at: path).utf8))
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(
        path: path,
        problem: "is no checkpoint of an evolution, or is damaged; remove it and leave "
          + "out \(set: .resume)")
    }
    guard file.key == key else {
      throw FileError(
        path: path,
        problem: "is of an evolution with other tables, terminals, settings or of another "
          + "version; say what was said then, or leave out \(set: .resume)")
    }
    return file.state
  }

  /// Writes the state, but not more than once a second.
  ///
  /// - Throws: `FileError` when the file cannot be written.
  public mutating func keep(_ state: FormulaEvolution.State) throws {
    latest = state
    guard Date().timeIntervalSince(written) >= FormulaCheckpoint.secondsBetweenWrites else {
      return
    }
    try write()
  }

  /// Writes the latest state that was kept.
  ///
  /// - Throws: `FileError` when the file cannot be written.
  public mutating func write() throws {
    guard let latest else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try AtomicFile.write(try encoder.encode(File(key: key, state: latest)), to: path)
    written = Date()
  }

  /// Removes the file, after the evolution has come to its end.
  public func remove() { try? FileManager.default.removeItem(atPath: path) }
}
