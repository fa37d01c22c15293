import Latency
import Proxies
import Search
import Spaces
import Wording

extension ObjectiveSources {
  /// - Parameter latencyTables: paths of latency tables, one for each device
  /// - Throws: when a table cannot be used, and `UserError` when two tables are of one device.
  public init(
    of space: SearchSpace, latencyTables: [String],
    proxies: @escaping @Sendable () throws -> ProxyEvaluator
  ) throws {
    let models = try latencyTables.map { path in
      try LatencyModel(try LatencyTable(contentsOf: path), of: space, path: path)
    }
    for (place, model) in models.enumerated() {
      let device = model.table.device
      if models[..<place].contains(where: { $0.table.device == device }) {
        throw UserError(
          "two tables of \(set: .latency) are of the device \"\(device)\"; leave out one")
      }
    }
    self.init(latencies: models, proxies: proxies)
  }
}

extension Objectives {
  /// The objectives of these names, such as `params` and `latency:raspi4`, in order.
  ///
  /// - Throws: the errors of ``make(_:from:)`` for one name, and `UserError` when a name occurs
  ///   twice.
  public static func make(
    _ names: [String], from sources: ObjectiveSources
  ) throws -> [any Objective] {
    let objectives = try names.map { try make($0, from: sources) }
    for (place, objective) in objectives.enumerated()
    where objectives[..<place].contains(where: { $0.label == objective.label }) {
      throw UserError("\(.objectives) has \(objective.label) twice")
    }
    return objectives
  }
}

extension SearchGoals.Constraint {
  /// A bound on an objective, both as users write them: `params` and `1.5M`, `latency:raspi4` and
  /// `20ms`.
  ///
  /// - Parameters:
  ///   - subject: what error sentences call the bound
  ///   - text: the constraint as the user wrote it
  /// - Throws: the errors of `Objectives.make(_:from:)`, and `UserError` when the bound cannot be
  ///   read, or when higher is better for the objective.
  public init(
    on name: String, atMost bound: String, subject: Sentence, text: Sentence,
    from sources: ObjectiveSources
  ) throws {
    let objective = try Objectives.make(name, from: sources)
    guard type(of: objective).direction == .lowerIsBetter else {
      let known = Objectives.registered.filter { $0.direction == .lowerIsBetter }
      throw UserError(
        "\(name) cannot be bounded, as more of it is better; expected one of "
          + "\(list(known.map { $0.name }))")
    }
    self.init(
      objective, atMost: try type(of: objective).quantity.bound(parsing: bound, subject: subject),
      text: text)
  }
}
