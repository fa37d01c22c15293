import Wording

/// The operators of a chain by name as JSON:
/// `{"operators":["residual_keep","residual_double_halve"]}`; where it has stages, a list for each:
/// `{"stages":[["mbconv","mbconv_wide"],["mbconv"]]}`.
struct ChainJSONNotation: PlainNotation {
  static let kind = "chain-json"

  private let topology: ChainOfChoices

  init(_ topology: ChainOfChoices) {
    self.topology = topology
  }

  func recognises(_ text: Substring) -> Bool { text.first == "{" }

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    if topology.hasStages { return try staged(text) }
    let elements = try JSONText(text).list(at: "operators")
    guard let names = elements as? [String] else {
      throw ArchitectureError(text, "expected \"operators\" to be a list of operator names")
    }
    var genes: [UInt8] = []
    for (name, choices) in zip(names, topology.positions) {
      let known = choices.map { topology.table.operators[$0].name }
      guard let gene = known.firstIndex(of: name) else {
        throw ArchitectureError(
          text,
          "position \(genes.count + 1) cannot hold the operator \"\(name)\", expected one of "
            + list(known) + NearestName.hint(for: name, among: known))
      }
      genes.append(UInt8(gene))
    }
    guard names.count <= topology.positions.count else {
      throw ArchitectureError(
        text, "there are \(names.count) choices, expected at most \(topology.positions.count)")
    }
    if let violation = topology.violation(of: genes) { throw ArchitectureError(text, violation) }
    return Architecture(genes: genes)
  }

  func text(of architecture: Architecture) -> String {
    if topology.hasStages {
      let stages = topology.choicesByGroup(of: architecture.genes).map(names)
      return "{\"stages\":[\(stages.joined(separator: ","))]}"
    }
    return "{\"operators\":\(names(topology.choices(of: architecture.genes)))}"
  }

  private func names(_ operators: [Int]) -> String {
    // Names hold neither quotes nor backslashes: the space file is checked for that.
    let names = operators.map { "\"\(topology.table.operators[$0].name)\"" }
    return "[\(names.joined(separator: ","))]"
  }

  private func staged(_ text: String) throws(ArchitectureError) -> Architecture {
    let stages = try JSONText(text).list(at: "stages")
    guard let names = stages as? [[String]], names.count == topology.groups.count else {
      throw ArchitectureError(
        text,
        "expected \"stages\" to be \(topology.groups.count) lists of operator names")
    }
    var chosen: [[Int]] = []
    for (number, (stage, group)) in zip(names, topology.groups).enumerated() {
      guard group.depths.contains(stage.count) else {
        throw ArchitectureError(
          text,
          "stage \(number + 1) has \(stage.count) operators, expected one of "
            + list(group.depths.map(String.init)))
      }
      let choices = topology.positions[group.positions.lowerBound]
      let known = choices.map { topology.table.operators[$0].name }
      chosen.append([])
      for name in stage {
        guard let place = known.firstIndex(of: name) else {
          throw ArchitectureError(
            text,
            "stage \(number + 1) cannot hold the operator \"\(name)\", expected one of "
              + list(known)
              + NearestName.hint(for: name, among: known))
        }
        chosen[number].append(choices[place])
      }
    }
    guard let genes = topology.genes(choosing: chosen) else {
      throw ArchitectureError(text, "is no architecture of this space")
    }
    if let violation = topology.violation(of: genes) { throw ArchitectureError(text, violation) }
    return Architecture(genes: genes)
  }
}
