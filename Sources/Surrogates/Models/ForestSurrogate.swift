import Learning
import Tensors

/// A random forest on accuracies as they are, as published surrogates have it (Kadlecova et al.,
/// ICML 2024). Its deviation is that of its trees.
public struct ForestSurrogate: SurrogateModel {
  public static let name = "forest"
  public static let summary = "a random forest of 100 trees, usually on graf"
  /// As published.
  public static let usualEncodings = [GRAF.name]

  private let forest: RandomForest

  public init(_ rows: [[Double]], accuracies: [Double], _ setting: SurrogateSetting) throws {
    try SurrogateModels.check(accuracies)
    forest = RandomForest(
      rows, targets: accuracies, seed: setting.seed, threads: setting.threads)
  }

  public func predictions(of rows: [[Double]], threads: Int) -> [SurrogatePrediction] {
    Parallel.map(rows.count, threads: threads) { place, _ in
      SurrogatePrediction(
        mean: forest.prediction(at: rows[place]), deviation: forest.deviation(at: rows[place]))
    }
  }
}
