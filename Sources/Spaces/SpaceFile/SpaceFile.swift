import Documents
import Foundation
import Wording

/// A space file as it was read: checked, every name resolved, nothing computed yet.
struct SpaceFile {
  /// The format version that this code reads.
  static let format = 1
  private static let required = [
    "format", "name", "operators", "topology", "notations",
  ]
  private static let optional = [
    "title", "citation", "aliases", "skeleton", "benchmark", "extends",
  ]

  let name: String
  let title: String
  let citation: String
  let aliases: [String]
  let parts: SpaceParts
  let skeletons: [MacroSkeleton]
  let benchmark: Benchmark?
  /// The names of the spaces that it extends, the nearest first.
  let bases: [String]
  /// Its own parts and those of the spaces that it extends, the nearest first.
  let lineage: [SpaceParts]
  /// The text of the files that it was read from, its own first.
  private(set) var texts: [String]

  /// - Parameter bases: finds the space that the file extends
  /// - Throws: ``DocumentError`` with everything that is wrong with the file.
  init(yaml: String, path: String, bases: BaseSpaces) throws(DocumentError) {
    self = try DocumentReader.read(
      yaml, path: path, expected: "a search space with the keys \(list(SpaceFile.required))",
      subject: "the space file"
    ) { value in
      let isExtending = value.has("extends")
      guard
        let file = value.section(
          required: isExtending ? SpaceFile.requiredWhereExtending : SpaceFile.required,
          optional: isExtending ? SpaceFile.optionalWhereExtending : SpaceFile.optional),
        SpaceFile.checkFormat(file)
      else { return nil }
      return isExtending
        ? SpaceFile.read(file, path: path, bases: bases) : SpaceFile.read(file)
    }
    texts.insert(yaml, at: 0)
  }

  /// - Parameters:
  ///   - ancestors: the parts of the spaces that are extended
  ///   - texts: of their files
  init(
    name: String, title: String, citation: String, aliases: [String], parts: SpaceParts,
    skeletons: [MacroSkeleton], benchmark: Benchmark?, bases: [String], ancestors: [SpaceParts],
    texts: [String]
  ) {
    self.name = name
    self.title = title
    self.citation = citation
    self.aliases = aliases
    self.parts = parts
    self.skeletons = skeletons
    self.benchmark = benchmark
    self.bases = bases
    lineage = [parts] + ancestors
    self.texts = texts
  }

  /// A file of another version would be explained wrongly, key by key.
  private static func checkFormat(_ file: DocumentSection) -> Bool {
    guard let version = file["format"]?.integer(in: 1...1_000_000) else { return false }
    guard version == format else {
      file["format"]?.report(
        "the file has format \(version), this program reads format \(format); "
          + "use a program of the file's version")
      return false
    }
    return true
  }

  private static func read(_ file: DocumentSection) -> SpaceFile? {
    let name = file["name"]?.name()
    let title = file["title"].map { $0.line() } ?? name
    let citation = file["citation"].map { $0.line() } ?? ""
    let aliases = file["aliases"].map { $0.names() } ?? []
    let table = file["operators"].flatMap { OperatorTable(reading: $0) }
    let skeletons = file["skeleton"].map { MacroSkeleton.readAll($0) } ?? []
    guard let table, let topologyValue = file["topology"],
      let topology = readTopology(topologyValue, table)
    else { return nil }
    let notations = file["notations"].flatMap { readNotations($0, topology) }
    guard let name, let title, let citation, let aliases, let skeletons, let notations else {
      return nil
    }
    return SpaceFile(
      name: name, title: title, citation: citation, aliases: aliases,
      parts: SpaceParts(table: table, topology: topology, notations: notations),
      skeletons: skeletons, benchmark: file["benchmark"].flatMap { Benchmark(reading: $0) },
      bases: [], ancestors: [], texts: [])
  }

  static func readTopology(
    _ value: DocumentValue, _ table: OperatorTable
  ) -> (any Topology)? {
    guard
      let section = value.uncheckedSection("the topology"),
      let kind = kind(of: section, among: Topologies.kinds.map { $0.kind })
    else { return nil }
    return Topologies.kinds.first { $0.kind == kind }?.init(reading: section, operators: table)
  }

  static func readNotations(
    _ value: DocumentValue, _ topology: any Topology
  ) -> [NamedNotation]? {
    guard let elements = value.someElements() else { return nil }
    var notations: [NamedNotation] = []
    for element in elements {
      guard
        let section = element.uncheckedSection(),
        let kind = kind(of: section, among: Notations.kinds.map { $0.kind })
      else { continue }
      let notation = Notations.kinds.first { $0.kind == kind }?
        .init(reading: section, topology: topology)
      guard let notation, let name = section["name"]?.name() else { continue }
      if notations.contains(where: { $0.name == name }) {
        section["name"]?.report("two notations have the name \"\(name)\"; rename one")
      }
      notations.append(NamedNotation(name: name, notation: notation))
    }
    return notations.count == elements.count ? notations : nil
  }

  private static func kind(of section: DocumentSection, among known: [String]) -> String? {
    guard let value = section["kind"] else {
      section.report(
        "\(section.subject) has no key \"kind\"; add \"kind: ...\" with one of \(list(known))")
      return nil
    }
    guard let kind = value.text() else { return nil }
    if known.contains(kind) { return kind }
    value.report(
      "\(value.subject) is \"\(kind)\"; expected one of \(list(known))"
        + NearestName.hint(for: kind, among: known))
    return nil
  }
}
