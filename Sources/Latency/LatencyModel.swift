import Spaces
import Wording

/// Predicts the latency of a space's networks on a device, by a table.
public struct LatencyModel: Sendable {
  public let space: SearchSpace
  public let table: LatencyTable
  /// For each region, by operator; NaN for operators that cannot stand there.
  private let latencies: [[Double]]

  /// - Parameter path: the name of the table in errors
  /// - Throws: ``UserError`` naming operators that the table lacks, and operators or regions that
  ///   the space does not have. Operators that pass nothing on need no entry and take no time.
  public init(_ table: LatencyTable, of space: SearchSpace, path: String) throws {
    (self.table, self.space) = (table, space)
    let regions = space.regions
    for name in table.regions.keys.sorted() where !regions.contains(where: { $0.name == name }) {
      let known = regions.map(\.name).filter { !$0.isEmpty }
      let mistake = UnknownNameError(kind: "region of \(space.name)", name: name, known: known)
      throw UserError("\(path): \(mistake)")
    }
    let offered = Set(regions.flatMap(\.operators))
    let names = offered.sorted().map { space.operators[$0].name }
    for name in ([table.operators] + table.regions.values).flatMap(\.keys).sorted()
    where !names.contains(name) {
      let mistake = UnknownNameError(kind: "operator of \(space.name)", name: name, known: names)
      throw UserError("\(path): \(mistake)")
    }
    var missing: [String] = []
    latencies = regions.map { region in
      var row = [Double](repeating: .nan, count: space.operators.count)
      for index in region.operators {
        let found = space.operators[index]
        if let latency = table.regions[region.name]?[found.name] ?? table.operators[found.name] {
          row[index] = latency
        } else if found.role == .zero {
          row[index] = 0
        } else {
          let isEverywhere = table.regions.isEmpty || region.name.isEmpty
          let name = isEverywhere ? found.name : "\(found.name) at \(region.name)"
          if !missing.contains(name) { missing.append(name) }
        }
      }
      return row
    }
    guard missing.isEmpty else {
      let shown = missing.prefix(10).map { "\"\($0)\"" }
      let rest = missing.count > shown.count ? " and \(missing.count - shown.count) more" : ""
      throw UserError(
        "\(path): has no latency of "
          + "\(rest.isEmpty ? list(shown) : shown.joined(separator: ", ") + rest), which "
          + "\(missing.count == 1 ? "is an operator" : "are operators") of \(space.name); add "
          + (missing.count == 1 ? "it" : "them"))
    }
  }

  /// The latency in the unit of the table.
  ///
  /// - Complexity: O(operators)
  public func latency(of architecture: Architecture) -> Double {
    space.placedOperators(of: architecture).reduce(table.base) { sum, placed in
      sum + latencies[placed.region][placed.operator]
    }
  }
}
