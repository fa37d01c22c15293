import Files
import Foundation
import Operators
import Predictor
import Spaces
import Tensors

/// An operator of a space that no label tells of: weights are trained without all rows that have it
/// or one of its kind, and then score the space.
public struct HiddenOperator: Sendable {
  /// The space that is scored.
  public let space: SearchSpace
  /// The name of the operator.
  public let name: String
  /// Whether the other cells of the space taught.
  public let isSpaceSeen: Bool
  /// Trains the weights.
  public let recipe: Recipe

  private let opened: OpenInstallation

  /// All operators of a space that learn or pool, if weights were trained for it. Each is hidden
  /// twice: from the recipe of the space's own weights, which saw no label of the space, and
  /// from the recipe of those for all spaces, which sees the space's cells without the operator.
  ///
  /// - Throws: when a file is missing or damaged.
  public static func all(
    of space: SearchSpace, in opened: OpenInstallation
  ) throws -> [HiddenOperator] {
    let installation = opened.installation
    guard installation.hasOwnWeights(for: space) else { return [] }
    let own = try recipe(ofWeights: installation.defaultWeights(for: space))
    let universal = try recipe(
      ofWeights: installation.path(ofWeights: Installation.universalName))
    var recipes = [(own, false)]
    if universal.sources.contains(where: { $0.space == space.name }) {
      recipes.append((universal, true))
    }
    let readings = try opened.reader().read(space.operators)
    return try readings.filter {
      $0.role == .operation && ($0.attributes.learnable > 0 || $0.attributes.pooling > 0)
    }.flatMap { reading in
      try recipes.map { recipe, isSpaceSeen in
        HiddenOperator(
          space: space, name: reading.operator.name, isSpaceSeen: isSpaceSeen,
          recipe: recipe.hiding(
            try operators(like: reading, in: recipe.sources.map(\.space), opened)),
          opened: opened)
      }
    }
  }

  private static func recipe(ofWeights path: String) throws -> Recipe {
    let provenance = try PredictorWeights(contentsOf: path).provenance
    return try Recipe(yaml: provenance.recipe, path: path)
  }

  /// The names of the operators of the same kind, by space.
  private static func operators(
    like reading: OperatorReading, in spaces: [String], _ opened: OpenInstallation
  ) throws -> [String: [String]] {
    let kind = KnownOperators([reading.attributes])
    var found: [String: [String]] = [:]
    for name in spaces {
      let space = try SearchSpace.named(name, in: opened.installation)
      found[name] = try opened.reader().read(space.operators).filter {
        $0.role == .operation && kind.tell(of: $0.attributes)
      }.map(\.operator.name)
    }
    return found
  }

  /// Trains the weights and makes predictors of the space with them.
  ///
  /// - Parameters:
  ///   - tables: the folder of benchmark tables
  ///   - progress: receives the share of the training that is done
  /// - Returns: the predictor as it scores by default, and one by labels alone
  /// - Throws: what training and reading throw.
  public func predictors(
    tables: String, threads: Int, progress: (Double) -> Void = { _ in }
  ) throws -> (default: ArchitecturePredictor, labelled: ArchitecturePredictor) {
    let reader = try opened.reader()
    let weights = try Trainer(
      recipe, installation: opened.installation, tables: tables, reader: reader,
      embeddings: opened.embeddings, version: Installation.version, threads: threads
    ).train(progress: { progress($0.fraction) })
    func predictor(withoutTeachers: Bool) throws -> ArchitecturePredictor {
      try ArchitecturePredictor(
        weights: weights, space: space, reader: reader, embeddings: opened.embeddings,
        allowingSeenLabels: true, withoutTeachers: withoutTeachers, threads: threads)
    }
    return (try predictor(withoutTeachers: false), try predictor(withoutTeachers: true))
  }
}
