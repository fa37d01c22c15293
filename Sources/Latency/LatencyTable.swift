import Files

/// A table of latencies on a device. The latency of a network is a base plus the sum of its
/// operators' latencies.
///
/// A table is data, a YAML file that ``init(contentsOf:)`` reads and ``yaml`` writes; its format is
/// in `docs/search.md`.
public struct LatencyTable: Sendable, Equatable {
  /// The latency of an operator, by its name.
  public typealias Latencies = [String: Double]

  /// A name without white space, such as "raspi4".
  public var device: String
  public var unit: LatencyUnit
  /// The latency of every network, whatever its operators.
  public var base: Double
  /// The latency of each operator in any place.
  public var operators: Latencies
  /// The latencies of operators in a region of the space, by the region's name; they take
  /// precedence over ``operators``.
  public var regions: [String: Latencies]

  public init(
    device: String, unit: LatencyUnit, base: Double, operators: Latencies,
    regions: [String: Latencies] = [:]
  ) {
    (self.device, self.unit, self.base) = (device, unit, base)
    (self.operators, self.regions) = (operators, regions)
  }
}

extension LatencyTable {
  /// The file that ``init(yaml:path:)`` reads back to the same table; equal tables give equal
  /// texts.
  public var yaml: String {
    var yaml = """
      format: 1
      device: \(device)
      unit: \(unit.rawValue)
      base: \(base)

      """
    func add(_ latencies: Latencies, indentation: String) {
      for (name, latency) in latencies.sorted(by: { $0.key < $1.key }) {
        yaml += "\(indentation)\"\(name)\": \(latency)\n"
      }
    }
    if !operators.isEmpty {
      yaml += "operators:\n"
      add(operators, indentation: "  ")
    }
    if !regions.isEmpty {
      yaml += "regions:\n"
      for (region, latencies) in regions.sorted(by: { $0.key < $1.key }) {
        yaml += "  \"\(region)\":\n"
        add(latencies, indentation: "    ")
      }
    }
    return yaml
  }

  /// - Throws: `FileError` when the file cannot be written.
  public func write(to path: String) throws {
    try AtomicFile.write(yaml, to: path)
  }
}
