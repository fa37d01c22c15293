import Tables
import TensorFiles

/// The tables of `data.h5` that every report has.
enum ReportTables {
  /// The columns of `architectures` that all reports have.
  static let own = ["source", "number", "arch", "score", "feasible", "true_accuracy"]

  /// A name as columns can have it, with a point for each slash: in HDF5 a slash leads into a
  /// group.
  static func columnName(_ name: String) -> String {
    let bare = name.split(separator: "/").joined(separator: " ")
    return bare.isEmpty || bare == "." ? "column" : bare
  }

  /// Distinct names: a number stands behind a name that occurs again.
  static func distinct(_ names: [String], from reserved: Set<String>) -> [String] {
    var taken = reserved
    return names.map { name in
      var (found, number) = (columnName(name), 2)
      while !taken.insert(found).inserted {
        found = "\(columnName(name)) (\(number))"
        number += 1
      }
      return found
    }
  }

  /// The further columns of the sources, each once.
  static func columnNames(of sources: [ReportSource]) -> [String] {
    var names: [String] = []
    for name in sources.flatMap({ $0.columns.map(\.name) })
    where !names.contains(name) && !own.contains(name) { names.append(name) }
    return names
  }

  static func all(of material: ReportMaterial) throws -> [ReportTable] {
    try [sources(material), architectures(material)]
      + ReportSections.registered.flatMap { try $0.tables(from: material) }
  }

  private static func sources(_ material: ReportMaterial) -> ReportTable {
    let sources = material.sources
    return ReportTable(
      name: "sources",
      columns: [
        ("source", .texts(sources.map(\.name))), ("kind", .texts(sources.map(\.kind))),
        ("path", .texts(sources.map(\.path))),
        ("space", .texts(sources.map { _ in material.space.name })),
        ("evaluations", .integers(sources.map(\.evaluations))),
        ("strategy", .texts(sources.map { $0.study?.strategy ?? "" })),
        ("best", .texts(sources.map { material.space.notation(of: $0.best) })),
        ("best_score", .numbers(sources.map(\.bestScore))),
      ])
  }

  /// Every scored architecture of every source, in the order of the files.
  private static func architectures(_ material: ReportMaterial) -> ReportTable {
    let sources = material.sources
    let entries = sources.flatMap(\.entries)
    var columns: [(name: String, values: ColumnFileWriter.Column)] = [
      ("source", .texts(sources.flatMap { source in source.entries.map { _ in source.name } })),
      ("number", .integers(entries.map(\.number))),
      ("arch", .texts(entries.map(\.text))),
      ("score", .numbers(entries.map(\.score))),
      ("feasible", .truths(entries.map(\.isFeasible))),
    ]
    for name in columnNames(of: sources) {
      columns.append(
        (
          name,
          .numbers(
            sources.flatMap { source in
              source.column(name)?.values
                ?? [Double](repeating: .nan, count: source.entries.count)
            })
        ))
    }
    if let truth = material.truth {
      columns.append(
        ("true_accuracy", .numbers(entries.map { truth.accuracies[$0.architecture] ?? .nan })))
    }
    return ReportTable(name: "architectures", columns: columns)
  }
}

extension ReportTable {
  /// The same as CSV; truths are 0 and 1 as in `data.h5`.
  var csv: String {
    var table = ResultTable(columns: columns.map(\.name))
    for row in 0..<(columns.first?.values.count ?? 0) {
      table.append(columns.map { $0.values.cell(row) })
    }
    return table.textForSpreadsheets()
  }
}

extension ColumnFileWriter.Column {
  fileprivate func cell(_ row: Int) -> ResultTable.Cell {
    switch self {
    case .numbers(let values):
      values[row].isNaN ? .missing : .number(values[row], decimals: 4)
    case .integers(let values): .integer(values[row])
    case .truths(let values): .integer(values[row] ? 1 : 0)
    case .texts(let values): .text(values[row])
    }
  }
}
