import Files
import Operators
import Spaces

/// A key by which a space is recognised whatever its name: its kind of topology, with the
/// attributes or the layers of its operators. Names, wording, the order of operators, notations and
/// the skeleton do not count.
///
/// Fingerprints say that two spaces are the same, never that one is part of the other: cells with
/// fewer operators, trained on other data, are a space of their own.
public struct SpaceFingerprint: Hashable, Sendable {
  /// A part of the digests, so that digests of different versions are never equal by chance. To be
  /// raised whenever a space gets another digest.
  static let version = 4

  /// The digest with the attributes of the operators, as they are read: all that predictors see.
  let attributes: String
  /// The digest with the layers of the operators; nil where the space file does not give all of
  /// them.
  let layers: String?

  /// - Parameter readings: how the operators of the space are understood, in order
  init(of parts: SpaceParts, readings: [OperatorReading]) {
    attributes = SpaceFingerprint.digest(
      parts,
      labels: zip(parts.table.operators, readings).map { candidate, reading in
        guard [.operation, .projection].contains(candidate.role) else {
          return candidate.role.rawValue
        }
        let values = reading.attributes.values + [reading.attributes.smoothing]
        return "\(candidate.role.rawValue) \(values)"
      })
    let computing = parts.table.operators.filter {
      [.operation, .projection].contains($0.role)
    }
    layers =
      computing.allSatisfy { $0.lowering != nil }
      ? SpaceFingerprint.digest(
        parts,
        labels: parts.table.operators.map { candidate in
          guard computing.contains(candidate), let lowering = candidate.lowering else {
            return candidate.role.rawValue
          }
          return "\(candidate.role.rawValue) \(lowering)"
        }) : nil
  }

  private static func digest(_ parts: SpaceParts, labels: [String]) -> String {
    let lines =
      ["\(version)", type(of: parts.topology).kind] + parts.topology.outline(labels)
    return String(Digest.sha256(Array(lines.joined(separator: "\n").utf8)).prefix(16))
  }

  /// Whether the spaces are the same as far as predictors can tell, or by their layers.
  func isAlike(_ other: SpaceFingerprint) -> Bool {
    attributes == other.attributes || (layers != nil && layers == other.layers)
  }

  /// The text in a weights file: `attributes/layers`, with a hyphen for unknown layers.
  public var text: String { "\(attributes)/\(layers ?? "-")" }

  /// Reads ``text``.
  init?(text: String) {
    let parts = text.split(separator: "/").map(String.init)
    guard parts.count == 2 else { return nil }
    (attributes, layers) = (parts[0], parts[1] == "-" ? nil : parts[1])
  }
}

extension SearchSpace {
  /// The fingerprints of the space and of those that it extends, the nearest first.
  ///
  /// - Throws: what the encoder throws when an embedding has to be computed and cannot.
  func fingerprints(reader: OperatorReader) throws -> [SpaceFingerprint] {
    try lineage.map { parts in
      SpaceFingerprint(of: parts, readings: try reader.read(parts.table.operators))
    }
  }
}
