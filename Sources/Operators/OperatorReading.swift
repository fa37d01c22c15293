import Spaces
import Wording

/// How an operator was understood.
public struct OperatorReading: Sendable {
  /// Where an operator's attributes come from.
  public enum Source: Sendable, Equatable {
    /// The space file states them.
    case typed
    /// The space file states a role that determines the attributes.
    case role
    /// The description is that of a kind of the corpus, up to numbers and spelling.
    case exact(kind: String)
    /// The description was taken for one of a kind.
    ///
    /// - probability: of the kind, by the trained reader; nil where the nearest description decided
    /// - nearest: the kind with the nearest description, and the cosine to it
    case read(kind: String, probability: Float?, nearest: String, cosine: Float)
    /// No kind was likely enough, so that the attributes are estimated one by one.
    case estimated(nearest: String, cosine: Float)
  }

  /// The reason why an operator of a space is read otherwise than its description would be on its
  /// own.
  public struct JointDecision: Sendable, Equatable {
    /// The kind that its description would be read as on its own.
    public let instead: String
    /// The name of the operator that took this kind instead; nil for a cell's ends.
    public let holder: String?

    package init(instead: String, holder: String?) {
      (self.instead, self.holder) = (instead, holder)
    }
  }

  /// The operator that was read.
  public let `operator`: Operator
  /// The attributes that the reading gives to the operator.
  public let attributes: OperatorAttributes
  /// Where the attributes come from.
  public let source: Source
  /// The part that the description gives to the operator in a cell.
  public let role: Operator.Role
  /// The numbers of the operator; numbers that the description leaves unsaid have the usual values.
  /// Empty where no description was read.
  public let numbers: [OperatorNumber: Int]
  /// The reason why the other operators of the space decided the reading; nil when they did not.
  public let jointDecision: JointDecision?
  /// How often the operator follows on itself.
  public let repetitions: Int
  /// What was read in place of the description: the English of another language, the words for a
  /// module of PyTorch; nil where the description itself was read.
  public let translation: String?

  init(
    _ candidate: Operator, _ attributes: OperatorAttributes, _ source: Source,
    role: Operator.Role? = nil, numbers: [OperatorNumber: Int] = [:],
    jointDecision: JointDecision? = nil, description: OperatorDescription? = nil
  ) {
    self.operator = candidate
    translation = description?.translation
    repetitions = description?.repetitions ?? 1
    (self.attributes, self.source, self.numbers) = (
      attributes.repeated(repetitions), source, numbers
    )
    self.jointDecision = jointDecision
    self.role = role ?? candidate.role
  }

  /// The kind of the corpus that the operator was taken for.
  public var kind: String? {
    switch source {
    case .exact(let kind), .read(let kind, _, _, _): kind
    case .typed, .role, .estimated: nil
    }
  }

  /// Whether the description resembles no known one, so that the reading is a guess.
  public var isDoubtful: Bool {
    switch source {
    case .typed, .role, .exact: false
    case .read(_, _, _, let cosine), .estimated(_, let cosine):
      cosine < OperatorReader.doubtfulCosine
    }
  }

  /// The numbers of the description that are beyond their limits, in words; nil where there are
  /// none or no description was read.
  package var outOfReach: String? {
    switch source {
    case .typed, .role: return nil
    case .exact, .read, .estimated: break
    }
    let numbers = OperatorDescription(english: self.operator.description).outOfReach.sorted()
    if numbers.isEmpty { return nil }
    return list(numbers.map { "\($0.limit.subject) is \($0.limit.words)" })
  }

  /// The probability of the kind, by the trained reader; nil where it did not decide.
  public var probability: Float? {
    if case .read(_, let probability, _, _) = source { probability } else { nil }
  }

  /// Whether another kind is as likely, or the nearest wording is of another one and the reader not
  /// sure.
  public var isUnsure: Bool {
    switch source {
    case .typed, .role, .exact: false
    case .read(let kind, let probability?, let nearest, _):
      probability < 0.5 || nearest != kind && probability < 0.65
    case .read: isDoubtful
    case .estimated: true
    }
  }

  /// The kind with its numbers, such as "average pooling, kernel 3".
  public var words: String {
    let subject: String
    switch source {
    case .typed: return "typed attributes"
    case .role: return role.rawValue
    case .exact(let kind), .read(let kind, _, _, _):
      subject = kind.replacing("-", with: " ")
    case .estimated(let nearest, _):
      subject = "something like \(nearest.replacing("-", with: " "))"
    }
    let stated = numbers.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value)" }
    let times = repetitions > 1 ? ["\(repetitions) times"] : []
    return ([subject] + stated + times).joined(separator: ", ")
  }

  /// How the reading came about, such as "probability 0.97".
  public var evidence: String {
    let evidence = (translation.map { "as \"\($0)\", " } ?? "") + ownEvidence
    guard let jointDecision else { return evidence }
    let kind = jointDecision.instead.replacing("-", with: " ")
    return jointDecision.holder.map { "\(evidence), rather than \(kind), which \($0) is here" }
      ?? "\(evidence), rather than \(kind), which the space names itself"
  }

  private var ownEvidence: String {
    func decimals(_ value: Float) -> String {
      let hundredths = wholeNumber(Double(value * 100))
      let (sign, size) = (hundredths < 0 ? "-" : "", abs(hundredths))
      return "\(sign)\(size / 100).\(size % 100 < 10 ? "0" : "")\(size % 100)"
    }
    switch source {
    case .typed: return "stated in the space file"
    case .role: return "stated role"
    case .exact: return "known wording"
    case .read(_, let probability?, _, let cosine):
      return "probability \(decimals(probability)), cosine \(decimals(cosine))"
    case .read(_, nil, _, let cosine): return "cosine \(decimals(cosine))"
    case .estimated(_, let cosine): return "estimated, cosine \(decimals(cosine))"
    }
  }
}
