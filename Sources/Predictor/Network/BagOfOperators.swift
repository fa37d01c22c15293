import Learning
import Spaces

/// The simplest network: every operator of a graph adds its own worth, wherever it stands.
///
///     score = (sum of x over nodes) w                                            higher is better
///
/// x [F] holds the features of a node's operator. Beside a graph network it reminds the score of an
/// ensemble of how much a cell computes: five numbers learn nothing that holds in one space only.
package struct BagOfOperators: Sendable {
  package let layout: ParameterLayout

  /// - Parameter features: F, the numbers that describe an operator
  package init(features: Int) {
    var layout = ParameterLayout()
    _ = layout.add("weight", [features, 1], .constant(0))
    self.layout = layout
  }

  /// The worth of each operator, [O].
  package func worths(of operators: OperatorInputs, parameters: [Float]) -> [Float] {
    (0..<operators.features.rows).map { row in
      zip(operators.features.row(row), parameters).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}

extension BagOfOperators: GraphNetwork {
  package func scores(
    of graphs: [OperatorGraph], operators: OperatorInputs, parameters: [Float]
  ) -> [Float] {
    let worths = worths(of: operators, parameters: parameters)
    return graphs.map { $0.nodes.reduce(0) { $0 + worths[Int($1)] } }
  }

  package func loss(
    of graphs: [OperatorGraph], operators: OperatorInputs, parameters: inout [Float],
    gradient: inout [Float], threads: Int, _ loss: ([Float]) -> (value: Float, derivative: [Float])
  ) -> Float {
    let (value, derivative) = loss(
      scores(of: graphs, operators: operators, parameters: parameters))
    gradient = Array(repeating: 0, count: layout.count)
    for (graph, slope) in zip(graphs, derivative) {
      for node in graph.nodes {
        for (column, feature) in operators.features.row(Int(node)).enumerated() {
          gradient[column] += slope * feature
        }
      }
    }
    return value
  }
}
