import Foundation
import Randomness
import Spaces

/// Operator graphs without a space, for tests of networks.
public enum RandomGraphs {
  public static func make(_ count: Int, operators: Int, seed: UInt64) -> [OperatorGraph] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let nodes = 2 + random.integer(below: 9)
      var kinds: [UInt8] = [0]
      for _ in 1..<nodes { kinds.append(UInt8(2 + random.integer(below: operators - 2))) }
      kinds[nodes - 1] = 1
      var edges: [OperatorGraph.Edge] = []
      for target in 1..<nodes {
        for source in 0..<target where source == target - 1 || random.uniform() < 0.3 {
          edges.append(
            .init(source: source, target: target, count: 1 + random.integer(below: 3)))
        }
      }
      return OperatorGraph(nodes: kinds, edges: edges)
    }
  }

  /// The same graph with its nodes in another topological order, and where each node went.
  public static func renumbered(
    _ graph: OperatorGraph, using random: inout SplitMix64
  ) -> (graph: OperatorGraph, places: [Int]) {
    var places = Array(repeating: -1, count: graph.nodes.count)
    for place in graph.nodes.indices {
      let ready = graph.nodes.indices.filter { node in
        // The output stays last, also where other nodes lead nowhere.
        places[node] < 0 && (node < graph.nodes.count - 1 || place == graph.nodes.count - 1)
          && graph.edges.allSatisfy { Int($0.target) != node || places[Int($0.source)] >= 0 }
      }
      places[ready[random.integer(below: ready.count)]] = place
    }
    var nodes = graph.nodes
    for (node, place) in places.enumerated() { nodes[place] = graph.nodes[node] }
    let edges = graph.edges.map {
      OperatorGraph.Edge(
        source: places[Int($0.source)], target: places[Int($0.target)], count: Int($0.count))
    }
    let sorted = edges.sorted { ($0.target, $0.source) < ($1.target, $1.source) }
    return (OperatorGraph(nodes: nodes, edges: sorted), places)
  }
}
