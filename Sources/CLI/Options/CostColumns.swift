import ArgumentParser
import Reports
import TGNAS

/// A cost of a network as a column of results.
enum CostColumn: String, CaseIterable {
  case params
  case flops
  case depth
  case receptiveField = "receptive_field"
  case activations
  case naswot

  /// These costs of an architecture; all missing where its feature maps become too small or too large.
  ///
  /// - Parameter note: is told why they are missing
  /// - Throws: `NetworkError` when the space has no such networks at all.
  static func cells(
    _ columns: [CostColumn], of architecture: Architecture, in space: SearchSpace,
    for dataSet: MacroSkeleton.DataSet, note: (String) -> Void = { _ in }
  ) throws -> [ResultTable.Cell] {
    switch Result(catching: { () throws(NetworkError) in
      try space.network(of: architecture, for: dataSet)
    }) {
    case .success(let network):
      return columns.map { $0.value(of: network) }
    case .failure(let error) where error.isDueToSize:
      note("warning: \(space.notation(of: architecture)): \(error)")
      return columns.map { _ in .missing }
    case .failure(let error):
      throw error
    }
  }

  private func value(of network: Network) -> ResultTable.Cell {
    let cost = NetworkCost(of: network)
    return switch self {
    case .params: .integer(cost.parameters)
    case .flops: .integer(cost.multiplyAccumulates)
    case .depth: .integer(cost.depth)
    case .receptiveField: .integer(cost.receptiveField)
    case .activations: .integer(cost.activations)
    case .naswot: .number(NetworkSignals(of: network).naswot, decimals: 3)
    }
  }
}

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
