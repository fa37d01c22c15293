import Wording

/// A number that a description can state of an operator.
public enum OperatorNumber: String, Hashable, Sendable, CaseIterable, Comparable {
  /// The side of the window.
  case kernel
  case dilation
  case stride
  case groups
  /// The inner width relative to the outer.
  case expansion
  /// Of an attention.
  case heads

  /// The range within which it is one.
  var limit: NumberLimit {
    switch self {
    case .kernel: .spokenKernel
    case .dilation: .spokenDilation
    case .stride: .spokenStride
    case .groups: .groups
    case .expansion: .expansion
    case .heads: .heads
    }
  }

  public static func < (left: OperatorNumber, right: OperatorNumber) -> Bool {
    let order = OperatorNumber.allCases
    return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
  }
}

/// A description of an operator, taken apart by rule: the numbers, the negations, and the words
/// that are left, in one spelling.
public struct OperatorDescription: Hashable, Sendable {
  /// The description as it was given.
  public let text: String
  /// What is taken apart: the text, or what it says in English where it is a module of PyTorch or
  /// in another language.
  package let english: String
  /// The numbers that the text states.
  public internal(set) var numbers: [OperatorNumber: Int] = [:]
  /// The numbers that the text states beyond their limits, and that are left out.
  package internal(set) var outOfReach: Set<OperatorNumber> = []
  /// The text denies a normalisation: "without batch norm".
  public internal(set) var deniesNormalisation = false
  /// The text denies an activation: "no ReLU".
  public internal(set) var deniesActivation = false
  /// How often the operator follows on itself: 3 of "3x3 convolution, three times".
  public internal(set) var repetitions = 1
  /// How many windows have one side of a single pixel, as `1x7`.
  package var lines = 0
  /// The words without numbers, normalisation and activation.
  package var words: [String] = []

  /// Takes a description apart.
  public init(_ text: String) {
    self.init(text, english: Self.code(text) ?? ForeignLanguage.english(text) ?? text)
  }

  /// Takes a description apart that is English, which is faster.
  package init(english text: String) {
    self.init(text, english: Self.code(text) ?? text)
  }

  /// What a text of a program stands for, in words; nil for other texts.
  private static func code(_ text: String) -> String? {
    ModuleText(text)?.phrase ?? BlockString(text)?.phrase
  }

  private init(_ text: String, english: String) {
    (self.text, self.english) = (text, english)
    var parser = DescriptionParser(english)
    parser.parse()
    numbers = parser.numbers
    outOfReach = parser.outOfReach
    lines = parser.lines
    deniesNormalisation = parser.deniesNormalisation
    deniesActivation = parser.deniesActivation
    repetitions = parser.repetitions
    words = parser.words
  }

  /// What is read in place of the text; nil where that is the text itself.
  package var translation: String? { english == text ? nil : english }

  /// The text that the sentence encoder reads.
  package var phrase: String { words.joined(separator: " ") }

  /// A key that equal descriptions share, whatever their numbers and their spelling.
  package var key: String {
    var rest = words.filter { !DescriptionLexicon.articles.contains($0) }
    while rest.count > 1, DescriptionLexicon.emptyEndings.contains(rest[rest.count - 1]) {
      rest.removeLast()
    }
    if rest.count > 1, ["operator", "operation", "layer"].contains(rest[0]) { rest.removeFirst() }
    return rest.joined(separator: " ")
  }
}
