import Documents
import Files
import Foundation
import Proxies
import Spaces
import Wording

/// A formula with what it was found from, as a YAML file.
public struct FormulaFile: Sendable, Equatable {
  /// A labelled table that chose the formula.
  public struct Source: Sendable, Equatable {
    /// The name of the space.
    public let space: String
    /// The file name of the table.
    public let table: String
    /// The columns of accuracies.
    public let columns: [String]
    /// How many architectures were used.
    public let rows: Int
    public let sha256: String
    /// Spearman's rho of the formula on these rows, the mean over the columns.
    public let spearman: Double

    public init(
      space: String, table: String, columns: [String], rows: Int, sha256: String, spearman: Double
    ) {
      (self.space, self.table, self.columns) = (space, table, columns)
      (self.rows, self.sha256, self.spearman) = (rows, sha256, spearman)
    }
  }

  /// The smallest formulas of each fitness that the evolution found.
  public struct FrontEntry: Sendable, Equatable {
    public let size: Int
    public let fitness: Double
    public let formula: Formula

    public init(size: Int, fitness: Double, formula: Formula) {
      (self.size, self.fitness, self.formula) = (size, fitness, formula)
    }
  }

  public var name: String
  public var formula: Formula
  /// Empty for a formula that a person wrote.
  public var sources: [Source]
  /// How it was found, in one line; nil for a formula that a person wrote.
  public var evolution: String?
  /// Of the program that found it.
  public var version: String?
  public var front: [FrontEntry]
  /// Where it was read from.
  public var path: String?

  /// The spaces whose labels chose the formula.
  public var labelsSeen: [String] { sources.map(\.space) }

  public init(
    name: String, formula: Formula, sources: [Source] = [], evolution: String? = nil,
    version: String? = nil, front: [FrontEntry] = []
  ) {
    (self.name, self.formula, self.sources) = (name, formula, sources)
    (self.evolution, self.version, self.front) = (evolution, version, front)
  }

  /// The space among ``labelsSeen`` that a space is, extends or shares its table with; nil for
  /// none.
  public func seenSpace(of space: SearchSpace) -> String? {
    let own = [space.name] + space.bases
    if let seen = labelsSeen.first(where: own.contains) { return seen }
    return space.benchmark.flatMap { benchmark in
      sources.first { $0.table == benchmark.table }?.space
    }
  }

  /// - Throws: `FileError` when the file cannot be read, `DocumentError` with every mistake in it.
  public init(contentsOf path: String) throws {
    try self.init(yaml: InputFile.text(at: path), path: path)
  }

  /// - Throws: `DocumentError` with every mistake.
  public init(yaml: String, path: String) throws {
    self = try DocumentReader.read(
      yaml, path: path, expected: "a formula", required: ["format", "name", "formula"],
      optional: ["sources", "evolution", "version", "front"]
    ) { file in
      guard file["format"]?.integer(in: 1...1) != nil else { return nil }
      let name = file["name"]?.name()
      let formula = file["formula"].flatMap { Formula(reading: $0) }
      let sources = file["sources"].map { $0.elements()?.map(Source.init(reading:)) } ?? []
      let front = file["front"].map { $0.elements()?.map(FrontEntry.init(reading:)) } ?? []
      guard let name, let formula, let sources, !sources.contains(nil), let front,
        !front.contains(nil)
      else { return nil }
      if let unknown = formula.terminals.first(where: { !FormulaTerminals.known.contains($0) }) {
        file["formula"]?.report(
          UnknownNameError(kind: "terminal", name: unknown, known: FormulaTerminals.known)
            .description)
        return nil
      }
      return FormulaFile(
        name: name, formula: formula, sources: sources.compactMap { $0 },
        evolution: file["evolution"]?.line(), version: file["version"]?.line(),
        front: front.compactMap { $0 })
    }
    self.path = path
  }

  /// The name of a formula in a file at this path: the file's, without its ending and with a hyphen
  /// for each sign that names do not have.
  public static func name(for path: String) -> String {
    var name = Folder.name(of: path)
    for ending in [".yaml", ".yml"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
    name = String(
      name.map { DocumentValue.misplacedSign(inName: String($0)) == nil ? $0 : "-" })
    return name.isEmpty ? "formula" : name
  }

  /// The text of the file.
  public var yaml: String {
    var lines = ["format: 1", "name: \(quoted(name))", "formula: \(quoted(formula))"]
    if let version { lines.append("version: \(quoted(version))") }
    if let evolution { lines.append("evolution: \(quoted(evolution))") }
    if !sources.isEmpty {
      lines.append("sources:")
      for source in sources {
        lines += [
          "  - space: \(source.space)", "    table: \(quoted(source.table))",
          "    columns: [\(source.columns.map { quoted($0) }.joined(separator: ", "))]",
          "    rows: \(source.rows)", "    sha256: \(quoted(source.sha256))",
          "    spearman: \(String(format: "%.4f", source.spearman))",
        ]
      }
    }
    if !front.isEmpty {
      lines.append("front:")
      for entry in front {
        lines.append(
          "  - {size: \(entry.size), fitness: \(String(format: "%.4f", entry.fitness)), "
            + "formula: \(quoted(entry.formula))}")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func quoted(_ value: some CustomStringConvertible) -> String {
    "\"" + value.description.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// - Throws: `FileError` when the file cannot be written.
  public func write(to path: String) throws { try AtomicFile.write(yaml, to: path) }
}

extension Formula {
  fileprivate init?(reading value: DocumentValue) {
    guard let text = value.text() else { return nil }
    do throws(ParsingError) {
      self = try Formula(parsing: text)
    } catch {
      value.report(error.description)
      return nil
    }
  }
}

extension FormulaFile.Source {
  fileprivate init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        "a source", required: ["space", "table", "columns", "rows", "sha256", "spearman"]),
      let space = section["space"]?.name(), let table = section["table"]?.text(),
      let columns = section["columns"]?.names(),
      let rows = section["rows"]?.integer(in: 0...Int.max),
      let sha256 = section["sha256"]?.name(),
      let spearman = section["spearman"]?.signedNumber()
    else { return nil }
    self.init(
      space: space, table: table, columns: columns, rows: rows, sha256: sha256, spearman: spearman)
  }
}

extension FormulaFile.FrontEntry {
  fileprivate init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        "a formula of the front", required: ["size", "fitness", "formula"]),
      let size = section["size"]?.integer(in: 1...10_000),
      let fitness = section["fitness"]?.signedNumber(),
      let formula = section["formula"].flatMap({ Formula(reading: $0) })
    else { return nil }
    self.init(size: size, fitness: fitness, formula: formula)
  }
}
