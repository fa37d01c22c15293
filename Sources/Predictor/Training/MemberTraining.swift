import Learning
import Randomness
import Tensors

/// The training of one ensemble member, one batch at a time.
///
/// Every random number comes from a stream of its own for the epoch or the step, so that a training
/// that goes on from a checkpoint takes the same steps as one that was never stopped.
package struct MemberTraining: Sendable {
  private enum Stream: UInt64 {
    case initialValues = 1
    case order = 2
    case noise = 3
    case dropout = 4
  }

  package let network: any GraphNetwork
  package let recipe: Recipe
  private let sets: [TrainingSet]
  private let random: SplitMix64
  private let stepsPerEpoch: Int

  /// The steps that have been taken.
  private(set) var step = 0
  private(set) var parameters: [Float]
  private(set) var optimiser: AdamW
  private var gradient: [Float]
  private var batches: [TrainingSet.Batch] = []

  package var totalSteps: Int { stepsPerEpoch * recipe.epochs }
  package var isFinished: Bool { step == totalSteps }
  package var epoch: Int { stepsPerEpoch == 0 ? 0 : step / stepsPerEpoch }

  package init(_ recipe: Recipe, network: any GraphNetwork, sets: [TrainingSet], seed: Int) {
    self.recipe = recipe
    self.network = network
    self.sets = sets
    random = SplitMix64(seed: UInt64(bitPattern: Int64(seed)))
    var draws = random.stream(Stream.initialValues.rawValue)
    parameters = network.layout.initialValues(using: &draws)
    gradient = Array(repeating: 0, count: parameters.count)
    optimiser = AdamW(layout: network.layout, decay: recipe.decay)
    var counting = random
    stepsPerEpoch = TrainingSet.batches(sets, size: recipe.batchSize, using: &counting).count
  }

  /// Continues where a checkpoint left off.
  package mutating func restore(step: Int, parameters: [Float], first: [Float], second: [Float]) {
    self.step = step
    self.parameters = parameters
    optimiser.first = first
    optimiser.second = second
    batches = []
  }

  /// Takes one step.
  ///
  /// - Returns: the loss of the batch before the step.
  /// - Precondition: the training is not finished.
  package mutating func advance(threads: Int) -> Float {
    precondition(!isFinished, "no step is left")
    if batches.isEmpty || step % stepsPerEpoch == 0 {
      var order = random.stream(Stream.order.rawValue).stream(UInt64(epoch))
      batches = TrainingSet.batches(sets, size: recipe.batchSize, using: &order)
    }
    let batch = batches[step % stepsPerEpoch]
    let set = sets[batch.source]
    let targets = batch.rows.map { set.targets[$0] }
    let loss = recipe.loss
    let value = network.loss(
      of: batch.rows.map { set.graphs[$0] }, operators: inputs(of: set),
      parameters: &parameters, gradient: &gradient, threads: threads
    ) { loss($0, targets) }
    let factor = recipe.schedule.factor(step: step, of: totalSteps, epoch: epoch)
    step += 1
    optimiser.update(&parameters, gradient: gradient, rate: recipe.rate * factor, step: step)
    return value
  }

  /// The network's inputs in this step: features with noise, and signals or none.
  private func inputs(of set: TrainingSet) -> OperatorInputs {
    var draws = random.stream(Stream.dropout.rawValue).stream(UInt64(step))
    let isWithout = draws.uniform() < Double(recipe.signalDropout)
    return OperatorInputs(
      features: noisy(set), propagation: isWithout ? nil : set.operators.propagation)
  }

  /// The operator features with noise, which stands for the details that a description leaves
  /// unsaid: operators with one description get one draw.
  private func noisy(_ set: TrainingSet) -> Matrix {
    guard recipe.featureNoise > 0 else { return set.operators.features }
    var draws = random.stream(Stream.noise.rawValue).stream(UInt64(step))
    var noisy = set.operators.features
    let columns = noisy.columns
    for row in 0..<noisy.rows {
      let first = set.firstWithDescription[row]
      for column in 0..<columns {
        noisy[row, column] +=
          first == row
          ? recipe.featureNoise * Float(draws.normal())
          : noisy[first, column] - set.operators.features[first, column]
      }
    }
    return noisy
  }
}
