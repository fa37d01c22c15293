import Fixtures
import Foundation
import Randomness
import Spaces
import Surrogates
import TestSupport
import Testing

@Suite("Statistics of operator graphs")
struct GraphStatisticsTests {
  /// Input, output, a convolution, a 1x1 convolution, poolings.
  private static let operators = [
    OperatorAttributes.none, .none, .init(values: [1, 1, 0, 1, 1]),
    .init(values: [1, 0, 0, 1, 1 / 9]), .init(values: [0, 1, 1, 0, 0]),
    .init(values: [0, 1, 1, 0, 0], smoothing: 0.5),
  ]
  private let statistics = GraphStatistics(GraphStatisticsTests.operators)

  private func value(_ name: String, _ row: [Double]) throws -> Double {
    row[try #require(GraphStatistics.names.firstIndex(of: name))]
  }

  /// Every way from the input to the output, parallel connections one by one.
  private func ways(_ graph: OperatorGraph) -> [[OperatorAttributes]] {
    func from(_ node: Int) -> [[OperatorAttributes]] {
      let own = GraphStatisticsTests.operators[Int(graph.nodes[node])]
      if node == graph.nodes.count - 1 { return [[own]] }
      return graph.edges.filter { Int($0.source) == node }.flatMap { edge in
        Array(repeating: from(Int(edge.target)), count: Int(edge.count)).flatMap { $0 }
      }.map { [own] + $0 }
    }
    return from(0)
  }

  @Test("Lengths and numbers of ways equal those of all ways, one by one")
  func naiveTwin() throws {
    for graph in RandomGraphs.make(200, operators: 6, seed: 21) {
      let row = statistics.row(of: graph)
      #expect(row.count == GraphStatistics.names.count)
      let ways = ways(graph)
      #expect(!ways.isEmpty)
      #expect(try abs(exp(value("log ways", row)) - Double(ways.count)) < 1e-6)
      let measures: [(String, (OperatorAttributes) -> Float)] = [
        ("learnable", \.learnable), ("learnable and spatial", { $0.learnable * $0.spatial }),
        ("poolings", \.pooling), ("cost", \.cost),
      ]
      for (name, measure) in measures {
        let sums = ways.map { $0.reduce(0.0) { $0 + Double(measure($1)) } }
        let (shortest, longest) = (sums.min() ?? 0, sums.max() ?? 0)
        #expect(try abs(value("shortest \(name)", row) - shortest) < 1e-12)
        #expect(try abs(value("longest \(name)", row) - longest) < 1e-12)
      }
      for depth in 0..<4 {
        let count = ways.filter { $0.filter { $0.learnable > 0 }.count == depth }.count
        #expect(
          try abs(exp(value("log ways of depth \(depth)", row)) - 1 - Double(count)) < 1e-6)
      }
    }
  }

  @Test("A cell with two convolutions in a row beside a shortcut is counted by hand")
  func byHand() throws {
    // 0 input, 1 and 2 convolutions, 3 output; the input reaches the output directly, twice.
    let graph = OperatorGraph(
      nodes: [0, 2, 3, 1],
      edges: [
        .init(source: 0, target: 1), .init(source: 1, target: 2),
        .init(source: 0, target: 3, count: 2), .init(source: 2, target: 3),
      ])
    let row = statistics.row(of: graph)
    #expect(try value("learnable", row) == 2)
    #expect(try value("learnable and spatial", row) == 1)
    #expect(try value("spatial share", row) == 0.5)
    #expect(try value("poolings", row) == 0)
    #expect(try abs(exp(value("log cost", row)) - (10.0 / 9 + 0.02)) < 1e-7)
    #expect(try value("input degree", row) == 3)
    #expect(try value("output degree", row) == 3)
    #expect(try value("edges per node", row) == 5.0 / 4)
    #expect(try value("log ways", row) == log(3))
    #expect(try value("log ways of depth 0", row) == log(3))
    #expect(try value("log ways of depth 2", row) == log(2))
    #expect(try value("shortest learnable", row) == 0)
    #expect(try value("longest learnable", row) == 2)
    // Both convolutions see the input's correlation or one after a ReLU; the output sees a mixture.
    let disagreement = try value("disagreement", row)
    #expect(disagreement > 0.2 && disagreement < 1.5)
  }
}
