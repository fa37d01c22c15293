import Files
import Scoring
import Spaces
import Statistics
import Wording

extension TrainingSet {
  /// The labelled graphs that a recipe's source names, with the provenance of the labels.
  ///
  /// Architectures that compute nothing are left out, because networks never score them; so are
  /// those that have a hidden operator, even where it is idle.
  ///
  /// - Parameters:
  ///   - tables: the folder of benchmark tables
  ///   - fingerprints: of the space, for the provenance
  /// - Throws: `FileError` and `TableError` when the table cannot be used, with the line when it
  ///   holds an architecture that is not of the space.
  static func reading(
    _ source: Recipe.Source, of space: SearchSpace, from tables: String, recipe: Recipe,
    operators: OperatorInputs, fingerprints: [SpaceFingerprint]
  ) throws -> (set: TrainingSet, provenance: Provenance.Source) {
    guard let benchmark = space.benchmark else {
      throw UserError(
        "\(space.path): has no \"benchmark\", so its architectures cannot be found in a table")
    }
    let hidden = try Set(source.hidden.map { try space.operatorIndex(named: $0) })
    let path = "\(tables)/\(source.table)"
    let labelled = try LabelledTable(of: space, at: path, keys: benchmark.keys)
    let values = try labelled.table.numbers(source.column)
    var graphs: [OperatorGraph] = []
    var labels: [Double] = []
    for (row, architecture) in try labelled.architectures().enumerated()
    where hidden.isEmpty || hidden.isDisjoint(with: space.operators(in: architecture)) {
      let graph =
        recipe.network.kind == .directed
        ? space.operatorGraph(of: architecture) : space.drawnGraph(of: architecture)
      guard let graph else { continue }
      graphs.append(graph)
      labels.append(values[row])
    }
    let targets: [Float]
    switch recipe.loss {
    case .ranking:
      targets = try RankCorrelation.averageRanks(labels).map { Float($0 / Double(labels.count)) }
    case .squaredError:
      targets = labels.map { Float($0) * recipe.targetScale }
    }
    return (
      TrainingSet(
        graphs: graphs, targets: targets, operators: operators,
        descriptions: space.operators.map(\.description), repetitions: source.repetitions),
      Provenance.Source(
        // Labels of a space that extends another are labels of that one.
        space: space.bases.last ?? space.name, table: source.table, column: source.column,
        rows: graphs.count,
        sha256: try Digest.sha256(ofFile: path), fingerprints: fingerprints)
    )
  }
}
