import Wording

/// The operators of a chain by name as JSON:
/// `{"operators":["residual_keep","residual_double_halve"]}`; where it has stages, a list for each:
/// `{"stages":[["mbconv","mbconv_wide"],["mbconv"]]}`.
struct ChainJSONNotation: PlainNotation, LiteralNotation {
  static let kind = "chain-json"

  private let topology: ChainOfChoices

  init(_ topology: ChainOfChoices) {
    self.topology = topology
  }

  func recognises(_ value: Literal) -> Bool { value.entries != nil || value.elements != nil }

  func isConvention(_ value: Literal) -> Bool {
    let elements = value.elements ?? []
    return (elements + elements.compactMap(\.elements).joined()).contains { $0.whole != nil }
  }

  /// Lists without a key are read, too, and the places of operators in the list of their position
  /// instead of their names: `[0, 2, 1]`.
  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    if topology.hasStages { return try staged(text) }
    let elements = try choices(in: text, at: "operators")
    guard elements.count <= topology.positions.count else {
      throw text.error(
        at: text.value,
        "there are \(elements.count) choices, expected at most \(topology.positions.count)")
    }
    var genes: [UInt8] = []
    for (element, choices) in zip(elements, topology.positions) {
      genes.append(
        UInt8(try place(element, among: choices, "position \(genes.count + 1)", text)))
    }
    if let violation = topology.violation(of: genes) {
      throw text.error(at: text.value, violation)
    }
    return Architecture(genes: genes)
  }

  /// A list, or the one at a key.
  private func choices(
    in text: LiteralText, at key: String
  ) throws(ArchitectureError) -> [Literal] {
    if let elements = text.value.elements { return elements }
    return try text.list(at: key)
  }

  private func place(
    _ value: Literal, among choices: [Int], _ subject: String, _ text: LiteralText
  ) throws(ArchitectureError) -> Int {
    let known = choices.map { topology.table.operators[$0].name }
    if let number = value.whole {
      guard choices.indices.contains(number) else {
        throw text.error(
          at: value, "\(subject) cannot hold \(number), expected 0 to \(choices.count - 1)")
      }
      return number
    }
    let name = try text.operatorName(value)
    guard let place = known.firstIndex(of: name) else {
      throw text.error(
        at: value,
        "\(subject) cannot hold the operator \"\(name)\", expected one of \(list(known))"
          + NearestName.hint(for: name, among: known))
    }
    return place
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

  private func staged(_ text: LiteralText) throws(ArchitectureError) -> Architecture {
    let stages = try choices(in: text, at: "stages")
    // Where every stage has one depth, a list of all positions says the same.
    let isFlat =
      !stages.isEmpty && stages.allSatisfy { $0.elements == nil }
      && topology.groups.allSatisfy { $0.depths.count == 1 }
      && stages.count == topology.positions.count
    let lists =
      isFlat ? topology.groups.map { Array(stages[$0.positions]) } : stages.compactMap(\.elements)
    guard isFlat || lists.count == stages.count, lists.count == topology.groups.count else {
      throw text.error(
        at: text.value, "expected \(topology.groups.count) stages, each a list of operator names")
    }
    var chosen: [[Int]] = []
    for (number, (stage, group)) in zip(lists, topology.groups).enumerated() {
      guard group.depths.contains(stage.count) else {
        throw text.error(
          at: isFlat ? text.value : stages[number],
          "stage \(number + 1) has \(stage.count) operators, expected one of "
            + list(group.depths.map(String.init)))
      }
      let choices = topology.positions[group.positions.lowerBound]
      chosen.append([])
      for element in stage {
        let place = try place(element, among: choices, "stage \(number + 1)", text)
        chosen[number].append(choices[place])
      }
    }
    guard let genes = topology.genes(choosing: chosen) else {
      throw text.error("is no architecture of this space")
    }
    if let violation = topology.violation(of: genes) { throw text.error(violation) }
    return Architecture(genes: genes)
  }
}
