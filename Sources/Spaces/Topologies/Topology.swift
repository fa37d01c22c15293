import Documents
import Randomness

/// A kind of search space: how its points are stored, counted, listed, varied and lowered.
///
/// To add a kind, write a folder beside this file with a conforming type and add the type to
/// ``Topologies/kinds``. A topology knows the operators only by their index in the space file and
/// by their role.
package protocol Topology: Sendable {
  /// The value of `kind` in the space file.
  static var kind: String { get }

  /// Reads the `topology` section; nil after reporting what is wrong with it.
  init?(reading section: DocumentSection, operators: OperatorTable)

  /// The same kind of space with other operators to choose from.
  ///
  /// - Parameters:
  ///   - table: the operators of the new space, those of this one first
  ///   - change: maps each list of operators that a place can hold to the new list
  /// - Returns: nil when the space would be too large for its kind.
  func offering(_ table: OperatorTable, _ change: ([Int]) -> [Int]) -> (any Topology)?

  /// The operators of the space.
  var table: OperatorTable { get }

  /// Texts that identify the space among those of its kind, up to the names and the order of
  /// operators: two topologies have the same texts exactly when nothing else differs.
  ///
  /// - Parameter labels: a label for each operator of the table; operators with equal labels are
  ///   interchangeable
  func outline(_ labels: [String]) -> [String]

  /// A description of the architectures, in Markdown.
  var summary: String { get }

  /// The number of architectures.
  var size: SpaceSize { get }

  /// Whether an architecture is a cell that a network repeats, and not the whole network.
  var makesCells: Bool { get }

  /// All architectures in increasing order, each once.
  func makeIterator() -> AnyIterator<Architecture>

  /// A random architecture of the listing, each equally likely.
  func randomArchitecture(using generator: inout some RandomNumberGenerator) -> Architecture

  /// The listed architecture that is the same point of the space as this valid one: itself unless
  /// the space identifies isomorphic cells.
  func representative(of architecture: Architecture) -> Architecture

  /// Whether the genes describe a valid architecture, listed or isomorphic to a listed one.
  func contains(_ architecture: Architecture) -> Bool

  /// A random architecture that differs from this one in one step; itself when there is no other.
  func mutate(
    _ architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture

  /// A random valid mixture of two architectures.
  func crossover(
    _ first: Architecture, _ second: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture

  /// The operator graph of the cell; nil when its input does not reach its output.
  func operatorGraph(of architecture: Architecture) -> OperatorGraph?

  /// How the operators are wired where networks are built.
  func structure(of architecture: Architecture) -> CellStructure

  /// The cell as it is drawn; see ``SearchSpace/drawnGraph(of:)``.
  func drawnGraph(of architecture: Architecture) -> OperatorGraph

  /// The operators that can be replaced or removed, each with the resulting architectures.
  func places(of architecture: Architecture) -> [OperatorPlace]

  /// The effect of removing an operator, as the end of a sentence that begins "removed means that".
  var removalMeaning: String { get }

  /// See ``SearchSpace/regions``.
  var regions: [Region] { get }

  /// See ``SearchSpace/placedOperators(of:)``.
  func placedOperators(of architecture: Architecture) -> [PlacedOperator]
}

extension Topology {
  package var makesCells: Bool { true }
}

/// The kinds of topology a space file can name.
package enum Topologies {
  package static let kinds: [any Topology.Type] = [
    OperatorsOnEdges.self, OperatorsOnNodes.self, ChainOfChoices.self, CellPair.self,
    Grammar.self,
  ]
}

/// The operators of a space as topologies and notations look them up.
package struct OperatorTable: Sendable {
  package let operators: [Operator]
  /// The indices of the operators with these roles.
  package let input: Int
  package let output: Int
  /// The kind of each operator's node in a cell's graph, at hand without touching the operators'
  /// texts.
  let kinds: [CellGraph.Kind]

  init(operators: [Operator], input: Int, output: Int) {
    self.operators = operators
    self.input = input
    self.output = output
    kinds = operators.map { CellGraph.Kind($0.role) }
  }

  package func index(named name: some StringProtocol) -> Int? {
    operators.firstIndex { $0.name == name }
  }
}
