import Scoring
import Search
import Surrogates
import Wording

/// What a study searches and how: everything that decides its trials. Its file is `study.json`.
public struct StudyDescription: Codable, Equatable, Sendable {
  /// An objective of a study.
  public struct Goal: Codable, Equatable, Sendable {
    /// The name of its column.
    public let name: String
    /// Whether higher values are better.
    public let higherIsBetter: Bool

    /// The goal that stands for an objective.
    public init(_ objective: any Objective) {
      name = objective.label
      higherIsBetter = type(of: objective).direction == .higherIsBetter
    }

    var direction: ObjectiveDirection { higherIsBetter ? .higherIsBetter : .lowerIsBetter }
  }

  /// The labels of a surrogate.
  public struct Labels: Codable, Equatable, Sendable {
    /// The table of labelled architectures.
    public let file: Source
    /// The column of the accuracies.
    public let column: String
    /// True where lower is better; nil where higher is.
    public let minimised: Bool?
    /// The surrogate that is fitted to them; nil for the usual one.
    public let surrogate: String?
    /// What it reads, joined by commas; nil for the usual.
    public let encoding: String?

    /// What they are, wherever the file is.
    var identity: [String] { [file.sha256, column, minimised == true ? "minimised" : ""] }

    /// Labels that were read.
    ///
    /// - Parameters:
    ///   - folder: the folder of the study
    ///   - surrogate: what is fitted to them
    /// - Throws: `FileError` when the file cannot be read.
    public init(
      _ labelled: LabelledArchitectures, from folder: String, _ surrogate: SurrogateChoice = .usual
    ) throws {
      let usual = SurrogateChoice.usual
      self.init(
        file: try Source(file: labelled.path, from: folder), column: labelled.column,
        minimised: labelled.isMinimised ? true : nil,
        surrogate: surrogate.model == usual.model ? nil : surrogate.model,
        encoding: surrogate.encodings == usual.encodings
          ? nil : surrogate.encodings.joined(separator: ","))
    }

    /// Labels from one column of a table.
    public init(
      file: Source, column: String, minimised: Bool? = nil, surrogate: String? = nil,
      encoding: String? = nil
    ) {
      (self.file, self.column, self.minimised) = (file, column, minimised)
      (self.surrogate, self.encoding) = (surrogate, encoding)
    }
  }

  /// The version of the file format of studies.
  static let format = 1

  let format: Int
  /// The version of the program that began the study.
  public let version: String
  /// The command line that began the study.
  public internal(set) var command: String
  /// Whether each line of the record has a checksum; nil in studies from before there were any.
  let isChained: Bool?
  /// The name of the file of checksums; nil in studies from before there were any.
  var sumsName: String? { isChained == true ? Study.Name.sums : nil }
  /// The search space.
  public let space: Source
  /// The name of the scorer, such as `predictor` or `naswot`.
  public let by: String
  /// The learned weights; nil for a scorer without any.
  public let weights: Source?
  /// Whether operators are read from their descriptions only.
  public let operatorsFromText: Bool
  /// Nil when the scorer is zero-shot.
  public let labels: Labels?
  /// The labels by other tables that refine the score; nil where there are none.
  public let transferred: [Labels]?
  /// The results that the search goes by; nil when it goes by scores.
  public let oracle: Labels?
  /// True where such a search makes no use of scores; nil elsewhere.
  public let coldStart: Bool?
  /// How architectures were turned into vectors: the model with its digest, the text, the pooling;
  /// or a table with its digest. Nil where nothing was.
  public let reading: [String]?
  /// The objectives, in order.
  public let objectives: [Goal]
  /// The constraints as they were given, such as `--max-params 1.5M`.
  public let constraints: [String]
  /// The latency tables, named by device.
  public let latencies: [Source]
  /// The name of the search strategy.
  public let strategy: String
  /// The values of the strategy's knobs by name. Nil in studies from before knobs were kept; these
  /// used the standard values.
  public let knobs: [String: KnobValue]?
  /// How many candidates may be evaluated.
  public internal(set) var budget: Int
  /// Decides every random choice.
  public let seed: UInt64

  /// - Parameters:
  ///   - version: the version of the program
  ///   - by: the name of the scorer
  ///   - weights: nil for a scorer without learned weights
  ///   - labels: nil for a zero-shot scorer
  ///   - transferred: the labels by other tables that refine the score
  ///   - oracle: the results that the search goes by; nil when it goes by scores
  ///   - isCold: whether such a search makes no use of scores
  ///   - reading: how architectures were turned into vectors; empty where nothing was
  ///   - constraints: as the user wrote them, such as `--max-params 1.5M`
  ///   - budget: how many candidates may be evaluated
  public init(
    version: String, command: String, space: Source, by: String, weights: Source?,
    operatorsFromText: Bool, labels: Labels? = nil, transferred: [Labels] = [],
    oracle: Labels? = nil, isCold: Bool = false, reading: [String] = [],
    goals: SearchGoals = .score,
    constraints: [String] = [], latencies: [Source] = [], strategy: String,
    knobs: [String: KnobValue] = [:], budget: Int, seed: UInt64
  ) {
    format = StudyDescription.format
    isChained = true
    (self.version, self.command, self.space) = (version, command, space)
    (self.by, self.weights, self.operatorsFromText) = (by, weights, operatorsFromText)
    (self.labels, self.oracle) = (labels, oracle)
    self.transferred = transferred.isEmpty ? nil : transferred
    coldStart = isCold ? true : nil
    self.reading = reading.isEmpty ? nil : reading
    objectives = goals.objectives.map(Goal.init)
    precondition(constraints.count == goals.constraints.count, "each constraint has a text")
    self.constraints = constraints
    self.latencies = latencies
    (self.strategy, self.knobs, self.budget, self.seed) = (strategy, knobs, budget, seed)
  }

  /// - Throws: `FileError` when the file cannot be read or describes no study.
  init(contentsOf path: String) throws {
    self = try DescriptionFile.read(path, format: StudyDescription.format, kind: "study")
  }

  func write(to path: String) throws { try DescriptionFile.write(self, to: path) }

  /// Explains why a search with this description cannot resume a study; nil when it can. A larger
  /// budget is no obstacle, because strategies begin with the same proposals.
  func objection(to study: StudyDescription) -> Sentence? {
    func differs(_ what: Sentence, _ old: some Any, _ new: some Any) -> Sentence {
      "the study has \(what) \(old), this search \(new); "
        + "give it the same to go on, or name another folder"
    }
    func differs(_ setting: Setting, _ old: some Any, _ new: some Any) -> Sentence {
      "the study has \(setting, old), this search \(new); "
        + "give it the same to go on, or name another folder"
    }
    if study.version != version {
      return
        "the study was made by tgnas \(study.version), this is \(version); finish it with that, or "
        + "name another folder"
    }
    if study.space.name != space.name {
      return differs("space", study.space.name, space.name)
    }
    if study.space != space {
      return
        "the study searches another version of \(space.name): the space has changed since; name "
        + "another folder"
    }
    if study.by != by { return differs(.by, study.by, by) }
    /// Compares a file that both searches read.
    func differs(_ what: Sentence, _ old: Source?, _ new: Source?) -> Sentence? {
      if old?.sha256 == new?.sha256 { return nil }
      guard let old, let new, old.name == new.name else {
        return differs(what, old?.name ?? "none", new?.name ?? "none") as Sentence
      }
      return
        "the study scores by other \(what) \(new.name): "
        + "the file has changed since; name another folder"
    }
    if let objection = differs("weights", study.weights, weights) { return objection }
    if let objection = differs("labels", study.labels?.file, labels?.file) { return objection }
    if let old = study.labels?.column, let new = labels?.column, old != new {
      return differs(.labelColumn, old, new)
    }
    if study.labels?.surrogate != labels?.surrogate {
      let usual = SurrogateChoice.usual.model
      return differs(
        "the surrogate", study.labels?.surrogate ?? usual, labels?.surrogate ?? usual) as Sentence
    }
    if study.labels?.encoding != labels?.encoding {
      let usual = SurrogateChoice.usual.encodings[0]
      return differs(
        "the encoding", study.labels?.encoding ?? usual, labels?.encoding ?? usual) as Sentence
    }
    if study.reading != reading {
      func text(_ reading: [String]?) -> String { reading?.joined(separator: ", ") ?? "none" }
      return differs("the vectors", text(study.reading), text(reading)) as Sentence
    }
    if (study.transferred ?? []).map(\.identity) != (transferred ?? []).map(\.identity) {
      func text(_ labels: [Labels]?) -> String {
        (labels ?? []).isEmpty
          ? "none" : list((labels ?? []).map { "\($0.file.name):\($0.column)" })
      }
      return differs(.labelsFrom, text(study.transferred), text(transferred)) as Sentence
    }
    if let objection = differs("results", study.oracle?.file, oracle?.file) { return objection }
    if study.oracle?.column != oracle?.column {
      return differs(
        "results", study.oracle?.column ?? "none", oracle?.column ?? "none") as Sentence
    }
    if study.coldStart != coldStart {
      return differs(
        "\(set: .coldStart)", study.coldStart ?? false, coldStart ?? false) as Sentence
    }
    if study.operatorsFromText != operatorsFromText {
      return differs("\(set: .operatorsFromText)", study.operatorsFromText, operatorsFromText)
    }
    if study.objectives != objectives {
      func names(_ goals: [Goal]) -> String { goals.map(\.name).joined(separator: ",") }
      return differs(.objectives, names(study.objectives), names(objectives))
    }
    if study.constraints != constraints {
      func text(_ constraints: [String]) -> String {
        constraints.isEmpty ? "none" : constraints.joined(separator: " ")
      }
      return differs("constraints", text(study.constraints), text(constraints))
    }
    if study.latencies != latencies {
      return
        "the study goes by other latencies: "
        + "a table of \(set: .latency) is not the same; name another folder"
    }
    if study.strategy != strategy { return differs(.strategy, study.strategy, strategy) }
    if let old = study.knobs, let new = knobs, old != new {
      func text(_ knobs: [String: KnobValue]) -> String {
        knobs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
      }
      return differs("the knobs", text(old), text(new))
    }
    if study.seed != seed { return differs(.seed, study.seed, seed) }
    if study.budget > budget {
      return
        "the study has \(.budget, study.budget), this search \(budget); give it as much or more to "
        + "go on, or name another folder"
    }
    return nil
  }
}
