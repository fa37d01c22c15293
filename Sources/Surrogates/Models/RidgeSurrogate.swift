import Learning
import Statistics
import Tensors

/// Ridge regression on the labels' normal scores, as ``RidgeRegression`` has it.
public struct RidgeSurrogate: SurrogateModel {
  public static let name = "ridge"
  public static let summary = "a line with a penalty on its slopes"

  private let regression: RidgeRegression

  public init(_ rows: [[Double]], accuracies: [Double], _ setting: SurrogateSetting) throws {
    try SurrogateModels.check(accuracies)
    regression = RidgeRegression(rows, targets: try NormalScores.of(accuracies))
  }

  public func predictions(of rows: [[Double]], threads: Int) -> [SurrogatePrediction] {
    Parallel.map(rows.count, threads: threads) { place, _ in
      SurrogatePrediction(
        mean: regression.value(at: rows[place]), deviation: regression.deviation(at: rows[place]))
    }
  }

  public func means(of rows: [[Double]], threads: Int) -> [Double] {
    rows.map(regression.value)
  }
}
