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

  func value(of network: Network) -> ResultTable.Cell {
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
        let network = try space.network(of: architecture, for: dataSet)
        return chosen.map { $0.value(of: network) }
      }
    )
  }
}
