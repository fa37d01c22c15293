import Files
import Foundation
import Learning
import Randomness
import Tensors
import Wording

/// How a language model is fine-tuned.
public struct FineTuningSettings: Hashable, Sendable {
  /// How many of the upper layers are trained. Token embeddings never are.
  public var layers: Int
  /// How often each labelled text is read. The number is fixed beforehand: no labels choose it.
  public var epochs: Int
  /// Texts a step, all of one task.
  public var batch: Int
  /// The largest learning rate of AdamW. It rises over the first 6 % of the steps and falls along a
  /// cosine.
  public var rate: Double
  /// Decides the order of the texts.
  public var seed: UInt64

  /// The decay of weights, and the margin by which the better of two texts is to score higher, when
  /// scores have deviation 1. COLE's margin of 0.1 lets few pairs teach, which then teach too much.
  static let (decay, margin): (Float, Float) = (0.01, 1)

  public init(
    layers: Int = 2, epochs: Int = 5, batch: Int = 16, rate: Double = 1e-4, seed: UInt64 = 0
  ) {
    (self.layers, self.epochs, self.batch) = (layers, epochs, batch)
    (self.rate, self.seed) = (rate, seed)
  }
}

/// Trains the upper layers of a language model of BERT's family on texts and their order.
///
/// A head, a line on the mean of a text's last hidden states, is first fitted by ridge regression,
/// so that training begins at the score of the frozen model (Kumar et al., ICLR 2022). Then both
/// are trained on pairs of one task: the better text is to score higher by a margin, as the heads
/// of COLE (arXiv 2605.15649) are. Tasks may have different units, as pairs are of one task only.
public final class FineTuner: Sendable {
  /// Texts with results of one kind.
  public struct Task: Sendable {
    /// The places of the texts, and their results; higher is better.
    public let results: [(text: Int, value: Double)]

    public init(_ results: [(text: Int, value: Double)]) { self.results = results }
  }

  /// A trained model's numbers.
  public struct Parameters: Equatable, Sendable {
    package var values: [Float]
  }

  /// How the model is trained.
  public let settings: FineTuningSettings
  let encoder: TrainableEncoder
  let model: LanguageModel
  private let texts: [String]
  private let threads: Int
  /// The texts after the layers that stay as they are; nil where these would take too much memory.
  private let lowered: [[Matrix]]?

  private static let mostKept = 1 << 30
  /// Gradients are added up in so many parts, whatever the number of threads.
  private static let parts = 4

  /// - Parameters:
  ///   - texts: all that will be trained on or scored
  ///   - threads: change the time, never a number
  ///   - progress: receives how many texts have been read, of how many
  /// - Throws: `UserError` when the model is of a family that cannot be trained, or has fewer
  ///   layers.
  public init(
    _ model: LanguageModel, _ settings: FineTuningSettings, texts: [String], threads: Int,
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws {
    guard let family = model.trainable else {
      throw UserError(
        "\(model.path) is of the family \(model.familyName), and only BERT's can be fine-tuned")
    }
    guard (1...family.layers).contains(settings.layers) else {
      throw UserError(
        "\(settings.layers) layers are to be trained; \(model.path) has \(family.layers)")
    }
    let encoder = TrainableEncoder(family, trained: settings.layers)
    (self.model, self.settings, self.encoder) = (model, settings, encoder)
    (self.texts, self.threads) = (texts, threads)
    // Tokens of code have two bytes or more in the mean.
    let tokens = texts.reduce(0) { $0 + $1.utf8.count / 2 }
    guard tokens * family.width * 4 <= FineTuner.mostKept else {
      lowered = nil
      return
    }
    var lowered: [[Matrix]] = []
    for start in stride(from: 0, to: texts.count, by: 4 * threads) {
      let count = min(4 * threads, texts.count - start)
      lowered += Parallel.map(count, threads: threads) { place, _ in
        encoder.lowered(texts[start + place])
      }
      progress(start + count, texts.count)
    }
    self.lowered = lowered
  }

  private func lowered(_ text: Int) -> [Matrix] {
    lowered?[text] ?? encoder.lowered(texts[text])
  }

  /// The model before any training, with a head that ridge regression fits to the tasks: to the
  /// mean over tasks of each text's standardised rank.
  ///
  /// - Throws: `UserError` when the tasks teach nothing.
  public func frozen(on tasks: [Task]) throws -> Parameters {
    var sums: [Int: (sum: Double, count: Int)] = [:]
    for task in tasks {
      let order = Array(task.results.enumerated()).sorted {
        ($0.element.value, $0.offset) < ($1.element.value, $1.offset)
      }
      guard let first = order.first, let last = order.last,
        first.element.value < last.element.value
      else { throw UserError("results that are all alike teach nothing") }
      // Ranks from -1.73 to 1.73 have variance 1.
      var start = 0
      while start < order.count {
        let end =
          order[start...].firstIndex { $0.element.value > order[start].element.value }
          ?? order.count
        let rank = (Double(start + end - 1) / Double(order.count - 1) - 1) * 3.0.squareRoot()
        for place in start..<end {
          sums[order[place].element.text, default: (0, 0)].sum += rank
          sums[order[place].element.text, default: (0, 0)].count += 1
        }
        start = end
      }
    }
    let chosen = sums.keys.sorted()
    var parameters = encoder.initialParameters()
    let start = parameters
    let rows = Parallel.map(chosen.count, threads: threads) { place, _ in
      encoder.output(of: lowered(chosen[place]), start).mean.map(Double.init)
    }
    let targets = chosen.map { (sums[$0]?.sum ?? 0) / Double(sums[$0]?.count ?? 1) }
    // Columns of equal spread, as the encoding of surrogates has them.
    let width = rows[0].count
    let spreads = (0..<width).map { column -> Double in
      let mean = rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
      let square = rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) }
      let spread = (square / Double(rows.count)).squareRoot()
      // A column that differs by rounding alone tells nothing.
      return spread > 1e-4 * abs(mean) && spread > 0 ? spread : .infinity
    }
    let regression = RidgeRegression(
      rows.map { row in zip(row, spreads).map { $0 / $1 } }, targets: targets)
    let weight = zip(regression.slopes, spreads).map { $0 / $1 }
    let bias = -zip(regression.slopes, regression.centre).reduce(0) { $0 + $1.0 * $1.1 }
    encoder.setHead(weight: weight.map(Float.init), bias: Float(bias), in: &parameters)
    return Parameters(values: parameters)
  }

  /// The scores of texts; higher is better.
  public func scores(of places: [Int], _ parameters: Parameters) -> [Double] {
    Parallel.map(places.count, threads: threads) { place, _ in
      Double(encoder.output(of: lowered(places[place]), parameters.values).score)
    }
  }

  /// Trains the model.
  ///
  /// - Parameters:
  ///   - checkpoint: a file that is written after each epoch, from which an interrupted training
  ///     goes on, and which is removed at the end; nil for none
  ///   - progress: receives how many steps are done, of how many; false ends the training there
  /// - Returns: nil when the training was ended
  /// - Throws: `UserError` when the tasks teach nothing, and when the checkpoint cannot be written.
  public func trained(
    on tasks: [Task], checkpoint: String? = nil,
    progress: (_ done: Int, _ of: Int) -> Bool = { _, _ in true }
  ) throws -> Parameters? {
    var parameters = try frozen(on: tasks).values
    var optimiser = AdamW(layout: encoder.layout, decay: FineTuningSettings.decay)
    let perEpoch = tasks.reduce(0) {
      $0 + ($1.results.count + settings.batch - 1) / settings.batch
    }
    let total = perEpoch * settings.epochs
    let random = SplitMix64(seed: settings.seed)
    let identity = try checkpoint.map { _ in try self.identity(of: tasks) } ?? ""
    var first = 0
    if let checkpoint,
      let found = try TrainingCheckpoint(ifAt: checkpoint, identity, count: parameters.count)
    {
      parameters = found.parameters
      (optimiser.first, optimiser.second) = (found.first, found.second)
      first = found.epochs
    }
    for epoch in first..<settings.epochs {
      var stream = random.stream(UInt64(epoch))
      for (number, batch) in batches(of: tasks, using: &stream).enumerated() {
        let step = epoch * perEpoch + number
        var gradient = gradient(at: batch, parameters)
        let length = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length > 1 { for place in gradient.indices { gradient[place] /= length } }
        optimiser.update(
          &parameters, gradient: gradient, rate: Float(settings.rate) * factor(step, of: total),
          step: step + 1)
        guard progress(step + 1, total) else { return nil }
      }
      if let checkpoint, epoch + 1 < settings.epochs {
        try TrainingCheckpoint(
          epochs: epoch + 1, parameters: parameters, first: optimiser.first,
          second: optimiser.second
        ).write(to: checkpoint, identity)
      }
    }
    if let checkpoint { try? FileManager.default.removeItem(atPath: checkpoint) }
    return Parameters(values: parameters)
  }

  /// SHA-256 of all that a training depends on.
  private func identity(of tasks: [Task]) throws -> String {
    let words = tasks.flatMap { task in
      ["task"] + task.results.map { "\($0.text) \($0.value)" }
    }
    return Digest.sha256(
      Data(
        ([try model.identity(), "\(settings)", BLAS.coreName] + texts + words)
          .joined(separator: "\n").utf8))
  }

  private func factor(_ step: Int, of total: Int) -> Float {
    let rising = max(1, Int(0.06 * Double(total)))
    if step < rising { return Float(step + 1) / Float(rising) }
    let progress = Double(step - rising) / Double(max(1, total - rising))
    return Float((1 + cos(Double.pi * progress)) / 2)
  }

  private func batches(
    of tasks: [Task], using random: inout SplitMix64
  ) -> [[(text: Int, value: Double)]] {
    var batches: [[(text: Int, value: Double)]] = []
    for task in tasks {
      var results = task.results
      random.shuffle(&results)
      for start in stride(from: 0, to: results.count, by: settings.batch) {
        batches.append(Array(results[start..<min(results.count, start + settings.batch)]))
      }
    }
    random.shuffle(&batches)
    return batches
  }

  /// The parameters before any training, with a head of these weights, for tests.
  package func parameters(head: [Float]) -> Parameters {
    var parameters = encoder.initialParameters()
    encoder.setHead(weight: head, bias: 0, in: &parameters)
    return Parameters(values: parameters)
  }

  /// The gradient of one text's score, and how its tensors lie in it, for tests.
  package func gradient(
    ofScoreOf text: Int, _ parameters: Parameters
  ) -> (values: [Float], layout: ParameterLayout) {
    var sum = [Float](repeating: 0, count: parameters.values.count)
    encoder.addGradient(of: lowered(text), slope: 1, parameters.values, to: &sum)
    return (sum, encoder.layout)
  }

  /// The gradient of the mean hinge over the pairs of a batch.
  private func gradient(at batch: [(text: Int, value: Double)], _ parameters: [Float]) -> [Float] {
    let states = batch.map { lowered($0.text) }
    let scores = Parallel.map(batch.count, threads: threads) { place, _ in
      encoder.output(of: states[place], parameters).score
    }
    let slopes = FineTuner.slopes(of: scores, batch.map(\.value))
    let sums = Parallel.map(FineTuner.parts, threads: threads) { part, _ in
      var sum = [Float](repeating: 0, count: parameters.count)
      for place in stride(from: part, to: batch.count, by: FineTuner.parts)
      where slopes[place] != 0 {
        encoder.addGradient(of: states[place], slope: slopes[place], parameters, to: &sum)
      }
      return sum
    }
    var gradient = sums[0]
    for sum in sums[1...] { for place in gradient.indices { gradient[place] += sum[place] } }
    return gradient
  }

  /// The derivative of the mean over pairs of max(0, margin - difference) by each score.
  static func slopes(of scores: [Float], _ values: [Double]) -> [Float] {
    var slopes = [Float](repeating: 0, count: scores.count)
    var pairs = 0
    for first in values.indices {
      for second in values[..<first].indices where values[first] != values[second] {
        pairs += 1
        let (better, worse) = values[first] > values[second] ? (first, second) : (second, first)
        if scores[better] - scores[worse] < FineTuningSettings.margin {
          slopes[better] -= 1
          slopes[worse] += 1
        }
      }
    }
    return slopes.map { $0 / Float(max(1, pairs)) }
  }
}
