import Foundation
import Latency
import TestSupport
import Testing

@Suite struct NonNegativeLeastSquaresTests {
  private struct Case: Decodable {
    let kind: String
    let rows: [[Double]]
    let targets: [Double]
    let weights: [Double]
  }

  @Test("Weights are those of scipy's active-set method: Scripts/goldens/latency.py")
  func goldens() throws {
    let file = Locations.goldens.appendingPathComponent("latency/least-squares.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    #expect(cases.contains { $0.weights.contains(0) })
    for found in cases {
      let rows = found.rows.map { row in
        row.enumerated().filter { $0.element != 0 }.map { (column: $0.offset, value: $0.element) }
      }
      let weights = NonNegativeLeastSquares.weights(
        rows: rows, columns: found.weights.count, targets: found.targets)
      // The condition number of A'A is 1e6 at most, that of the ridge, where features say the same.
      expectClose(weights, found.weights, within: 1e-8, found.kind)
    }
  }

  @Test("What is exactly additive is found, and what would be negative is 0")
  func exact() {
    let rows = [[(0, 1.0), (1, 2.0)], [(0, 1.0)], [(0, 1.0), (1, 1.0), (2, 1.0)]].map { row in
      row.map { (column: $0.0, value: $0.1) }
    }
    let weights = NonNegativeLeastSquares.weights(rows: rows, columns: 4, targets: [7, 1, 4])
    expectClose(weights, [1, 3, 0, 0], within: 1e-4)
    #expect(weights[3] == 0)
    let negative = NonNegativeLeastSquares.weights(
      rows: [[(column: 0, value: 1.0)]], columns: 1, targets: [-1])
    #expect(negative == [0])
  }
}
