import Proxies
import Tensors
import Wording

/// By what architectures are scored, as a user chooses it.
public struct ScoringSettings: Sendable {
  /// What can be scored by.
  public enum Score: Sendable {
    /// The learned predictor.
    case predictor
    /// A number of the untrained network.
    case proxy(any Proxy.Type)
  }

  /// Nil for what suits the space: the predictor in spaces of cells like those that it learned from, ``Capacity`` in
  /// spaces of other cells, ``ClosedFormNASWOT`` in spaces of whole networks, ``LayerWidth`` where these differ in
  /// their widths only. With ``weights``, the predictor everywhere.
  public var by: Score?
  /// A name in `weights/` or a path; nil for `Installation.defaultWeights(for:)`.
  public var weights: String?
  /// Whether operators are understood by their descriptions alone.
  public var ignoringTypedAttributes: Bool
  /// Whether a space may be scored by weights that saw its labels.
  public var allowingSeenLabels: Bool
  /// They change the time, never a score.
  public var threads: Int

  public init(
    by: Score? = nil, weights: String? = nil, ignoringTypedAttributes: Bool = false,
    allowingSeenLabels: Bool = false, threads: Int = Parallel.processorCount
  ) {
    (self.by, self.weights, self.threads) = (by, weights, threads)
    self.ignoringTypedAttributes = ignoringTypedAttributes
    self.allowingSeenLabels = allowingSeenLabels
  }

  /// Whether the user leaves to the program by what a space is scored.
  var isLeftOpen: Bool { by == nil && weights == nil }

  /// - Throws: `UserError` when the settings contradict each other or make no sense.
  public func check() throws(UserError) {
    guard threads >= 1 else { throw UserError("\(.threads) is \(threads); expected 1 or more") }
    guard weights != nil, case .proxy(let proxy) = by else { return }
    throw UserError(
      "\(.by, proxy.name) needs no weights; leave out \(set: .weights) or say \(.by, "predictor")")
  }
}

extension ScoringSettings.Score {
  /// What users call the predictor.
  static let predictorName = "predictor"

  /// What users call it.
  public var name: String {
    switch self {
    case .predictor: Self.predictorName
    case .proxy(let proxy): proxy.name
    }
  }

  /// The names there are.
  public static var names: [String] { [predictorName] + ProxyRegistry.names }

  /// - Throws: `UnknownNameError`
  public init(named name: String) throws {
    if name == Self.predictorName {
      self = .predictor
    } else if let proxy = ProxyRegistry.registered.first(where: { $0.name == name }) {
      self = .proxy(proxy)
    } else {
      throw UnknownNameError(kind: "score", name: name, known: Self.names)
    }
  }
}
