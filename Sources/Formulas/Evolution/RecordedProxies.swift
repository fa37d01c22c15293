import Scoring
import Spaces
import Tables
import Wording

/// Values of measured proxies that others have recorded, such as those of NAS-Bench-Suite-Zero, for
/// the architectures of a table of accuracies.
///
/// The file of `nasbench201.csv` is `proxies-nasbench201.csv` beside it. Its columns are named
/// after proxies, or after a data set and a proxy: `cifar10_jacov` belongs to all accuracies whose
/// columns begin with `cifar10_`.
public struct RecordedProxies: Sendable {
  /// The fewest architectures of a task.
  public static let fewestArchitectures = 100

  /// A column of accuracies with the proxies of its data set.
  public struct Task: Sendable {
    /// The column of accuracies.
    public let column: String
    /// Those that have an accuracy and all recorded proxies.
    public let architectures: [Architecture]
    /// Higher is better, [n].
    public let accuracies: [Double]
    /// Each proxy as recorded, [n], by the name that formulas call it.
    public let values: [String: [Double]]
  }

  /// The tasks that have all proxies.
  public let tasks: [Task]
  /// The columns of accuracies that are no task, and why.
  public let leftOut: [(column: String, reason: String)]

  /// The file of a table.
  public static func path(beside table: String) -> String {
    let name = table.split(separator: "/").last.map(String.init) ?? table
    return table.dropLast(name.count) + "proxies-" + name
  }

  /// - Parameters:
  ///   - networks: the accuracies
  ///   - terminals: names of formulas; those of measured proxies are looked for
  ///   - path: the file of recorded proxies
  /// - Throws: `FileError` and `TableError` when the file cannot be used.
  public init(
    of networks: TrainedNetworks, in space: SearchSpace, terminals: [String], at path: String
  ) throws {
    let names = terminals.filter { FormulaTerminals.measuredByName[$0] != nil }
    let labelled = try LabelledTable(of: space, at: path, allowingRepeats: true)
    let rows = Dictionary(
      zip(try labelled.architectures(), 0...), uniquingKeysWith: { first, _ in first })
    let joined = networks.architectures.enumerated().compactMap { place, architecture in
      rows[architecture].map { (place: place, row: $0) }
    }
    let header = labelled.table.columns
    let columns = networks.accuracyColumns.map { accuracy in
      names.map { RecordedProxies.column(of: $0, for: accuracy, in: header) }
    }
    // Proxies that the file does not have at all are nobody's.
    let recorded = names.indices.filter { name in columns.contains { $0[name] != nil } }
    var (tasks, leftOut): ([Task], [(String, String)]) = ([], [])
    for (accuracy, columns) in zip(networks.accuracyColumns, columns) {
      let found = recorded.compactMap { name in columns[name].map { (names[name], $0) } }
      guard !found.isEmpty, found.count == recorded.count else {
        let missing = recorded.filter { columns[$0] == nil }.map { names[$0] }
        leftOut.append((accuracy, "has no column of \(list(found.isEmpty ? names : missing))"))
        continue
      }
      let numbers = try found.map { try labelled.table.numbersOrBlanks($0.1) }
      let known = joined.filter { place in numbers.allSatisfy { $0[place.row] != nil } }
      guard known.count >= RecordedProxies.fewestArchitectures else {
        leftOut.append(
          (
            accuracy,
            "has all proxies of \(known.count) architectures with an accuracy; "
              + "\(RecordedProxies.fewestArchitectures) are needed"
          ))
        continue
      }
      let accuracies = try networks.numbers(accuracy)
      let values = zip(found, numbers).map { found, numbers in
        (found.0, known.compactMap { numbers[$0.row] })
      }
      tasks.append(
        Task(
          column: accuracy, architectures: known.map { networks.architectures[$0.place] },
          accuracies: known.map { accuracies[$0.place] },
          values: Dictionary(uniqueKeysWithValues: values)))
    }
    (self.tasks, self.leftOut) = (tasks, leftOut)
  }

  /// The column of a proxy for a column of accuracies: the one with the longest common beginning,
  /// or the one without a data set.
  private static func column(of proxy: String, for accuracy: String, in header: [String]) -> String?
  {
    let suffix = "_" + proxy
    return header.filter { column in
      column == proxy
        || column.hasSuffix(suffix) && accuracy.hasPrefix(column.dropLast(proxy.count))
    }.max { $0.count < $1.count }
  }
}
