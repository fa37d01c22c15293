import Latency
import Search
import Spaces

extension ObjectiveSources {
  /// - Parameter latencyTables: paths of tables of latencies, one a device
  /// - Throws: when a table cannot be used, and `SearchError` when two are of one device.
  public init(of space: SearchSpace, latencyTables: [String], threads: Int) throws {
    let models = try latencyTables.map { path in
      try LatencyModel(try LatencyTable(contentsOf: path), of: space, path: path)
    }
    for (place, model) in models.enumerated() {
      let device = model.table.device
      if models[..<place].contains(where: { $0.table.device == device }) {
        throw SearchError("two tables of --latency are of the device \"\(device)\"; leave out one")
      }
    }
    self.init(of: space, latencies: models, threads: threads)
  }
}

extension Objectives {
  /// The objectives of names such as `params` and `latency:raspi4`.
  ///
  /// - Throws: as ``make(_:from:)`` of one name does, and `SearchError` when one is there twice.
  public static func make(
    _ names: [String], from sources: ObjectiveSources
  ) throws -> [any Objective] {
    let objectives = try names.map { try make($0, from: sources) }
    for (place, objective) in objectives.enumerated()
    where objectives[..<place].contains(where: { $0.label == objective.label }) {
      throw SearchError("--objectives has \(objective.label) twice")
    }
    return objectives
  }
}

extension SearchGoals.Constraint {
  /// A bound on an objective, both as users write them: `params` and `1.5M`, `latency:raspi4` and `20ms`.
  ///
  /// - Throws: as `Objectives.make(_:from:)` does, and `SearchError` when the bound cannot be read, or more of the
  ///   objective is better.
  public init(on name: String, atMost bound: String, from sources: ObjectiveSources) throws {
    let objective = try Objectives.make(name, from: sources)
    guard !type(of: objective).isHigherBetter else {
      let known = Objectives.registered.filter { !$0.isHigherBetter }.map { $0.name }
      throw SearchError(
        "\(name) cannot be bounded, as more of it is better; expected one of "
          + known.joined(separator: ", "))
    }
    self.init(
      objective,
      atMost: try type(of: objective).quantity.bound(
        parsing: bound, subject: "the bound on \(name)"),
      text: "\(name) <= \(bound)")
  }
}
