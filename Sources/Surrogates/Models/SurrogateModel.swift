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
  /// Whether it reads rows of ``AdaptationFeatures`` only, which begin with the zero-shot score.
  static var readsScores: Bool { get }

  /// - Parameters:
  ///   - rows: inputs, [n][d]
  ///   - accuracies: [n]; higher is better
  ///   - seed: of everything random
  ///   - threads: change the time, never a score
  /// - Throws: `UserError` when the labels teach nothing.
  init(_ rows: [[Double]], accuracies: [Double], seed: UInt64, threads: Int) throws

  /// The score of an architecture by its row, [d]; higher is better.
  func score(of row: [Double]) -> Double
}

/// The registry of models.
public enum SurrogateModels {
  /// All models.
  public static var registered: [any SurrogateModel.Type] {
    [Adaptation.self, ForestSurrogate.self]
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
}

extension Adaptation: SurrogateModel {
  public static let name = "gaussian-process"
  public static let summary = "around the zero-shot score, on graph statistics"
  public static let readsScores = true

  /// The seed and the threads decide nothing.
  public init(_ rows: [[Double]], accuracies: [Double], seed: UInt64, threads: Int) throws {
    try self.init(rows, accuracies: accuracies)
  }
}
