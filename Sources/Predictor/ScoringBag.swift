import Spaces

/// A bag of operators, ready to score graphs of one space.
struct ScoringBag: Sendable {
  private let share: Double
  /// The contribution of each operator of the space, on the scale of the ensemble, [O].
  private let worths: [Double]
  private let offset: Double

  init(_ bag: PredictorWeights.Bag, operators: OperatorInputs) {
    let mean = Double(bag.standardisation.mean)
    let deviation = Double(bag.standardisation.deviation)
    share = Double(bag.share)
    worths = BagOfOperators(features: operators.features.columns)
      .worths(of: operators, parameters: bag.parameters).map { Double($0) / deviation }
    offset = -mean / deviation
  }

  /// The score of the whole ensemble, when the graph networks give `mean`.
  func score(of graph: OperatorGraph, beside mean: Double) -> Double {
    let sum = graph.nodes.reduce(offset) { $0 + worths[Int($1)] }
    return (1 - share) * mean + share * sum
  }
}
