/// A setting of the user, under one name in every door: the command line, Python and Swift.
///
/// Sentences name settings, and each door spells them its own way (``Spelling``). Code below the
/// doors therefore never contains the option of a program.
public struct Setting: Hashable, Sendable {
  /// The words of the name in lower case, joined by hyphens: `label-column`.
  public let name: String

  private init(_ name: String) { self.name = name }

  public static let allowSeenLabels = Setting("allow-seen-labels")
  public static let benchmark = Setting("benchmark")
  public static let budget = Setting("budget")
  public static let by = Setting("by")
  public static let column = Setting("column")
  public static let count = Setting("count")
  public static let embeddings = Setting("embeddings")
  public static let force = Setting("force")
  public static let format = Setting("format")
  public static let labelColumn = Setting("label-column")
  public static let from = Setting("from")
  public static let labelsFrom = Setting("labels-from")
  public static let languageModel = Setting("language-model")
  public static let latency = Setting("latency")
  public static let minimise = Setting("minimise")
  public static let objectives = Setting("objectives")
  public static let oracle = Setting("oracle")
  public static let coldStart = Setting("cold-start")
  public static let operatorsFromText = Setting("operators-from-text")
  public static let replace = Setting("replace")
  public static let resume = Setting("resume")
  public static let seed = Setting("seed")
  public static let strategy = Setting("strategy")
  public static let threads = Setting("threads")
  public static let top = Setting("top")
  public static let verbose = Setting("verbose")
  public static let weights = Setting("weights")

  /// The upper bound on an objective.
  ///
  /// - Parameter objective: the name of the objective, such as `params`
  public static func bound(on objective: String) -> Setting { Setting("max-\(objective)") }
}
