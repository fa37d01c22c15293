import Randomness
import Scoring
import Spaces
import Statistics
import Tensors
import Wording

/// What surrogates may read of a space's architectures.
public struct SurrogateSources: Sendable {
  /// The space.
  public let space: SearchSpace
  /// Gives zero-shot scores; nil where none are to be read.
  public let scorer: (any Scorer)?
  /// The attributes of the space's operators, [O].
  public let operators: [OperatorAttributes]
  /// Change the time, never a number.
  public let threads: Int
  /// Makes a reader of architectures as code; nil where there is none.
  public let code: (@Sendable () throws -> any ArchitectureEmbedder)?
  /// Reads embeddings that the user made; nil where there are none.
  public let given: (@Sendable () throws -> any ArchitectureEmbedder)?

  /// - Parameters:
  ///   - scorer: of the space, zero-shot; nil where no scores are to be read
  ///   - operators: the attributes of the space's operators, [O]
  ///   - threads: change the time, never a number
  ///   - code: makes a reader of architectures as code
  ///   - given: reads embeddings that the user made
  public init(
    _ space: SearchSpace, scorer: (any Scorer)?, operators: [OperatorAttributes], threads: Int,
    code: (@Sendable () throws -> any ArchitectureEmbedder)? = nil,
    given: (@Sendable () throws -> any ArchitectureEmbedder)? = nil
  ) {
    (self.space, self.scorer) = (space, scorer)
    (self.operators, self.threads) = (operators, threads)
    (self.code, self.given) = (code, given)
  }

  /// The same without scores.
  public var withoutScores: SurrogateSources {
    SurrogateSources(
      space, scorer: nil, operators: operators, threads: threads, code: code, given: given)
  }
}

/// The rows that surrogates read: one or several encodings side by side.
///
/// Each encoding is standardised on a random sample of the space, which needs no labels, and all of
/// its columns together weigh as much as another encoding's, or as the zero-shot score. Models
/// that go by distances need that; to the others it means nothing.
public struct SurrogateEncoding: Sendable {
  /// The name of ``AdaptationFeatures``: the zero-shot score, where there is one, and
  /// `GraphStatistics`.
  public static let statistics = "statistics"
  /// The names of all encodings.
  public static var names: [String] {
    [statistics] + ArchitectureEncodings.registered.map { $0.name }
  }

  /// With how many scores rows begin: 1 where the zero-shot score is read, and one for each other
  /// table of labels.
  public let scores: Int
  /// The rows of graphs that are no architectures; nil when encodings of architectures are read.
  var ofGraphs: AdaptationFeatures? { parts.isEmpty && transferred.isEmpty ? features : nil }
  private let features: AdaptationFeatures?
  private let parts: [Part]
  private let transferred: [TransferredScore]
  private let threads: Int
  /// Whether the statistics are read beside the score.
  private let keepsStatistics: Bool

  private struct Part: Sendable {
    let row: @Sendable (Architecture) -> [Double]?
    let scale: Standardisation
    let weight: Double

    func scaledRow(of architecture: Architecture) -> [Double]? {
      row(architecture).map { scale($0).map { weight * $0 } }
    }
  }

  /// - Parameters:
  ///   - names: of encodings, each once
  ///   - transferred: scores by the labels of other tables; there must be a zero-shot score, too
  /// - Throws: `UnknownNameError`, and `UserError` for an encoding that the space cannot have, one
  ///   that is named twice, and where no sampled architecture computes anything.
  public init(
    _ names: [String], of sources: SurrogateSources, from transferred: [TransferredScore] = []
  ) throws {
    let space = sources.space
    precondition(transferred.isEmpty || sources.scorer != nil, "there is a zero-shot score")
    self.transferred = transferred
    if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw UserError("the encoding \(names[twice]) is named twice; name it once")
    }
    var random = SplitMix64(seed: 0)
    let sample = (0..<AdaptationFeatures.sampleSize).map { _ in space.sample(using: &random) }
    threads = sources.threads
    var (features, parts): (AdaptationFeatures?, [Part]) = (nil, [])
    for name in names {
      if name == SurrogateEncoding.statistics, let scorer = sources.scorer {
        features = try AdaptationFeatures(
          scorer, operators: sources.operators, threads: sources.threads)
        continue
      }
      let (row, sampleSize, rounding) = try SurrogateEncoding.row(of: name, sources)
      let rows = Parallel.map(sampleSize, threads: sources.threads) { place, _ in
        row(sample[place])
      }.compactMap { $0 }
      guard !rows.isEmpty else {
        throw UserError(
          "none of \(sampleSize) random architectures of \(space.name) computes anything, so "
            + "that a surrogate has nothing to read")
      }
      let scale = Standardisation(of: rows, rounding: rounding)
      let varying = rows[0].indices.count { scale.varies($0) }
      parts.append(
        Part(
          row: row, scale: scale,
          weight: AdaptationFeatures.spread / Double(max(1, varying)).squareRoot()))
    }
    if features == nil, !transferred.isEmpty, let scorer = sources.scorer {
      // The score stands before those by other tables, though nothing else of these features is
      // read.
      features = try AdaptationFeatures(
        scorer, operators: sources.operators, threads: sources.threads)
      keepsStatistics = false
    } else {
      keepsStatistics = true
    }
    (self.features, self.parts) = (features, parts)
    scores = features == nil ? 0 : 1 + transferred.count
  }

  private static func row(
    of name: String, _ sources: SurrogateSources
  ) throws -> (
    row: @Sendable (Architecture) -> [Double]?, sampleSize: Int, rounding: Double
  ) {
    let space = sources.space
    guard name != statistics else {
      let statistics = GraphStatistics(sources.operators)
      return (
        { architecture in
          space.operatorGraph(of: architecture).map { statistics.row(of: $0.canonicalForm.graph) }
        }, AdaptationFeatures.sampleSize, 1e-9
      )
    }
    guard let kind = ArchitectureEncodings.registered.first(where: { $0.name == name }) else {
      throw UnknownNameError(kind: "encoding", name: name, known: names)
    }
    let encoding = try kind.init(sources)
    return (
      { encoding.numbers(of: $0) }, min(kind.sampleSize, AdaptationFeatures.sampleSize),
      kind.rounding
    )
  }

  /// One row for each architecture, in order. Nil for one without a zero-shot score, where scores
  /// are read.
  public func rows(of architectures: [Architecture]) -> [[Double]?] {
    guard let features else {
      return Parallel.map(architectures.count, threads: threads) { place, _ in
        otherColumns(of: architectures[place])
      }
    }
    return joined(features.rows(of: architectures), architectures)
  }

  /// The same where the zero-shot scores are known.
  ///
  /// - Parameter scores: of the architectures, in the same order
  public func rows(of architectures: [Architecture], scores: Scores) -> [[Double]?] {
    guard let features else { return rows(of: architectures) }
    return joined(features.rows(of: architectures, scores), architectures)
  }

  private func joined(_ first: [[Double]?], _ architectures: [Architecture]) -> [[Double]?] {
    if parts.isEmpty, transferred.isEmpty { return first }
    let transferred = transferred.map { $0.scores(of: architectures, threads: threads) }
    return Parallel.map(first.count, threads: threads) { place, _ in
      first[place].flatMap { row in
        otherColumns(of: architectures[place]).map { others in
          [row[0]] + transferred.map { AdaptationFeatures.spread * $0[place] }
            + (keepsStatistics ? Array(row.dropFirst()) : []) + others
        }
      }
    }
  }

  private func otherColumns(of architecture: Architecture) -> [Double]? {
    var row: [Double] = []
    for part in parts {
      guard let columns = part.scaledRow(of: architecture) else { return nil }
      row += columns
    }
    return row
  }
}
