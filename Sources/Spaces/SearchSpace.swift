import Documents
import Files
import Randomness
import Wording

/// A search space: its operators, its architectures and how they are written and lowered.
///
/// A space is data, one YAML file under `spaces/`. It can list its architectures in a fixed order,
/// draw and vary them, read and print their notations, and lower them to operator graphs.
///
///     let space = try SearchSpace.named("nasbench201", in: .locate())
///     let cell = try space.architecture(parsing: "|nor_conv_3x3~0|+|none~0|...")
///     let graph = space.operatorGraph(of: cell)
public struct SearchSpace: Sendable {
  /// The name in the space file, such as "nasbench201".
  public let name: String
  /// The name as papers write it.
  public let title: String
  /// The publication of the space; empty for a user's own space.
  public let citation: String
  /// Other names under which the space can be asked for.
  public let aliases: [String]
  /// In the order of the file: the only place where operators have an order.
  public let operators: [Operator]
  /// How networks are built around a cell, each for other data sets; empty when the space file does
  /// not say.
  public let skeletons: [MacroSkeleton]
  /// The table of trained networks, if there is one.
  public let benchmark: Benchmark?
  /// The path that the space was read from.
  public let path: String
  /// The SHA-256 of the space file, in hexadecimal. For a space that extends another, the SHA-256
  /// of their digests and operators.
  public let sha256: String
  /// The names of the spaces that it extends, the nearest first; empty for most. Labels of these
  /// are labels of this space, too.
  public let bases: [String]

  let parts: SpaceParts
  /// The parts of this space and of those that it extends, the nearest first.
  package let lineage: [SpaceParts]
  package var topology: any Topology { parts.topology }
  var notations: [NamedNotation] { parts.notations }
  /// The only notation that architectures are read in; nil for any.
  var preferredNotation: String?
  /// The names of operators whose layers follow from their descriptions.
  public internal(set) var operatorsWithReadLayers: [String] = []

  /// Reads a space file.
  ///
  /// - Parameter installation: where a space that the file extends is looked for by name, after the
  ///   folder of the file
  /// - Throws: `FileError` when it cannot be read, ``DocumentError`` with every mistake in its
  ///   contents.
  public init(contentsOf path: String, in installation: Installation? = nil) throws {
    let bytes = try InputFile.bytes(at: path)
    guard let yaml = String(validating: bytes, as: UTF8.self) else {
      throw FileError(path: path, problem: "is not UTF-8 text; expected a search space in YAML")
    }
    try self.init(yaml: yaml, path: path, in: installation)
  }

  /// Reads a space from YAML text; errors name the text by `path`.
  ///
  /// - Parameter installation: where a space that the text extends is looked for by name, after the
  ///   folder of `path`
  /// - Throws: ``DocumentError``
  public init(
    yaml: String, path: String, in installation: Installation? = nil
  ) throws(DocumentError) {
    let folders = installation.map { [$0.spaces] } ?? []
    let file = try SpaceFile(
      yaml: yaml, path: path, bases: BaseSpaces(folders: folders, of: path))
    name = file.name
    title = file.title
    citation = file.citation
    aliases = file.aliases
    operators = file.parts.table.operators
    skeletons = file.skeletons
    benchmark = file.benchmark
    parts = file.parts
    bases = file.bases
    lineage = file.lineage
    self.path = path
    let digests = file.texts.map { Digest.sha256(Array($0.utf8)) }
    sha256 = digests.count == 1 ? digests[0] : Digest.sha256(Array(digests.joined().utf8))
  }

  /// The same space with other parts.
  init(_ other: SearchSpace, parts: SpaceParts) {
    (name, title, citation, aliases) = (other.name, other.title, other.citation, other.aliases)
    (skeletons, benchmark, path) = (other.skeletons, other.benchmark, other.path)
    (sha256, bases, lineage) = (other.sha256, other.bases, other.lineage)
    operators = parts.table.operators
    self.parts = parts
  }

  /// A space of these parts that extends nothing.
  init(_ other: SearchSpace, alone parts: SpaceParts) {
    (name, title, citation, aliases) = (other.name, other.title, other.citation, other.aliases)
    (skeletons, benchmark, path) = (other.skeletons, other.benchmark, other.path)
    (sha256, bases, lineage) = (other.sha256, [], [parts])
    operators = parts.table.operators
    self.parts = parts
  }

  /// The space that has these operators beside its own.
  init(extending base: SearchSpace, by additions: [Operator], parts: SpaceParts) {
    name = ([base.name] + additions.map(\.name)).joined(separator: "+")
    title = "\(base.title) with \(list(additions.map(\.name)))"
    citation = base.citation
    aliases = []
    operators = parts.table.operators
    skeletons = base.skeletons
    benchmark = base.benchmark
    self.parts = parts
    bases = [base.name] + base.bases
    lineage = [parts] + base.lineage
    path = base.path
    let sentences = additions.map { "\n\($0.name): \($0.description)" }
    sha256 = Digest.sha256(Array((base.sha256 + sentences.joined()).utf8))
  }
}

// MARK: - Points of the space

extension SearchSpace {
  /// The number of architectures.
  ///
  /// - Complexity: O(1) for operators on edges and chains; for operators on nodes the first use
  ///   lists the unlabelled cells (about 2 ms for NAS-Bench-101).
  public var size: SpaceSize { topology.size }

  /// The kind of topology, as the space file names it: `operators-on-edges`, `chain-of-choices`.
  public var kind: String { type(of: topology).kind }

  /// The operators that architectures choose from, in the order of the file.
  public var choices: [Operator] {
    operators.filter { [.operation, .zero, .identity].contains($0.role) }
  }

  /// A description of the architectures, in a sentence or two of Markdown.
  public var summary: String { topology.summary }

  /// Whether an architecture is a cell that a network repeats, and not the whole network.
  public var isMadeOfCells: Bool { topology.makesCells }

  /// All architectures in increasing order, each once, made lazily.
  ///
  /// Operators on edges: like an odometer over the edges in the order of the file, the last one
  /// turning fastest, through the edge operators in the order of the file. Chains: by length, then
  /// in the same way over the positions. Operators on nodes: by number of vertices, then by
  /// adjacency matrix (column by column from the left, the lower row weighing more), then by vertex
  /// operators in the order of the file; of isomorphic cells only the first is listed.
  public var architectures: ArchitectureSequence { ArchitectureSequence(topology: topology) }

  /// Whether the architecture is valid here. An architecture of another space may be valid by
  /// chance.
  public func contains(_ architecture: Architecture) -> Bool { topology.contains(architecture) }

  /// The architecture of ``architectures`` that is the same point of the space: the argument itself
  /// except for operators on nodes, where it is the listed one of all isomorphic cells.
  public func representative(of architecture: Architecture) -> Architecture {
    topology.representative(of: architecture)
  }

  /// A random architecture of ``architectures``, each of them equally likely. For NAS-Bench-101
  /// this is the uniform distribution over its 423,624 cells up to isomorphism, not over matrices.
  public func sample(using generator: inout some RandomNumberGenerator) -> Architecture {
    topology.randomArchitecture(using: &generator)
  }

  /// A random neighbour that differs from the architecture: another operator on one edge, each of
  /// them equally likely; for chains another operator, a position more or a position less; for
  /// operators on nodes another operator, an edge more or less, or a vertex more, as the listed
  /// representative.
  public func mutate(
    _ architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    topology.mutate(architecture, using: &generator)
  }

  /// A random mixture: every gene from either parent with equal chance, always in the space.
  public func crossover(
    _ first: Architecture, _ second: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    topology.crossover(first, second, using: &generator)
  }
}

// MARK: - Notations

extension SearchSpace {
  /// The names of the notations, the canonical one first.
  public var notationNames: [String] { notations.map(\.name) }

  /// The names of the notations that architectures can be read from, the canonical one first.
  public var readableNotationNames: [String] {
    notations.filter { type(of: $0.notation).isReadable }.map(\.name)
  }

  /// The architecture in the space's canonical notation.
  public func notation(of architecture: Architecture) -> String {
    notations[0].notation.text(of: architecture)
  }

  /// The architecture in one of ``notationNames``.
  ///
  /// - Throws: ``UnknownNameError`` when the space has no notation of that name.
  public func notation(of architecture: Architecture, as name: String) throws -> String {
    try notation(named: name).text(of: architecture)
  }

  func notation(named name: String) throws -> any Notation {
    guard let found = notations.first(where: { $0.name == name }) else {
      throw UnknownNameError(kind: "notation of \(self.name)", name: name, known: notationNames)
    }
    return found.notation
  }
}

// MARK: - Operators

extension SearchSpace {
  /// The place of the operator of that name among ``operators``.
  ///
  /// - Throws: ``UnknownNameError`` when the space has none.
  public func operatorIndex(named name: String) throws -> Int {
    guard let index = operators.firstIndex(where: { $0.name == name }) else {
      throw UnknownNameError(
        kind: "operator of \(self.name)", name: name, known: operators.map(\.name))
    }
    return index
  }

  /// The operators that stand in an architecture, also those that compute nothing there; not its
  /// input and output.
  public func operators(in architecture: Architecture) -> Set<Int> {
    Set(
      drawnGraph(of: architecture).nodes.map(Int.init).filter {
        ![.input, .output].contains(operators[$0].role)
      })
  }
}

// MARK: - Graphs

extension SearchSpace {
  /// The operator graph of the cell: zeros deleted, identities spliced, idle operators dropped,
  /// hidden projections shown; nil for a cell whose input does not reach its output.
  ///
  /// - Complexity: O(nodes x (nodes + edges)), about a microsecond for the shipped spaces.
  public func operatorGraph(of architecture: Architecture) -> OperatorGraph? {
    topology.operatorGraph(of: architecture)
  }

  /// How the operators of an architecture are wired where networks are built from it.
  public func structure(of architecture: Architecture) -> CellStructure {
    topology.structure(of: architecture)
  }

  /// The cell as it is drawn, for predictors that do not clean it up. An operator on an edge
  /// becomes a node between those of the edges before and after it. Zeros and identities stay,
  /// nothing is dropped, and hidden projections stay hidden.
  public func drawnGraph(of architecture: Architecture) -> OperatorGraph {
    topology.drawnGraph(of: architecture)
  }
}
