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
    /// The share of all steps that was taken, over all members, in 0...1.
    public let fraction: Double
    /// The mean loss of the epoch so far, or that of the last step.
    public let loss: Float

    init(
      _ training: MemberTraining, epoch: Int, _ index: Int, of members: Int, loss: Float
    ) {
      (member, self.members) = (index + 1, members)
      (self.epoch, epochs) = (epoch + 1, training.recipe.epochs)
      fraction =
        (Double(index) + Double(training.step) / Double(training.totalSteps)) / Double(members)
      self.loss = loss
    }
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
  /// Those of the labelled sources, the first ones.
  private let labelledCount: Int
  private let sources: [Provenance.Source]
  /// Nil for a network that reads no attributes.
  private let knownOperators: KnownOperators?
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
    var known: [OperatorAttributes] = []
    func features(of space: SearchSpace) throws -> OperatorFeatures {
      try OperatorFeatures(
        for: recipe.network.kind, of: space.operators, reader: reader, embeddings: embeddings,
        ignoringTypedAttributes: false)
    }
    for source in recipe.sources {
      let space = try SearchSpace.named(source.space, in: installation)
      let features = try features(of: space)
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
      let occurring = Set(set.graphs.flatMap(\.nodes).map(Int.init))
      known += features.readings.indices.filter {
        occurring.contains($0) && features.readings[$0].role == .operation
      }.map { features.readings[$0].attributes }
    }
    labelledCount = sets.count
    for teacher in recipe.teachers {
      let space = try SearchSpace.teaching(teacher.space, in: installation)
      sets.append(
        try TrainingSet.taught(by: teacher, of: space, features(of: space), threads: threads))
    }
    self.sets = sets
    self.sources = sources
    knownOperators = known.isEmpty ? nil : KnownOperators(known)
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
    let jobs = jobs
    for (index, job) in jobs.enumerated().dropFirst(checkpoint.finished.count) {
      var training = MemberTraining(recipe, network: network, sets: job.sets, seed: job.seed)
      if let state = checkpoint.current {
        training.restore(
          step: state.step, parameters: state.parameters, first: state.first, second: state.second)
      }
      var (sum, count): (Float, Int) = (0, 0)
      while !training.isFinished {
        let epoch = training.epoch
        sum += try advance(&training, job)
        count += 1
        progress(
          Progress(training, epoch: epoch, index, of: jobs.count, loss: sum / Float(count)))
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
      checkpoint.finished.append(member(training, job))
      checkpoint.current = nil
    }
    let weights = weights(of: checkpoint.finished)
    try weights.write(to: path)
    try FileManager.default.removeItem(atPath: checkpointPath)
    return weights
  }

  /// Trains all members without writing anything, for experiments.
  ///
  /// - Throws: ``UserError`` when the loss is no longer finite.
  public func train(progress: (Progress) -> Void = { _ in }) throws -> PredictorWeights {
    let network = configuration.makeNetwork()
    let jobs = jobs
    return weights(
      of: try jobs.enumerated().map { index, job in
        var training = MemberTraining(recipe, network: network, sets: job.sets, seed: job.seed)
        while !training.isFinished {
          let epoch = training.epoch
          let loss = try advance(&training, job)
          progress(Progress(training, epoch: epoch, index, of: jobs.count, loss: loss))
        }
        return member(training, job)
      })
  }

  /// The training of one member.
  private struct Job {
    let seed: Int
    let sets: [TrainingSet]
  }

  private var labelledSets: [TrainingSet] { Array(sets[..<labelledCount]) }
  private var isTaught: Bool { sets.count > labelledCount }

  /// One for each seed with the labels, then one for each seed with the teachers as well.
  private var jobs: [Job] {
    recipe.seeds.map { Job(seed: $0, sets: labelledSets) }
      + (isTaught ? recipe.seeds.map { Job(seed: $0, sets: sets) } : [])
  }

  /// Takes one step of a training.
  private func advance(_ training: inout MemberTraining, _ job: Job) throws -> Float {
    let loss = training.advance(threads: threads)
    guard loss.isFinite else {
      throw UserError(
        "the loss is \(loss) after \(training.step) steps with seed \(job.seed): the training "
          + "diverged; lower \"rate\" in the recipe \(recipe.name)")
    }
    return loss
  }

  private func member(_ training: MemberTraining, _ job: Job) -> PredictorWeights.Member {
    PredictorWeights.Member(
      seed: job.seed, parameters: training.parameters,
      standardisation: standardisation(of: training.network, training.parameters))
  }

  /// - Parameter members: in the order of ``jobs``
  private func weights(of members: [PredictorWeights.Member]) -> PredictorWeights {
    let count = recipe.seeds.count
    return PredictorWeights(
      provenance: Provenance(
        version: version, recipeName: recipe.name, recipe: recipe.text, sources: sources,
        seeds: recipe.seeds, blasCore: BLAS.coreName),
      configuration: configuration,
      labelled: PredictorWeights.Ensemble(
        members: Array(members[..<count]), bag: bag(from: labelledSets)),
      taught: isTaught
        ? PredictorWeights.Ensemble(members: Array(members[count...]), bag: bag(from: sets)) : nil,
      knownOperators: knownOperators)
  }

  /// Trains the bag of operators, if the recipe wants one. The training is short and starts from
  /// zero, so one bag serves all members and needs no checkpoint.
  private func bag(from sets: [TrainingSet]) -> PredictorWeights.Bag? {
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
    let scores = labelledSets.flatMap {
      network.meanScores(of: $0.graphs, operators: $0.operators, parameters: parameters)
    }.map(Double.init)
    let mean = scores.reduce(0, +) / Double(max(1, scores.count))
    let variance =
      scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, scores.count))
    return (Float(mean), max(Float(variance.squareRoot()), 1e-6))
  }
}
