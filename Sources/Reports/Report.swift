import TensorFiles
import Wording

/// A report on searches and rankings, as a folder that opens at once: a notebook, the same as a
/// page, and the data of both.
///
///     let report = try Report(of: material, program: "tgnas 0.1.0", command: "tgnas report ...")
///     try report.write(to: "report", replacing: false)
public struct Report: Sendable {
  let title: String
  /// The lines below the title.
  let words: [String]
  package let sections: [ReportSection]
  let tables: [ReportTable]
  /// The program and the command that made the report.
  let origin: String
  private let spaceName: String

  /// The files in the folder; every table is a CSV file as well.
  public enum Name {
    public static let notebook = "report.ipynb"
    public static let page = "report.html"
    public static let data = "data.h5"
    public static let pictures = "pictures"
  }

  /// - Parameters:
  ///   - program: the name and the version of the program that makes the report
  ///   - command: the command line that asked for it
  /// - Throws: `TableError` when scores and accuracies cannot be compared.
  public init(of material: ReportMaterial, program: String, command: String) throws {
    title = "Report on \(material.space.title)"
    words = material.sources.map(Report.summary)
    sections = try ReportSections.registered.compactMap { try $0.make(from: material) }
    tables = try ReportTables.all(of: material)
    origin = "Made by \(program): \(command)"
    spaceName = material.space.name
  }

  private static func summary(of source: ReportSource) -> String {
    guard let study = source.study else {
      return
        "\(source.name): a ranking of \(grouped(source.entries.count)) architectures "
        + "(\(source.path))."
    }
    let constraints = study.constraints.isEmpty ? "" : ", \(list(study.constraints))"
    let labels = study.labels.map { ", refined by the labels \($0.file.name)" } ?? ""
    return
      "\(source.name): a study by \(study.strategy) of \(grouped(source.evaluations)) evaluations, "
      + "seed \(study.seed), for \(list(study.objectives.map(\.name)))\(labels)\(constraints) "
      + "(\(source.path))."
  }

  /// The names of the tables of `data.h5`.
  package var tableNames: [String] { tables.map(\.name) }

  /// All files, by path in the folder, in the order in which they are written.
  ///
  /// - Throws: `TensorFileError` when HDF5 refuses the data.
  package func files() throws -> [(path: String, bytes: [UInt8])] {
    var data = ColumnFileWriter()
    data.set("format", .integer(1))
    data.set("origin", .string(origin))
    data.set("space", .string(spaceName))
    for table in tables { data.add(table.name, table.columns) }
    var files: [(path: String, bytes: [UInt8])] = []
    for section in sections {
      for case .picture(let name, let svg, _) in section.items {
        files.append(("\(Name.pictures)/\(name).svg", Array(svg.utf8)))
      }
    }
    files += tables.map { ("\($0.name).csv", Array($0.csv.utf8)) }
    files.append((Name.data, try data.bytes(describedAs: Name.data)))
    files.append((Name.page, Array(PageWriter.text(of: self).utf8)))
    files.append((Name.notebook, try NotebookWriter.bytes(of: self)))
    return files
  }
}
