import Documents
import Wording

/// A way to write the architectures of a space as text.
///
/// To add a notation, write one file with a conforming type and add it to ``Notations/kinds``.
package protocol Notation: Sendable {
  /// The value of `kind` in the space file.
  static var kind: String { get }

  /// Whether a printed text can be read back; false for fingerprints that do not tell the cell.
  static var isReadable: Bool { get }

  /// Reads one element of the `notations` list of a space with this topology; nil after reporting
  /// what is wrong with it. The keys `name` and `kind` have been read.
  init?(reading section: DocumentSection, topology: any Topology)

  /// The notation for a space that extends this one; nil, as by default, when it has no sign for
  /// other operators or its meaning is tied to the published space.
  func extended(to topology: any Topology) -> (any Notation)?

  /// Whether the trimmed text looks like this notation, so that the notation's parser explains its
  /// mistakes.
  func recognises(_ text: Substring) -> Bool

  /// Whether nothing but a convention says what the numbers of a text in this notation stand for.
  func isConvention(_ text: Substring) -> Bool

  /// - Throws: ``ArchitectureError`` naming the first wrong character.
  func architecture(parsing text: String) throws(ArchitectureError) -> Architecture

  /// The one text of a valid architecture in this notation.
  func text(of architecture: Architecture) -> String
}

extension Notation {
  package static var isReadable: Bool { true }

  package func isConvention(_ text: Substring) -> Bool { false }

  package func extended(to topology: any Topology) -> (any Notation)? { nil }
}

/// A notation that follows from the topology alone: the space file states only its name.
protocol PlainNotation: Notation {
  associatedtype Written: Topology

  init(_ topology: Written)
}

extension PlainNotation {
  package init?(reading section: DocumentSection, topology: any Topology) {
    guard section.rereading(required: ["name", "kind"]) != nil else { return nil }
    guard let topology = topology as? Written else {
      Notations.reportMismatch(Self.kind, needs: Written.kind, in: section)
      return nil
    }
    self.init(topology)
  }

  package func extended(to topology: any Topology) -> (any Notation)? {
    (topology as? Written).map { Self($0) }
  }
}

/// The kinds of notation a space file can name.
package enum Notations {
  package static let kinds: [any Notation.Type] = [
    EdgesByNodeNotation.self, DigitNotation.self, EdgeIndicesNotation.self,
    ShuffledIndexNotation.self, EdgesJSONNotation.self, DigitChainNotation.self,
    ChainJSONNotation.self, VariableTextNotation.self, VariableListsNotation.self,
    MatrixNotation.self, MatrixJSONNotation.self, MatrixIndicesNotation.self,
    ModuleHashNotation.self,
    GenotypeNotation.self, CellPairIndicesNotation.self, CellPairJSONNotation.self,
    ExpressionNotation.self, DerivationNotation.self, GrammarJSONNotation.self,
  ]

  /// Reports that a notation does not fit the space's topology.
  static func reportMismatch(
    _ kind: String, needs topology: String, in section: DocumentSection
  ) {
    section.report("the notation kind \(kind) needs a topology of the kind \(topology)")
  }
}

/// A notation under the name that the space file gives it.
struct NamedNotation: Sendable {
  let name: String
  let notation: any Notation
}

/// Walks over a text and knows which character of it comes next.
struct NotationScanner {
  let text: String
  private let characters: [Character]
  private var position: Int
  private let end: Int

  /// Skips white space around the text.
  init(_ text: String) {
    self.text = text
    characters = Array(text)
    position = characters.firstIndex { !$0.isWhitespace } ?? characters.count
    end = (characters.lastIndex { !$0.isWhitespace } ?? -1) + 1
  }

  var isAtEnd: Bool { position >= end }
  /// The place of the next character, counted from 1.
  var place: Int { position + 1 }
  var next: Character? { isAtEnd ? nil : characters[position] }

  /// The next character, as sentences quote it.
  var found: String { next.map { "found \"\($0)\"" } ?? "the text ends here" }

  func error(at place: Int? = nil, _ problem: String) -> ArchitectureError {
    ArchitectureError(text, at: place ?? self.place, problem)
  }

  mutating func take() -> Character? {
    guard let character = next else { return nil }
    position += 1
    return character
  }

  mutating func skipWhitespace() {
    while let character = next, NotationScanner.isWhitespace(character) { position += 1 }
  }

  /// Properties of characters are slow to look up, and few characters of notations are not ASCII.
  private static func isWhitespace(_ character: Character) -> Bool {
    guard let ascii = character.asciiValue else { return character.isWhitespace }
    // From a tab to a carriage return.
    return ascii == 0x20 || (0x09...0x0D).contains(ascii)
  }

  mutating func takeAll(until stop: (Character) -> Bool) -> String {
    let start = position
    while let character = next, !stop(character) { position += 1 }
    return String(characters[start..<position])
  }

  /// Takes exactly `expected`, character by character.
  mutating func expect(_ expected: String, _ context: String = "") throws(ArchitectureError) {
    for character in expected {
      guard next == character else {
        throw error("\(found), expected \"\(character)\"\(context)")
      }
      position += 1
    }
  }

  /// Takes exactly `expected`, behind white space.
  mutating func expectToken(
    _ expected: String, _ context: String = ""
  ) throws(ArchitectureError) {
    skipWhitespace()
    try expect(expected, context)
  }

  /// Takes `sign`, behind white space, if it comes next.
  @discardableResult
  mutating func skipToken(_ sign: Character) -> Bool {
    skipWhitespace()
    guard next == sign else { return false }
    position += 1
    return true
  }

  /// Takes a whole number, behind white space.
  ///
  /// - Parameter expectation: ends the sentence that quotes the unexpected text
  mutating func takeNumber(
    in range: ClosedRange<Int>, _ expectation: String
  ) throws(ArchitectureError) -> Int {
    skipWhitespace()
    let place = place
    let digits = takeAll { !("0"..."9").contains($0) }
    guard let number = Int(digits), range.contains(number) else {
      throw error(at: place, "\(digits.isEmpty ? found : "found \(digits)"), \(expectation)")
    }
    return number
  }

  func expectEnd() throws(ArchitectureError) {
    guard isAtEnd else { throw error("\(found), expected the end of the text") }
  }
}
