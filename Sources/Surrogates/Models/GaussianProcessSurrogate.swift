import Learning

/// Gaussian process regression as a model among others. With the zero-shot score in its rows it is
/// the surrogate of `rank --labels`, to the last bit.
extension Adaptation: SurrogateModel {
  public static let name = "gaussian-process"
  public static let summary = "a Gaussian process, around the zero-shot score where it reads that"

  public init(_ rows: [[Double]], accuracies: [Double], _ setting: SurrogateSetting) throws {
    try self.init(
      rows, accuracies: accuracies, scores: setting.scores, hasOffset: setting.areChosen)
  }

  public func predictions(of rows: [[Double]], threads: Int) -> [SurrogatePrediction] {
    let means = self.means(of: rows, threads: threads)
    let variances = self.variances(of: rows, threads: threads)
    return zip(means, variances).map {
      SurrogatePrediction(mean: $0, deviation: $1.squareRoot())
    }
  }
}
