import Documents
import Foundation
import Wording

/// The values of variables as lists under their published names, as in Once-for-All's `{"ks": [3,
/// 5, ...], "e": [6, 4, ...], "d": [2, 3, ...]}` and AutoFormer's `{"layer_num": 12, "mlp_ratio":
/// [4, 3.5, ...], "num_heads": [3, 4, ...], "embed_dim": [192, 192, ...]}`. It is read as JSON and
/// as Python writes it.
///
/// The key `lists` names a list for each variable. With `depths` they have an element for each
/// position, and another list says how many of each group are filled; elements of the others mean
/// nothing, and are printed as the first choice. With `depth` they have one element for each
/// position that is filled, and a number says how many these are. `shared` names lists that repeat
/// one value, that of another position.
struct VariableListsNotation: Notation {
  static let kind = "variable-lists"

  private struct Column {
    let key: String
    let variable: String
  }

  private let topology: ChainOfChoices
  private let lists: [Column]
  private let shared: [Column]
  private let depthKey: String
  private let hasDepthsOfGroups: Bool

  init?(reading section: DocumentSection, topology: any Topology) {
    guard
      let section = section.rereading(
        required: ["name", "kind", "lists"], optional: ["depths", "depth", "shared"])
    else { return nil }
    guard let topology = topology as? ChainOfChoices else {
      Notations.reportMismatch(Self.kind, needs: ChainOfChoices.kind, in: section)
      return nil
    }
    guard let lists = section["lists"].flatMap({ Self.columns($0) }),
      let shared = section["shared"].map({ Self.columns($0) }) ?? []
    else { return nil }
    guard let depth = section["depths"] ?? section["depth"],
      (section["depths"] == nil) != (section["depth"] == nil)
    else {
      section.report(
        "\(section.subject) needs either \"depths: ...\", a list with the depth of each group, or "
          + "\"depth: ...\", one number")
      return nil
    }
    guard let key = depth.text() else { return nil }
    self.topology = topology
    self.lists = lists
    self.shared = shared
    depthKey = key
    hasDepthsOfGroups = section["depths"] != nil
    guard Set(keys).count == keys.count else {
      section.report("\(section.subject) uses a key twice; expected different ones")
      return nil
    }
    let isComplete = topology.groups.indices.allSatisfy { columns(ofGroup: $0) != nil }
    let listed = topology.groups.indices.filter { isListed($0) }
    guard isComplete, !listed.isEmpty, hasDepthsOfGroups || listed.count == 1 else {
      section.report(
        isComplete
          ? "\(section.subject) has one \"depth\", and the lists stand for \(listed.count) groups "
            + "of positions; use \"depths\""
          : "\(section.subject) does not tell all operators of each position apart by their "
            + "variables"
      )
      return nil
    }
  }

  private static func columns(_ value: DocumentValue) -> [Column]? {
    guard let entries = value.someEntries() else { return nil }
    var columns: [Column] = []
    for (key, variable) in entries {
      guard let name = variable.text() else { return nil }
      columns.append(Column(key: key, variable: name))
    }
    return columns
  }

  /// In the order in which they are printed.
  private var keys: [String] {
    let columns = lists.map(\.key)
    return (hasDepthsOfGroups ? columns + [depthKey] : [depthKey] + columns) + shared.map(\.key)
  }

  private func isListed(_ group: Int) -> Bool {
    operators(ofGroup: group).allSatisfy { candidate in
      lists.allSatisfy { candidate.value(of: $0.variable) != nil }
    }
  }

  private func operators(ofGroup group: Int) -> [Operator] {
    let position = topology.groups[group].positions.lowerBound
    return topology.positions[position].map { topology.table.operators[$0] }
  }

  /// The variables that distinguish the operators of a group; nil when none does, or when several
  /// positions share a value that is given once.
  private func columns(ofGroup group: Int) -> [Column]? {
    let operators = operators(ofGroup: group)
    let columns =
      isListed(group)
      ? lists
      : shared.filter { column in operators.allSatisfy { $0.value(of: column.variable) != nil } }
    let values = operators.map { candidate in columns.map { candidate.value(of: $0.variable) } }
    guard Set(values).count == values.count,
      isListed(group) || topology.groups[group].positions.count == 1
    else { return nil }
    return columns
  }

  func recognises(_ text: Substring) -> Bool {
    text.first == "{" && keys.contains { text.contains("\"\($0)\"") || text.contains("'\($0)'") }
  }

  // MARK: Printing

  func text(of architecture: Architecture) -> String {
    var values: [String: [String]] = [:]
    var depths: [String] = []
    for group in topology.groups.indices {
      let place = topology.groups[group].positions
      let filled = place.filter { architecture.genes[$0] < topology.positions[$0].count }
      if isListed(group) { depths.append("\(filled.count)") }
      for position in isListed(group) && hasDepthsOfGroups ? Array(place) : filled {
        let gene = filled.contains(position) ? Int(architecture.genes[position]) : 0
        let chosen = topology.table.operators[topology.positions[position][gene]]
        for column in columns(ofGroup: group) ?? [] {
          values[column.key, default: []].append(chosen.value(of: column.variable) ?? "")
        }
      }
    }
    let length = values[lists[0].key]?.count ?? 0
    for column in shared {
      values[column.key] = Array(repeating: values[column.key]?.first ?? "", count: length)
    }
    let entries = keys.map { key in
      if key != depthKey {
        return "\"\(key)\": [\((values[key] ?? []).map(literal).joined(separator: ", "))]"
      }
      return "\"\(key)\": "
        + (hasDepthsOfGroups ? "[\(depths.joined(separator: ", "))]" : depths[0])
    }
    return "{\(entries.joined(separator: ", "))}"
  }

  /// A number as it stands, other texts in quotes.
  private func literal(_ value: String) -> String {
    let isNumber =
      value.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") } && Double(value) != nil
    return isNumber ? value : "\"\(value)\""
  }

  // MARK: Reading

  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture {
    let entries = try entries(of: text)
    var columns: [String: [Any]] = [:]
    for key in keys where key != depthKey {
      guard let elements = entries[key] as? [Any] else {
        throw ArchitectureError(text, "expected \"\(key)\" to be a list")
      }
      columns[key] = elements
    }
    let depths = try depths(entries[depthKey], text)
    let listed = topology.groups.indices.filter(isListed)
    let length = zip(listed, depths).reduce(0) { sum, group in
      sum + (hasDepthsOfGroups ? topology.groups[group.0].positions.count : group.1)
    }
    for key in keys where key != depthKey && columns[key]?.count != length {
      throw ArchitectureError(
        text, "\"\(key)\" has \(columns[key]?.count ?? 0) elements, expected \(length)")
    }
    var chosen: [[Int]] = []
    var start = 0
    for group in topology.groups.indices {
      guard let rank = listed.firstIndex(of: group) else {
        chosen.append([try choice(in: group, columns, at: 0, text)])
        continue
      }
      chosen.append([])
      for offset in 0..<depths[rank] {
        chosen[group].append(try choice(in: group, columns, at: start + offset, text))
      }
      start += hasDepthsOfGroups ? topology.groups[group].positions.count : depths[rank]
    }
    guard let genes = topology.genes(choosing: chosen) else {
      throw ArchitectureError(text, "is no architecture of this space")
    }
    if let violation = topology.violation(of: genes) { throw ArchitectureError(text, violation) }
    return Architecture(genes: genes)
  }

  private func entries(of text: String) throws(ArchitectureError) -> [String: Any] {
    let json = text.contains("\"") ? text : String(text.map { $0 == "'" ? "\"" : $0 })
    guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)),
      let entries = object as? [String: Any]
    else {
      throw ArchitectureError(text, "is no dictionary; expected the keys \(list(keys))")
    }
    if let other = entries.keys.filter({ !keys.contains($0) }).min() {
      throw ArchitectureError(
        text,
        "unknown key \"\(other)\", expected \(list(keys))"
          + NearestName.hint(for: other, among: keys))
    }
    if let missing = keys.first(where: { entries[$0] == nil }) {
      throw ArchitectureError(text, "has no \"\(missing)\"; expected the keys \(list(keys))")
    }
    return entries
  }

  /// One depth for each group that the lists stand for.
  private func depths(_ value: Any?, _ text: String) throws(ArchitectureError) -> [Int] {
    let groups = topology.groups.indices.filter(isListed).map { topology.groups[$0] }
    let elements = hasDepthsOfGroups ? value as? [Any] : value.map { [$0] }
    guard let elements, elements.count == groups.count else {
      throw ArchitectureError(
        text,
        "expected \"\(depthKey)\" to be "
          + (hasDepthsOfGroups ? "a list of \(groups.count) depths" : "a number"))
    }
    var depths: [Int] = []
    for (element, group) in zip(elements, groups) {
      guard let depth = number(element).flatMap({ Int(exactly: $0) }), group.depths.contains(depth)
      else {
        throw ArchitectureError(
          text,
          "\"\(depthKey)\" holds \(element), expected one of " + list(group.depths.map(String.init))
        )
      }
      depths.append(depth)
    }
    return depths
  }

  private func choice(
    in group: Int, _ columns: [String: [Any]], at place: Int, _ text: String
  ) throws(ArchitectureError) -> Int {
    let position = topology.groups[group].positions.lowerBound
    var candidates = topology.positions[position]
    for column in self.columns(ofGroup: group) ?? [] {
      guard let elements = columns[column.key], place < elements.count else { continue }
      let known = candidates
      if shared.contains(where: { $0.key == column.key }),
        let other = elements.first(where: { "\($0)" != "\(elements[place])" })
      {
        throw ArchitectureError(
          text,
          "\"\(column.key)\" holds \(elements[place]) and \(other), expected one value throughout")
      }
      candidates.removeAll {
        !isEqual(topology.table.operators[$0].value(of: column.variable), elements[place])
      }
      if candidates.isEmpty {
        var values: [String] = []
        for candidate in known {
          let value = topology.table.operators[candidate].value(of: column.variable) ?? ""
          if !values.contains(value) { values.append(value) }
        }
        throw ArchitectureError(
          text, "\"\(column.key)\" holds \(elements[place]), expected one of \(list(values))")
      }
    }
    return candidates[0]
  }

  /// 4 and 4.0 are equal.
  private func isEqual(_ value: String?, _ element: Any) -> Bool {
    guard let value else { return false }
    if let number = Double(value), let found = self.number(element) { return number == found }
    return value == element as? String
  }

  private func number(_ element: Any) -> Double? {
    element as? Double ?? (element as? Int).map { Double($0) }
  }
}
