import Foundation
import Networks
import Proxies
import Randomness
import Spaces

/// A space small enough for numbers by hand, and numbers by definition.
enum HandSpace {
  /// A chain of two norms and three layers with weights, of 4 channels and 6 pixels.
  static func make() throws -> SearchSpace {
    try SearchSpace(
      yaml: """
        format: 1
        name: hand
        title: Hand
        citation: None, made for a test
        operators:
          - {name: input, role: input, description: Input of the network}
          - {name: op, role: operation, description: An operator, lowering: [relu, {convolution: \
        {kernel: 3}}, batch-norm]}
          - {name: plain, role: operation, description: An operator, lowering: [relu, \
        {convolution: {kernel: 1}}]}
          - {name: output, role: output, description: Output of the network}
        topology:
          kind: chain-of-choices
          positions: [{operators: [op, plain]}]
        skeleton:
          stem: [{convolution: {kernel: 3, channels: 4}}, batch-norm]
          stages: [{cells: 1, channels: 4}]
          head: [relu, global-average-pooling, {linear: {features: classes, bias: false}}]
          data-sets: [{name: tiny, resolution: 6, classes: 3}]
        notations:
          - {name: digits, kind: digit-chain, digits: {op: "0", plain: "1"}}

        """, path: "hand.yaml")
  }

  static func values(
    _ proxy: String, _ architectures: [Architecture], in space: SearchSpace,
    on measurement: ProxyMeasurement = ProxyMeasurement(), threads: Int = 2
  ) throws -> [Double] {
    let context = ProxyContext(
      space, for: try space.dataSet(), threads: threads, measuredOn: measurement
    ) { [] }
    return try ProxyEvaluator(in: context).values(
      of: architectures, by: ProxyRegistry.named(proxy)
    ).map { try $0.get() }
  }

  static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let (x, y) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
    func product(_ p: [Double], _ q: [Double], _ s: Double, _ t: Double) -> Double {
      zip(p, q).reduce(0) { $0 + ($1.0 - s) * ($1.1 - t) }
    }
    return product(a, b, x, y) / (product(a, a, x, x) * product(b, b, y, y)).squareRoot()
  }

  /// Eigenvalues by Jacobi's rotations, in rising order.
  static func eigenvalues(_ matrix: [[Double]]) -> [Double] {
    var a = matrix
    for _ in 0..<60 {
      for p in a.indices {
        for q in a.indices where q > p && abs(a[p][q]) > 1e-300 {
          let angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p])
          let (c, s) = (cos(angle), sin(angle))
          for k in a.indices {
            (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
          }
          for k in a.indices {
            (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
          }
        }
      }
    }
    return a.indices.map { a[$0][$0] }.sorted()
  }
}
