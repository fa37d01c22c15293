import Documents
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
/// one value, that of another position. Read are also one value for all positions, lists of the
/// filled positions alone, other keys (`aliases`), and what is no part of the architecture
/// (`beside`).
struct VariableListsNotation: LiteralNotation {
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
  /// Other keys in lower case, and what they stand for.
  private let aliases: [String: String]
  /// Keys that say nothing of the architecture.
  private let beside: [String]

  init?(reading section: DocumentSection, topology: any Topology) {
    guard
      let section = section.rereading(
        required: ["name", "kind", "lists"],
        optional: ["depths", "depth", "shared", "aliases", "beside"])
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
    var aliases: [String: String] = [:]
    for (alias, value) in section["aliases"]?.someEntries() ?? [] {
      guard let key = value.text() else { return nil }
      aliases[alias.lowercased()] = key
    }
    guard let beside = section["beside"].map({ $0.names() }) ?? [] else { return nil }
    self.init(
      topology, lists, shared, depthKey: key, hasDepthsOfGroups: section["depths"] != nil, aliases,
      beside)
    if let problem { section.report("\(section.subject) \(problem)") }
    if problem != nil { return nil }
  }

  private init(
    _ topology: ChainOfChoices, _ lists: [Column], _ shared: [Column], depthKey: String,
    hasDepthsOfGroups: Bool, _ aliases: [String: String], _ beside: [String]
  ) {
    (self.topology, self.lists, self.shared) = (topology, lists, shared)
    (self.depthKey, self.hasDepthsOfGroups) = (depthKey, hasDepthsOfGroups)
    (self.aliases, self.beside) = (aliases, beside)
  }

  /// The same lists for other operators and positions, where they still tell all apart.
  func extended(to topology: any Topology) -> (any Notation)? {
    guard let topology = topology as? ChainOfChoices else { return nil }
    let notation = Self(
      topology, lists, shared, depthKey: depthKey, hasDepthsOfGroups: hasDepthsOfGroups, aliases,
      beside)
    return notation.problem == nil ? notation : nil
  }

  /// Why the lists do not tell the architectures of the topology apart; nil where they do.
  private var problem: String? {
    guard Set(keys).count == keys.count else { return "uses a key twice; expected different ones" }
    let isComplete = topology.groups.indices.allSatisfy { columns(ofGroup: $0) != nil }
    let listed = topology.groups.indices.filter { isListed($0) }
    if isComplete, !listed.isEmpty, hasDepthsOfGroups || listed.count == 1 { return nil }
    return isComplete
      ? "has one \"depth\", and the lists stand for \(listed.count) groups of positions; use "
        + "\"depths\""
      : "does not tell all operators of each position apart by their variables"
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

  func recognises(_ value: Literal) -> Bool {
    value.entries?.contains { entry in
      guard let key = entry.key.text else { return false }
      return self.key(named: key) != nil || key == "blocks"
        || entry.value.entries != nil && recognises(entry.value)
    } ?? false
  }

  func remarks(on value: Literal) -> [String] {
    (value.entries ?? []).compactMap { entry in
      guard let key = entry.key.text, beside.contains(key), !entry.value.isNull else { return nil }
      let shown = entry.value.elements.map { list($0.map(\.shown)) } ?? entry.value.shown
      return "\(key) (\(shown)) is no part of the architecture, and is passed over"
    }
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

  func architecture(of text: LiteralText) throws(ArchitectureError) -> Architecture {
    if let configuration = NetworkConfiguration(text, columns: lists.map(\.variable)) {
      return try architecture(of: configuration, text)
    }
    let entries = try entries(of: text)
    let depths = try depths(entries, text)
    let listed = topology.groups.indices.filter(isListed)
    let filled = depths.reduce(0, +)
    let all = listed.reduce(0) { $0 + topology.groups[$1].positions.count }
    var columns: [String: [Literal]] = [:]
    /// Whether lists have elements for the positions that are not filled.
    var isPadded = hasDepthsOfGroups
    for key in keys where key != depthKey {
      guard let value = entries[key] else { continue }
      let isShared = shared.contains { $0.key == key }
      guard let elements = value.elements, !(isShared && elements.count == 1) else {
        // One value for all positions.
        columns[key] = Array(
          repeating: value.elements?[0] ?? value, count: hasDepthsOfGroups ? all : filled)
        continue
      }
      let isOfAll = hasDepthsOfGroups && elements.count == all
      guard isOfAll || elements.count == filled else {
        throw text.error(
          at: value,
          "\"\(key)\" has \(elements.count) elements, expected "
            + (hasDepthsOfGroups && all != filled ? "\(all) or \(filled)" : "\(filled)"))
      }
      columns[key] = elements
      isPadded = isOfAll
    }
    if isPadded, let short = columns.first(where: { $0.value.count < all && hasDepthsOfGroups }) {
      throw text.error("\"\(short.key)\" has \(short.value.count) elements, expected \(all)")
    }
    if !isPadded, hasDepthsOfGroups {
      // A value for all positions is one for those that are filled.
      for (key, elements) in columns { columns[key] = Array(elements.prefix(filled)) }
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
      start += isPadded ? topology.groups[group].positions.count : depths[rank]
    }
    return try architecture(choosing: chosen, text)
  }

  private func architecture(
    choosing chosen: [[Int]], _ text: LiteralText
  ) throws(ArchitectureError) -> Architecture {
    guard let genes = topology.genes(choosing: chosen) else {
      throw text.error("is no architecture of this space")
    }
    if let violation = topology.violation(of: genes) { throw text.error(violation) }
    return Architecture(genes: genes)
  }

  /// The blocks of a network's configuration, stage by stage.
  private func architecture(
    of configuration: NetworkConfiguration, _ text: LiteralText
  ) throws(ArchitectureError) -> Architecture {
    let stages = try configuration.stages(text, first: topology.groups.count)
    var chosen: [[Int]] = []
    for (group, blocks) in stages.enumerated() {
      guard topology.groups[group].depths.contains(blocks.count) else {
        throw text.error(
          "stage \(group + 1) has \(blocks.count) blocks, expected one of "
            + list(topology.groups[group].depths.map(String.init)))
      }
      chosen.append([])
      for block in blocks {
        let columns = Dictionary(
          uniqueKeysWithValues: zip(lists, block).map { ($0.key, [$1]) })
        chosen[group].append(try choice(in: group, columns, at: 0, text))
      }
    }
    return try architecture(choosing: chosen, text)
  }

  /// The key of this notation that another one stands for; capitals do not matter.
  private func key(named name: String) -> String? {
    let name = name.lowercased()
    return aliases[name] ?? keys.first { $0.lowercased() == name }
  }

  private func entries(of text: LiteralText) throws(ArchitectureError) -> [String: Literal] {
    guard var found = text.value.entries else {
      throw text.error(
        at: text.value, "found \(text.value.shown), expected a dictionary with \(list(keys))")
    }
    // Configurations of a supernet hold the architecture under a key of their own.
    let parts = found.filter { $0.value.entries.map { $0.contains(where: isKnown) } ?? false }
    let retrained = parts.first { $0.key.text?.lowercased() == "retrain" }
    if !found.contains(where: isKnown), let part = retrained ?? (parts.count == 1 ? parts[0] : nil)
    {
      found = part.value.entries ?? []
    }
    var entries: [String: Literal] = [:]
    for entry in found {
      let name = entry.key.text ?? entry.key.shown
      guard let key = key(named: name) else {
        if entry.value.isNull || beside.contains(name) { continue }
        throw text.error(at: entry.key, text.unknown(entry.key, among: keys))
      }
      guard entries.updateValue(entry.value, forKey: key) == nil else {
        throw text.error(at: entry.key, "gives \"\(key)\" twice")
      }
    }
    // A list for the filled positions tells how many there are.
    let isImplied =
      !hasDepthsOfGroups && lists.allSatisfy { entries[$0.key]?.elements != nil }
    if let missing = keys.first(where: { entries[$0] == nil && !(isImplied && $0 == depthKey) }) {
      throw text.error("has no \"\(missing)\"; expected the keys \(list(keys))")
    }
    return entries
  }

  private func isKnown(_ entry: Literal.Entry) -> Bool {
    entry.key.text.flatMap { key(named: $0) } != nil
  }

  /// One depth for each group that the lists stand for.
  private func depths(
    _ entries: [String: Literal], _ text: LiteralText
  ) throws(ArchitectureError) -> [Int] {
    let groups = topology.groups.indices.filter(isListed).map { topology.groups[$0] }
    guard let value = entries[depthKey] else {
      let count = entries[lists[0].key]?.elements?.count ?? 0
      guard groups[0].depths.contains(count) else {
        throw text.error(
          "\"\(lists[0].key)\" has \(count) elements, expected one of "
            + list(groups[0].depths.map(String.init)))
      }
      return [count]
    }
    var elements = value.elements ?? Array(repeating: value, count: groups.count)
    if !hasDepthsOfGroups, let only = elements.first, elements.count == 1 { elements = [only] }
    guard elements.count == groups.count else {
      throw text.error(
        at: value,
        "expected \"\(depthKey)\" to be "
          + (hasDepthsOfGroups ? "a list of \(groups.count) depths" : "a number"))
    }
    var depths: [Int] = []
    for (element, group) in zip(elements, groups) {
      guard let depth = element.whole, group.depths.contains(depth) else {
        throw text.error(
          at: element,
          "\"\(depthKey)\" holds \(element.shown), expected one of "
            + list(group.depths.map(String.init)))
      }
      depths.append(depth)
    }
    return depths
  }

  private func choice(
    in group: Int, _ columns: [String: [Literal]], at place: Int, _ text: LiteralText
  ) throws(ArchitectureError) -> Int {
    let position = topology.groups[group].positions.lowerBound
    var candidates = topology.positions[position]
    for column in self.columns(ofGroup: group) ?? [] {
      guard let elements = columns[column.key], place < elements.count else {
        throw text.error("\"\(column.key)\" is too short")
      }
      let element = elements[place]
      let known = candidates
      if shared.contains(where: { $0.key == column.key }),
        let other = elements.first(where: { $0.shown != element.shown })
      {
        throw text.error(
          at: other,
          "\"\(column.key)\" holds \(element.shown) and \(other.shown), expected one value "
            + "throughout")
      }
      candidates.removeAll {
        !isEqual(topology.table.operators[$0].value(of: column.variable), element)
      }
      if candidates.isEmpty {
        var values: [String] = []
        for candidate in known {
          let value = topology.table.operators[candidate].value(of: column.variable) ?? ""
          if !values.contains(value) { values.append(value) }
        }
        throw text.error(
          at: element,
          "\"\(column.key)\" holds \(element.shown), expected one of \(list(values))")
      }
    }
    return candidates[0]
  }

  /// 4 and 4.0 are equal.
  private func isEqual(_ value: String?, _ element: Literal) -> Bool {
    guard let value else { return false }
    if let number = Double(value), let found = element.number { return number == found }
    return value == element.text
  }
}

/// The configuration of a network as Once-for-All and ProxylessNAS save it, with a list of blocks
/// whose convolutions say their kernel and expansion.
private struct NetworkConfiguration {
  private let blocks: [Literal]
  private let names: [String]

  /// Nil for a value that is none.
  init?(_ text: LiteralText, columns: [String]) {
    let known = ["kernel": "kernel_size", "expansion": "expand_ratio"]
    let names = columns.compactMap { known[$0] }
    let blocks = text.value.entries?.first { $0.key.text == "blocks" }?.value.elements
    guard let blocks, names.count == columns.count else { return nil }
    (self.blocks, self.names) = (blocks, names)
  }

  /// For each stage its blocks, for each block the values; the first block is fixed.
  func stages(
    _ text: LiteralText, first count: Int
  ) throws(ArchitectureError) -> [[[Literal]]] {
    var stages: [[[Literal]]] = []
    var channels: Double?
    for (number, block) in blocks.enumerated() {
      let parts = block.entries ?? []
      let layer = parts.first {
        ["conv", "mobile_inverted_conv"].contains($0.key.text ?? "") && $0.value.entries != nil
      }
      let layers = layer?.value.entries ?? []
      func value(_ name: String) -> Literal? { layers.first { $0.key.text == name }?.value }
      let values = names.compactMap(value)
      guard values.count == names.count, let out = value("out_channels")?.number else {
        throw text.error(
          at: block, "block \(number + 1) has no convolution with \(list(names)), out_channels")
      }
      if number == 0 { continue }
      if out != channels { stages.append([]) }
      channels = out
      stages[stages.count - 1].append(values)
    }
    guard stages.count == count else {
      throw text.error("the blocks have \(stages.count) widths, expected \(count) stages")
    }
    return stages
  }
}
