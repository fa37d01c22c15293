import Documents
import Wording

extension SpaceFile {
  static let requiredWhereExtending = ["format", "extends", "name"]
  static let optionalWhereExtending = [
    "title", "aliases", "citation", "operators", "topology", "skeleton", "benchmark", "notations",
  ]

  /// Reads a file that says only how its space differs from another.
  static func read(_ file: DocumentSection, path: String, bases: BaseSpaces) -> SpaceFile? {
    let name = file["name"]?.name()
    guard let base = file["extends"].flatMap({ bases.read($0, from: path) }) else { return nil }
    let title = file["title"].map { $0.line() } ?? "\(base.title), extended"
    let citation = file["citation"].map { $0.line() } ?? base.citation
    let aliases = file["aliases"].map { $0.names() } ?? []
    let skeletons = file["skeleton"].map { MacroSkeleton.readAll($0) } ?? base.skeletons
    let benchmark = file["benchmark"].map { Benchmark(reading: $0) } ?? base.benchmark
    let table =
      file["operators"].map { OperatorTable(extending: base.parts.table, reading: $0) }
      ?? base.parts.table
    guard let table, let parts = readParts(file, base, table) else { return nil }
    guard let name, let title, let citation, let aliases, let skeletons else { return nil }
    guard name != base.name, !base.bases.contains(name) else {
      file["name"]?.report(
        "\"name\" of the space file is \"\(name)\", which is what the extended space is called; "
          + "choose another")
      return nil
    }
    return SpaceFile(
      name: name, title: title, citation: citation, aliases: aliases, parts: parts,
      skeletons: skeletons, benchmark: benchmark, bases: [base.name] + base.bases,
      ancestors: base.lineage, texts: base.texts)
  }

  private static func readParts(
    _ file: DocumentSection, _ base: SpaceFile, _ table: OperatorTable
  ) -> SpaceParts? {
    let parts: SpaceParts
    if let value = file["topology"], value.has("kind") {
      guard let topology = readTopology(value, table) else { return nil }
      // Notations that can write the new topology stay.
      parts = SpaceParts(
        table: table, topology: topology,
        notations: base.parts.notations.compactMap { named in
          named.notation.extended(to: topology).map {
            NamedNotation(name: named.name, notation: $0)
          }
        })
    } else {
      var choices: [Int]?
      if let value = file["topology"] {
        guard
          let listed = value.section("the topology", required: ["operators"])?["operators"]?
            .operatorIndices(in: table, roles: [.operation, .zero, .identity])
        else { return nil }
        choices = listed
      }
      guard let extended = base.parts.extended(to: table, choices: choices) else {
        (file["topology"] ?? file["operators"])?.report(
          "with these operators the space has no architecture, or too large a supernet; list fewer "
            + "or others")
        return nil
      }
      parts = extended
    }
    if let value = file["notations"] {
      guard let notations = readNotations(value, parts.topology) else { return nil }
      return SpaceParts(table: table, topology: parts.topology, notations: notations)
    }
    guard !parts.notations.isEmpty else {
      file.report(
        "no notation of the extended space can write the new choices; add \"notations: ...\"")
      return nil
    }
    return parts
  }
}
