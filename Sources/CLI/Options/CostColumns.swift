import ArgumentParser
import Reports
import TGNAS

/// Costs beside scores.
struct CostOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Costs to print as further columns, separated by commas: "
        + CostColumn.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "names"))
  var columns: String?

  func validate() throws { _ = try chosen() }

  private func chosen() throws -> [CostColumn] {
    try (columns ?? "").split(separator: ",").map { word in
      let name = String(word.filter { !$0.isWhitespace })
      guard let column = CostColumn(rawValue: name) else {
        throw ValidationError(
          UnknownNameError(
            kind: "column", name: name, known: CostColumn.allCases.map(\.rawValue)
          ).description + ".")
      }
      return column
    }
  }

  /// The names of the further columns, and a function that counts them.
  func columns(
    of space: SearchSpace
  ) throws -> (names: [String], cells: (Architecture) throws -> [ResultTable.Cell]) {
    let chosen = try chosen()
    if chosen.isEmpty { return ([], { _ in [] }) }
    let dataSet = try space.dataSet()
    return (
      chosen.map(\.rawValue),
      { architecture in
        try CostColumn.cells(chosen, of: architecture, in: space, for: dataSet)
      }
    )
  }
}
