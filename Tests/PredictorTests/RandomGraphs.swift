import Foundation
import Randomness
import Spaces

/// Operator graphs without a space, for tests of networks.
enum RandomGraphs {
  static func make(_ count: Int, operators: Int, seed: UInt64) -> [OperatorGraph] {
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
}
