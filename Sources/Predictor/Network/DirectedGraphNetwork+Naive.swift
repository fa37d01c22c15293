import Signals
import Spaces
import Tensors

extension DirectedGraphNetwork {
  /// The naive twin of every fast path: the formulas of ``DirectedGraphNetwork`` as plain loops in
  /// double precision, one graph at a time.
  ///
  /// - Parameters:
  ///   - operators: of the graph's space
  ///   - parameters: in the order of `layout`
  package func naiveScore(
    of graph: OperatorGraph, operators: OperatorInputs, parameters: [Double]
  ) -> Double {
    let (nodes, width) = (graph.nodes.count, configuration.width)
    var incoming = [Double](repeating: 0, count: nodes)
    var outgoing = [Double](repeating: 0, count: nodes)
    for edge in graph.edges {
      incoming[Int(edge.target)] += Double(edge.count)
      outgoing[Int(edge.source)] += Double(edge.count)
    }
    let signals =
      configuration.signals
      ? operators.propagation?.signals(of: graph)
        ?? Array(repeating: 0, count: nodes * SignalPropagation.count) : []
    let columns = signals.count / nodes
    var h = graph.nodes.enumerated().map { place, node in
      let input =
        operators.features.row(Int(node)) + signals[place * columns..<(place + 1) * columns]
      return product(input.map(Double.init), parameters[embedding], width)
    }
    for layer in layers {
      let mixed = h.map { product($0, parameters[layer.weight], 3 * width) }
      var z = (0..<nodes).map { node in
        (0..<width).map { mixed[node][$0] + parameters[layer.bias.lowerBound + $0] }
      }
      for edge in graph.edges {
        let (source, target) = (Int(edge.source), Int(edge.target))
        for channel in 0..<width {
          z[target][channel] +=
            Double(edge.count) / incoming[target].squareRoot() * mixed[source][width + channel]
          z[source][channel] +=
            Double(edge.count) / outgoing[source].squareRoot() * mixed[target][2 * width + channel]
        }
      }
      for node in 0..<nodes {
        let mean = z[node].reduce(0, +) / Double(width)
        let variance = z[node].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        for channel in 0..<width {
          let normalised =
            (z[node][channel] - mean)
            / (variance + Double(DirectedGraphNetwork.normEpsilon)).squareRoot()
          h[node][channel] += max(0, normalised * parameters[layer.scale.lowerBound + channel])
        }
      }
    }
    let sums = (0..<width).map { channel in h.reduce(0) { $0 + $1[channel] } }
    let readout =
      h[nodes - 1] + sums.map { $0 / Double(nodes) }
      + sums.map { $0 / Double(DirectedGraphNetwork.typicalNodeCount) }
    let hidden = product(readout, parameters[readoutWeight], width)
    return (0..<width).reduce(parameters[scoreBias.lowerBound]) { score, channel in
      let active = max(0, hidden[channel] + parameters[readoutBias.lowerBound + channel])
      return score + active * parameters[scoreWeight.lowerBound + channel]
    }
  }

  /// The row vector `x` times a matrix with `columns` columns, stored row by row.
  private func product(
    _ x: [Double], _ matrix: ArraySlice<Double>, _ columns: Int
  ) -> [Double] {
    (0..<columns).map { column in
      x.indices.reduce(0) { $0 + x[$1] * matrix[matrix.startIndex + $1 * columns + column] }
    }
  }
}
