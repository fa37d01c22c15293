import Formulas
import Proxies
import Surrogates
import Tensors
import Wording

/// How architectures are scored, as a user chooses it.
public struct ScoringSettings: Sendable {
  /// The kinds of scores.
  public enum Score: Sendable {
    /// The learned predictor.
    case predictor
    /// A proxy, a number of the untrained network.
    case proxy(any Proxy.Type)
    /// A formula over proxies.
    case formula(FormulaFile)
    /// The shipped formula that no label of the space chose, `Installation.formula(for:)`.
    case shippedFormula
  }

  /// Nil chooses the scorer by the space. The predictor scores spaces of cells like those that it
  /// was trained on. ``UsableSize`` scores spaces of other cells and of whole networks, and
  /// ``LayerWidth`` those whose networks differ in their widths only. With ``weights``, nil is the
  /// predictor in every space.
  public var by: Score?
  /// A name in `weights/` or a path; nil for `Installation.defaultWeights(for:)`.
  public var weights: String?
  /// Whether operators are read from their descriptions only.
  public var ignoringTypedAttributes: Bool
  /// Whether a space may be scored by weights that were trained on its labels.
  public var allowingSeenLabels: Bool
  /// On what measured proxies are measured.
  public var measurement: ProxyMeasurement
  /// What refines the scores where there are labels.
  public var surrogate: SurrogateChoice
  /// Threads change the time, never a score.
  public var threads: Int
  /// Whether notes tell each operator in a sentence of its own, however many there are.
  public var isVerbose: Bool

  /// By default the scorer suits the space, and all processors are used.
  public init(
    by: Score? = nil, weights: String? = nil, ignoringTypedAttributes: Bool = false,
    allowingSeenLabels: Bool = false, surrogate: SurrogateChoice = .usual,
    measurement: ProxyMeasurement = ProxyMeasurement(),
    threads: Int = Parallel.processorCount, isVerbose: Bool = false
  ) {
    self.measurement = measurement
    self.surrogate = surrogate
    (self.by, self.weights, self.threads) = (by, weights, threads)
    self.ignoringTypedAttributes = ignoringTypedAttributes
    self.allowingSeenLabels = allowingSeenLabels
    self.isVerbose = isVerbose
  }

  /// Whether the user leaves the choice of the scorer to the program.
  var isLeftOpen: Bool { by == nil && weights == nil }

  /// Checks that the settings fit together.
  ///
  /// - Throws: `UserError` when the settings contradict each other or make no sense.
  public func check() throws(UserError) {
    guard NumberLimit.threads.range.contains(threads) else {
      throw UserError(
        "\(.threads) is \(threads); "
          + "expected \(threads < 1 ? "1 or more" : NumberLimit.threads.words)"
      )
    }
    guard weights != nil, let by, by.name != Score.predictorName else { return }
    throw UserError(
      "\(.by, by.name) needs no weights; leave out \(set: .weights) or say \(.by, "predictor")")
  }
}

extension ScoringSettings.Score {
  /// The name by which users choose the predictor.
  static let predictorName = "predictor"
  /// The name of the shipped formula.
  static let formulaName = "formula"
  /// What stands before the path of a formula.
  public static let formulaPrefix = formulaName + ":"

  /// The name by which users choose the score.
  public var name: String {
    switch self {
    case .predictor: Self.predictorName
    case .proxy(let proxy): proxy.name
    case .formula(let file): Self.formulaPrefix + (file.path ?? file.name)
    case .shippedFormula: Self.formulaName
    }
  }

  /// Whether networks are run for it.
  public var isMeasured: Bool {
    switch self {
    // Shipped formulas run nothing.
    case .predictor, .shippedFormula: false
    case .proxy(let proxy): proxy.kind.isMeasured
    case .formula(let file): file.formula.isMeasured
    }
  }

  /// All names of scores.
  public static var names: [String] { [predictorName, formulaName] + ProxyRegistry.names }

  /// The score of that name; `formula` stands for the shipped formula, `formula:` and a path for
  /// that of a file.
  ///
  /// - Throws: `UnknownNameError`, and what reading a formula throws.
  public init(named name: String) throws {
    if name == Self.predictorName {
      self = .predictor
    } else if name == Self.formulaName {
      self = .shippedFormula
    } else if let proxy = ProxyRegistry.all.first(where: { $0.name == name }) {
      self = .proxy(proxy)
    } else if name.hasPrefix(Self.formulaPrefix) {
      self = .formula(
        try FormulaFile(contentsOf: String(name.dropFirst(Self.formulaPrefix.count))))
    } else {
      throw UnknownNameError(kind: "score", name: name, known: Self.names)
    }
  }
}
