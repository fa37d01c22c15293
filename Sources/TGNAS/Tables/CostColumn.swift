import Networks
import Reports
import Spaces

/// A cost of a network as a column of results.
public enum CostColumn: String, CaseIterable {
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
  public static func cells(
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

extension ResultTable {
  /// All costs of architectures, one a row.
  ///
  /// - Parameter note: is told of architectures whose feature maps become too small or too large
  /// - Throws: `NetworkError` when the space has no such networks at all.
  public init(
    costsOf architectures: [Architecture], in space: SearchSpace,
    for dataSet: MacroSkeleton.DataSet, note: (String) -> Void
  ) throws {
    self.init(columns: ["arch"] + CostColumn.allCases.map(\.rawValue))
    for architecture in architectures {
      append(
        [.text(space.notation(of: architecture))]
          + (try CostColumn.cells(
            CostColumn.allCases, of: architecture, in: space, for: dataSet, note: note)))
    }
  }
}
