import Encoder
import Spaces
import Tensors

/// How an operator was understood.
public struct OperatorReading: Sendable {
  /// Where an operator's attributes come from.
  public enum Source: Sendable, Equatable {
    /// The space file states them.
    case typed
    /// The description is, but for case and spacing, one of a known operator.
    case exact(known: String)
    /// The description is nearest to one of a known operator.
    case nearest(known: String, cosine: Float)
  }

  public let `operator`: Operator
  public let attributes: OperatorAttributes
  public let source: Source

  /// Whether the description resembles no known operator, so that the reading is a guess.
  public var isDoubtful: Bool {
    guard case .nearest(_, let cosine) = source else { return false }
    return cosine < OperatorReader.doubtfulCosine
  }
}

/// Reads from a plain-English description what an operator does: the attributes of the known operator
/// with the nearest sentence embedding.
public struct OperatorReader: Sendable {
  /// Below this cosine a description is outside what is known: 95 % of held-out descriptions of real
  /// operators lie above it.
  public static let doubtfulCosine: Float = 0.588

  /// One description of a known operator.
  struct Phrase: Sendable {
    let known: KnownOperator
    let text: String
  }

  private let phrases: [Phrase]
  private let embeddings: any SentenceEmbeddings

  public init(known: [KnownOperator], embeddings: any SentenceEmbeddings) {
    phrases = known.flatMap { known in known.descriptions.map { Phrase(known: known, text: $0) } }
    self.embeddings = embeddings
  }

  /// How each operator is understood, in order.
  ///
  /// - Parameter ignoringTypedAttributes: reads the descriptions even of operators whose space file
  ///   states their attributes
  /// - Throws: what the encoder throws when an embedding has to be computed and cannot.
  public func read(
    _ operators: [Operator], ignoringTypedAttributes: Bool = false
  ) throws -> [OperatorReading] {
    var readings: [OperatorReading?] = operators.map { candidate in
      if !ignoringTypedAttributes, let attributes = candidate.attributes {
        return OperatorReading(operator: candidate, attributes: attributes, source: .typed)
      }
      // Deleted or spliced operators and the cell's ends compute nothing, whatever they are called.
      if [.zero, .identity, .input, .output].contains(candidate.role) {
        return OperatorReading(
          operator: candidate, attributes: .none, source: .exact(known: candidate.role.rawValue))
      }
      let folded = OperatorReader.folded(candidate.description)
      return phrases.first { OperatorReader.folded($0.text) == folded }.map {
        OperatorReading(
          operator: candidate, attributes: $0.known.attributes, source: .exact(known: $0.known.name)
        )
      }
    }
    let unread = operators.indices.filter { readings[$0] == nil }
    guard !unread.isEmpty else { return readings.compactMap { $0 } }
    let neighbours = try nearest(to: unread.map { operators[$0].description }, count: 1)
    for (index, found) in zip(unread, neighbours) {
      guard let best = found.first else { continue }
      readings[index] = OperatorReading(
        operator: operators[index], attributes: best.known.attributes,
        source: .nearest(known: best.known.name, cosine: best.cosine))
    }
    return readings.compactMap { $0 }
  }

  /// A known operator with the description of it that is nearest to a text.
  public struct Neighbour: Sendable {
    public let known: KnownOperator
    public let description: String
    public let cosine: Float
  }

  /// For each text the nearest known operators, each once, nearest first.
  public func nearest(to texts: [String], count: Int) throws -> [[Neighbour]] {
    let all = try embeddings.embeddings(of: phrases.map(\.text) + texts)
    return texts.indices.map { index in
      let text = all.row(phrases.count + index)
      let cosines = phrases.indices.map { phrase in
        zip(all.row(phrase), text).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      }
      var found: [Neighbour] = []
      // Equal cosines keep the order of the file.
      for phrase in phrases.indices.sorted(by: { (cosines[$0], -$0) > (cosines[$1], -$1) }) {
        guard found.count < count else { break }
        guard !found.contains(where: { $0.known.name == phrases[phrase].known.name }) else {
          continue
        }
        found.append(
          Neighbour(
            known: phrases[phrase].known, description: phrases[phrase].text,
            cosine: cosines[phrase]))
      }
      return found
    }
  }

  /// All descriptions of known operators, for the file of ready-made embeddings.
  public var descriptions: [String] { phrases.map(\.text) }

  private static func folded(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
