import Wording

/// A model that is fitted to labelled architectures and ranks others.
///
/// To add a model, write one file with a conforming type and add it to
/// ``SurrogateModels/registered``.
public protocol SurrogateModel: Sendable {
  /// The name by which users choose the model.
  static var name: String { get }
  /// One line of description.
  static var summary: String { get }
  /// The encodings that it reads when a user names none.
  static var usualEncodings: [String] { get }

  /// - Parameters:
  ///   - rows: inputs, [n][d], as ``SurrogateEncoding`` gives them
  ///   - accuracies: [n]; higher is better
  /// - Throws: `UserError` when the labels teach nothing.
  init(_ rows: [[Double]], accuracies: [Double], _ setting: SurrogateSetting) throws

  /// Predictions for architectures by their rows, [m][d], in order. They are in the unit of the
  /// model's targets, in which higher is better and only differences count.
  ///
  /// - Parameter threads: change the time, never a number
  func predictions(of rows: [[Double]], threads: Int) -> [SurrogatePrediction]

  /// The means of ``predictions(of:threads:)``, for models whose deviations take longer.
  func means(of rows: [[Double]], threads: Int) -> [Double]
}

extension SurrogateModel {
  /// The statistics with the zero-shot score.
  public static var usualEncodings: [String] { [SurrogateEncoding.statistics] }

  public func means(of rows: [[Double]], threads: Int) -> [Double] {
    predictions(of: rows, threads: threads).map(\.mean)
  }
}

/// What a surrogate expects of an architecture.
public struct SurrogatePrediction: Hashable, Sendable {
  /// The expectation; higher is better.
  public let mean: Double
  /// How far the expectation may be off: a standard deviation, without the noise of a training.
  public let deviation: Double

  /// - Parameter deviation: 0 or more
  public init(mean: Double, deviation: Double) {
    (self.mean, self.deviation) = (mean, deviation)
  }
}

/// How a model is fitted, beside the labels.
public struct SurrogateSetting: Hashable, Sendable {
  /// How many numbers at the beginning of a row are themselves scores, on the scale of
  /// ``AdaptationFeatures``: the zero-shot score, and scores by the labels of other tables.
  public let scores: Int
  /// Whether the labelled architectures were chosen because they promised much. The mean of their
  /// labels then says nothing of the space.
  public let areChosen: Bool
  /// Decides everything random.
  public let seed: UInt64
  /// Change the time, never a number.
  public let threads: Int

  public init(scores: Int, areChosen: Bool = false, seed: UInt64 = 0, threads: Int = 1) {
    (self.scores, self.areChosen) = (scores, areChosen)
    (self.seed, self.threads) = (seed, threads)
  }
}

/// The registry of models.
public enum SurrogateModels {
  /// All models.
  public static var registered: [any SurrogateModel.Type] {
    [
      Adaptation.self, ForestSurrogate.self, NetworkSurrogate.self, PairwiseSurrogate.self,
      RidgeSurrogate.self,
    ]
  }

  /// The model of that name.
  ///
  /// - Throws: `UnknownNameError`
  public static func named(_ name: String) throws -> any SurrogateModel.Type {
    guard let found = registered.first(where: { $0.name == name }) else {
      throw UnknownNameError(kind: "surrogate", name: name, known: registered.map { $0.name })
    }
    return found
  }

  /// Insists that labels teach something.
  ///
  /// - Throws: `UserError` when there are too few, or all are equal.
  static func check(_ accuracies: [Double]) throws(UserError) {
    let different = Set(accuracies).count
    guard accuracies.count >= Adaptation.fewestLabels, different > 1 else {
      throw UserError(
        "\(accuracies.count) labelled architectures with \(different) different labels teach "
          + "nothing; expected at least \(Adaptation.fewestLabels), not all alike")
    }
  }
}
