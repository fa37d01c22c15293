import Operators
import Spaces

/// A space whose labels the weights saw, and its relation to a space that they should score.
public struct SeenSpace: Sendable, Equatable {
  /// How the seen space is related to the space that should be scored.
  public enum Relation: Sendable, Equatable {
    /// It is the space itself.
    case same
    case extends
    /// Both name the same benchmark table.
    case sharesTable
    /// Both are the same but for names, wording and order; see ``SpaceFingerprint``.
    case looksLike
  }

  /// The name of the space whose labels were seen.
  public let name: String
  public let relation: Relation

  /// The seen space in a sentence about the space of this name.
  public func described(for space: String) -> String {
    switch relation {
    case .same: name
    case .extends: "\(name), which \(space) extends"
    case .sharesTable: "\(name), which \(space) shares a table with"
    case .looksLike:
      "\(name), which \(space) looks like (they differ in names, wording, order or skeleton at "
        + "most)"
    }
  }
}

extension Provenance {
  /// The first of the space and those that it extends whose labels were seen, the one whose
  /// benchmark table the space names as its own, or the one that it is a copy of; nil when none
  /// were.
  ///
  /// - Parameter sources: spaces that were trained on, for comparison with those sources that the
  ///   weights record no fingerprint of
  /// - Throws: what the encoder throws when an embedding has to be computed and cannot.
  func seenSpace(
    of space: SearchSpace, sources known: [SearchSpace], reader: OperatorReader
  ) throws -> SeenSpace? {
    if labelsSeen.contains(space.name) { return SeenSpace(name: space.name, relation: .same) }
    if let base = space.bases.first(where: { labelsSeen.contains($0) }) {
      return SeenSpace(name: base, relation: .extends)
    }
    if let table = space.benchmark?.table, let source = sources.first(where: { $0.table == table })
    {
      return SeenSpace(name: source.space, relation: .sharesTable)
    }
    let recorded = sources.flatMap { source in
      source.fingerprints.map { (name: source.space, fingerprint: $0) }
    }
    // Another kind of topology is another space. This check saves reading the operators, which
    // takes a moment.
    let kinds = space.lineage.map { type(of: $0.topology).kind }
    let comparable = known.filter { labelsSeen.contains($0.name) && kinds.contains($0.kind) }
    if recorded.isEmpty, comparable.isEmpty { return nil }
    let own = try space.fingerprints(reader: reader)
    let all =
      try recorded
      + comparable.flatMap { source in
        try source.fingerprints(reader: reader).map { (name: source.name, fingerprint: $0) }
      }
    return all.first { candidate in own.contains { $0.isAlike(candidate.fingerprint) } }.map {
      SeenSpace(name: $0.name, relation: .looksLike)
    }
  }
}
