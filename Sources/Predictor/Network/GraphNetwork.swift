import Learning
import Spaces

/// A network that scores operator graphs and can be trained.
///
/// Its parameters live outside it, in one vector in the order of `layout`.
package protocol GraphNetwork: Sendable {
  var layout: ParameterLayout { get }

  /// The inputs that the network reads for a score, which is the mean of its answers.
  func views(of operators: OperatorInputs) -> [OperatorInputs]

  /// One score for each graph; higher is better.
  ///
  /// - Parameter operators: of the graphs' space
  func scores(
    of graphs: [OperatorGraph], operators: OperatorInputs, parameters: [Float]
  ) -> [Float]

  /// The loss of a batch, with its gradient.
  ///
  /// - Parameters:
  ///   - loss: takes the scores [B], returns the loss and its derivative by each score [B]
  ///   - parameters: changed only where the network keeps running statistics in them
  ///   - gradient: receives the derivative by each parameter
  ///   - threads: changes the time, never the result
  func loss(
    of graphs: [OperatorGraph], operators: OperatorInputs, parameters: inout [Float],
    gradient: inout [Float], threads: Int, _ loss: ([Float]) -> (value: Float, derivative: [Float])
  ) -> Float
}

extension GraphNetwork {
  package func views(of operators: OperatorInputs) -> [OperatorInputs] { [operators] }

  /// The mean of the scores over the views.
  package func meanScores(
    of graphs: [OperatorGraph], operators: OperatorInputs, parameters: [Float]
  ) -> [Float] {
    let views = views(of: operators).map {
      scores(of: graphs, operators: $0, parameters: parameters)
    }
    return graphs.indices.map { graph in
      views.reduce(0) { $0 + $1[graph] } / Float(views.count)
    }
  }
}
