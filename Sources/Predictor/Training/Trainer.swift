import Files
import Foundation
import Operators
import Spaces
import Tensors
import Wording

/// Turns a recipe and benchmark tables into weights.
///
/// The same recipe, tables and OpenBLAS kernel family give the same bytes, on any number of
/// threads, also when the training is stopped and resumed.
public struct Trainer: Sendable {
  /// How far a training is.
  public struct Progress: Sendable {
    public let member: Int
    /// The number of ensemble members.
    public let members: Int
    public let epoch: Int
    public let epochs: Int
    /// Steps taken and to be taken, over all members.
    public let step: Int
    public let totalSteps: Int
    /// The mean loss of the epoch so far.
    public let loss: Float
  }

  /// A training that was asked to stop, after its checkpoint was written.
  public struct Interruption: SentenceError {
    /// The path of the checkpoint.
    public let checkpoint: String

    public var sentence: Sentence {
      "stopped; nothing is lost: the checkpoint is \(checkpoint), go on with \(set: .resume)"
    }
    public var isInput: Bool { false }
  }

  /// The recipe of the training.
  public let recipe: Recipe
  private let version: String
  private let configuration: PredictorConfiguration
  private let sets: [TrainingSet]
  private let sources: [Provenance.Source]
  private let threads: Int

  /// Reads everything that the recipe names.
  ///
  /// - Parameters:
  ///   - tables: the folder of benchmark tables
  ///   - version: of the program, for the provenance
  /// - Throws: what reading spaces, tables and embeddings throws.
  public init(
    _ recipe: Recipe, installation: Installation, tables: String, reader: OperatorReader,
    embeddings: any SentenceEmbeddings, version: String,
    threads: Int = Parallel.processorCount
  ) throws {
    self.recipe = recipe
    self.version = version
    self.threads = threads
    var sets: [TrainingSet] = []
    var sources: [Provenance.Source] = []
    for source in recipe.sources {
      let space = try SearchSpace.named(source.space, in: installation)
      let features = try OperatorFeatures(
        for: recipe.network.kind, of: space.operators, reader: reader, embeddings: embeddings,
        ignoringTypedAttributes: false)
      let (set, provenance) = try TrainingSet.reading(
        source, of: space, from: tables, recipe: recipe, operators: features.inputs,
        fingerprints: space.isPart(of: installation) ? [] : space.fingerprints(reader: reader))
      guard set.graphs.count > 1, Set(set.targets).count > 1 else {
        throw UserError(
          "\(tables)/\(source.table): \(set.graphs.count) architectures with "
            + "\(Set(set.targets).count) different values of \"\(source.column)\" teach nothing; "
            + "expected at least two")
      }
      sets.append(set)
      sources.append(provenance)
    }
    self.sets = sets
    self.sources = sources
    configuration = PredictorConfiguration(
      recipe.network, features: sets.first?.operators.features.columns ?? 0)
  }

  /// Trains all members and writes the weights, with a checkpoint beside them after every epoch,
  /// which is removed at the end.
  ///
  /// - Parameters:
  ///   - resuming: goes on from the checkpoint, if there is one
  ///   - shouldStop: is asked after every step
  /// - Throws: ``Interruption`` when asked to stop; `FileError` when a file cannot be written; what
  ///   reading the checkpoint throws; ``UserError`` when the loss is no longer finite.
  @discardableResult
  public func train(
    to path: String, resuming: Bool = false, shouldStop: () -> Bool = { false },
    progress: (Progress) -> Void = { _ in }
  ) throws -> PredictorWeights {
    let network = configuration.makeNetwork()
    let checkpointPath = Checkpoint.path(for: path)
    var checkpoint = Checkpoint(recipeSHA256: recipe.sha256, sources: sources.map(\.text))
    let isStopped = FileManager.default.fileExists(atPath: checkpointPath)
    guard resuming || !isStopped else {
      throw UserError(
        "\(checkpointPath): is the checkpoint of a training that was stopped; go on with "
          + "\(set: .resume), or remove it to start afresh")
    }
    if isStopped {
      checkpoint = try Checkpoint(
        contentsOf: checkpointPath, recipeSHA256: checkpoint.recipeSHA256,
        sources: checkpoint.sources, parameterCount: network.layout.count)
    } else {
      // An unwritable path is better found out now than after the training.
      try checkpoint.write(to: checkpointPath)
    }
    for (index, seed) in recipe.seeds.enumerated().dropFirst(checkpoint.finished.count) {
      var training = MemberTraining(recipe, network: network, sets: sets, seed: seed)
      if let state = checkpoint.current {
        training.restore(
          step: state.step, parameters: state.parameters, first: state.first, second: state.second)
      }
      var (sum, count): (Float, Int) = (0, 0)
      while !training.isFinished {
        let epoch = training.epoch
        let loss = training.advance(threads: threads)
        guard loss.isFinite else {
          throw UserError(
            "the loss is \(loss) after \(training.step) steps with seed \(seed): the training "
              + "diverged; lower \"rate\" in the recipe \(recipe.name)")
        }
        sum += loss
        count += 1
        progress(
          Progress(
            member: index + 1, members: recipe.seeds.count, epoch: epoch + 1,
            epochs: recipe.epochs, step: index * training.totalSteps + training.step,
            totalSteps: recipe.seeds.count * training.totalSteps, loss: sum / Float(count)))
        let stops = shouldStop()
        if stops || training.epoch != epoch {
          (sum, count) = (0, 0)
          checkpoint.current = Checkpoint.State(
            step: training.step, parameters: training.parameters,
            first: training.optimiser.first, second: training.optimiser.second)
          try checkpoint.write(to: checkpointPath)
        }
        if stops { throw Interruption(checkpoint: checkpointPath) }
      }
      checkpoint.finished.append(
        PredictorWeights.Member(
          seed: seed, parameters: training.parameters,
          standardisation: standardisation(of: network, training.parameters)))
      checkpoint.current = nil
    }
    let weights = PredictorWeights(
      provenance: Provenance(
        version: version, recipeName: recipe.name, recipe: recipe.text, sources: sources,
        seeds: recipe.seeds, blasCore: BLAS.coreName),
      configuration: configuration, members: checkpoint.finished, bag: bag())
    try weights.write(to: path)
    try FileManager.default.removeItem(atPath: checkpointPath)
    return weights
  }

  /// Trains the bag of operators, if the recipe wants one. The training is short and starts from
  /// zero, so one bag serves all members and needs no checkpoint.
  private func bag() -> PredictorWeights.Bag? {
    guard recipe.bagShare > 0, let seed = recipe.seeds.first else { return nil }
    let network = BagOfOperators(features: configuration.features)
    var training = MemberTraining(recipe, network: network, sets: sets, seed: seed)
    while !training.isFinished { _ = training.advance(threads: threads) }
    return PredictorWeights.Bag(
      share: recipe.bagShare, parameters: training.parameters,
      standardisation: standardisation(of: network, training.parameters))
  }

  /// The standardisation that puts a trained network on the ensemble's scale.
  private func standardisation(
    of network: any GraphNetwork, _ parameters: [Float]
  ) -> (mean: Float, deviation: Float) {
    let scores = sets.flatMap {
      network.meanScores(of: $0.graphs, operators: $0.operators, parameters: parameters)
    }.map(Double.init)
    let mean = scores.reduce(0, +) / Double(max(1, scores.count))
    let variance =
      scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, scores.count))
    return (Float(mean), max(Float(variance.squareRoot()), 1e-6))
  }
}
