import Learning
import Wording

/// A random forest on accuracies as they are, as published surrogates have it (Kadlecova et al.,
/// ICML 2024).
public struct ForestSurrogate: SurrogateModel {
  public static let name = "forest"
  public static let summary = "a random forest of 100 trees, on any encoding"
  public static let readsScores = false

  private let forest: RandomForest

  public init(_ rows: [[Double]], accuracies: [Double], seed: UInt64, threads: Int) throws {
    guard rows.count >= Adaptation.fewestLabels, Set(accuracies).count > 1 else {
      throw UserError(
        "\(rows.count) labelled architectures with \(Set(accuracies).count) different labels teach "
          + "nothing; expected at least \(Adaptation.fewestLabels), not all alike")
    }
    forest = RandomForest(rows, targets: accuracies, seed: seed, threads: threads)
  }

  public func score(of row: [Double]) -> Double { forest.prediction(at: row) }
}
