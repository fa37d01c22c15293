import ArgumentParser
import Files
import TGNAS
import Wording

/// The objectives and constraints of a search.
struct GoalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The objectives, separated by commas: score, latency (latency:DEVICE where there are several "
        + "tables), or proxies such as params and flops (tgnas proxies lists them). Several give a "
        + "Pareto front.",
      valueName: "names"),
    completion: .list(Objectives.registered.map { $0.name }))
  var objectives = ScoreObjective.name
  @Option(
    help: ArgumentHelp("The upper bound on trained numbers, such as 1.5M.", valueName: "count"))
  var maxParams: String?
  @Option(
    help: ArgumentHelp(
      "The upper bound on multiply-accumulates for one image, such as 100M.", valueName: "count"))
  var maxFlops: String?
  @Option(
    help: ArgumentHelp(
      "The upper bound on layers with weights on the longest path.", valueName: "n"))
  var maxDepth: String?
  @Option(
    help: ArgumentHelp(
      "The upper bound on the memory of all activations for one image, such as 20MB.",
      valueName: "size")
  )
  var maxMemory: String?
  @Option(
    help: ArgumentHelp(
      "The upper bound on the latency on a device of --latency, such as raspi4=20ms; "
        + "may be repeated.",
      valueName: "device=time"))
  var maxLatency: [String] = []
  @Option(
    help: ArgumentHelp(
      "A latency table, by tgnas latency fit or by hand; may be repeated, one for each device.",
      valueName: "file"),
    completion: .file(extensions: ["yaml"]))
  var latency: [String] = []

  /// The bounds as the user gave them.
  private var bounds: [(objective: String, value: String)] {
    [
      (ParameterCount.name, maxParams), (MultiplyAccumulateCount.name, maxFlops),
      (LayerDepth.name, maxDepth), (ActivationMemory.name, maxMemory),
    ].compactMap { objective, value in value.map { (objective, $0) } }
  }

  func validate() throws {
    do {
      let names = objectiveNames
      for (place, name) in names.enumerated() {
        let kind = String(name.prefix { $0 != ":" })
        guard Objectives.registered.contains(where: { $0.name == kind }) else {
          throw UnknownNameError(
            kind: "objective", name: kind, known: Objectives.registered.map { $0.name })
        }
        if names[..<place].contains(name) { throw UserError("\(.objectives) has \(name) twice") }
      }
      for bound in bounds { _ = try parsed(bound) }
      for text in maxLatency { _ = try parsedLatency(text) }
    } catch {
      throw ValidationError("\(CommandLineError.shown(error))")
    }
  }

  /// The objectives that are proxies.
  var proxies: [any Proxy.Type] {
    objectiveNames.compactMap { name in ProxyRegistry.all.first { $0.name == name } }
  }

  /// Whether the search is for a Pareto front.
  var areSeveral: Bool { objectiveNames.count > 1 }

  private var objectiveNames: [String] {
    objectives.split(separator: ",", omittingEmptySubsequences: false).map { word in
      String(word.filter { !$0.isWhitespace })
    }
  }

  private func parsed(
    _ bound: (objective: String, value: String)
  ) throws -> Double {
    guard let kind = Objectives.registered.first(where: { $0.name == bound.objective }) else {
      preconditionFailure("\(bound.objective) is no objective")
    }
    return try kind.quantity.bound(
      parsing: bound.value, subject: "\(Setting.bound(on: bound.objective))")
  }

  private func parsedLatency(_ text: String) throws -> (device: String, seconds: Double) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw UserError(
        "\(Setting.bound(on: "latency")) is \"\(text)\"; "
          + "expected a device and a time, such as raspi4=20ms"
      )
    }
    let device = String(parts[0])
    let seconds = try LatencyObjective.quantity.bound(
      parsing: String(parts[1]), subject: "\(Setting.bound(on: "latency")) \(device)")
    return (device, seconds)
  }

  /// The latency tables, identified by their content.
  func sources() throws -> [StudyDescription.Source] {
    try latency.map { path in
      let table = try LatencyTable(contentsOf: path)
      return StudyDescription.Source(
        name: table.device, sha256: Digest.sha256(Array(table.yaml.utf8)))
    }
  }

  /// - Throws: when a latency table cannot be used or is missing.
  func goals(on workbench: Workbench) throws -> SearchGoals {
    let sources = try workbench.objectiveSources(latencyTables: latency)
    let objectives = try Objectives.make(objectiveNames, from: sources)
    var constraints = try bounds.map { bound in
      SearchGoals.Constraint(
        try Objectives.make(bound.objective, from: sources), atMost: try parsed(bound),
        text: "\(Setting.bound(on: bound.objective), bound.value)")
    }
    for text in maxLatency {
      let bound = try parsedLatency(text)
      constraints.append(
        SearchGoals.Constraint(
          try LatencyObjective(from: sources, device: bound.device), atMost: bound.seconds,
          text: "\(Setting.bound(on: "latency"), text)"))
    }
    return SearchGoals(objectives: objectives, constraints: constraints)
  }
}
