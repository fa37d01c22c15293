/// Inputs of a kernel side by side in eights, so that eight covariances are summed up at a time.
///
/// Each sum has the order of its naive twin, `GaussianProcess.Kernel.covariance(_:_:)`, and
/// therefore its bits. Alone, a sum waits for the addition before; eight of them do not.
struct PackedInputs: Sendable {
  private static let width = 8

  let count: Int
  private let dimension: Int
  /// [count / 8, rounded up][dimension]; the last eight are filled up with zeros.
  private let lanes: [SIMD8<Double>]

  /// - Parameter inputs: [n][d]
  init(_ inputs: [[Double]]) {
    (count, dimension) = (inputs.count, inputs.first?.count ?? 0)
    let blocks = (count + Self.width - 1) / Self.width
    var lanes = [SIMD8<Double>](repeating: .zero, count: blocks * dimension)
    for (place, input) in inputs.enumerated() {
      precondition(input.count == dimension, "inputs of one dimension")
      for index in 0..<dimension {
        lanes[place / Self.width * dimension + index][place % Self.width] = input[index]
      }
    }
    self.lanes = lanes
  }

  /// The covariance of each input with another one, in order.
  ///
  /// - Parameter input: [d]
  /// - Complexity: O(n d)
  func covariances(with input: [Double], _ kernel: GaussianProcess.Kernel) -> [Double] {
    var covariances: [Double] = []
    covariances.reserveCapacity(count)
    forEach(with: input) {
      covariances.append(kernel.covariance(square: $0, product: $1))
    }
    return covariances
  }

  /// Calls `body` with |a - b|^2 and a.b of each input and another one, in order.
  func forEach(with input: [Double], _ body: (_ square: Double, _ product: Double) -> Void) {
    precondition(count == 0 || input.count == dimension, "inputs of one dimension")
    lanes.withUnsafeBufferPointer { lanes in
      input.withUnsafeBufferPointer { input in
        for start in stride(from: 0, to: count, by: Self.width) {
          let offset = start / Self.width * dimension
          var (squares, products) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
          for index in 0..<dimension {
            let (known, value) = (lanes[offset + index], SIMD8(repeating: input[index]))
            let difference = value - known
            squares += difference * difference
            products += value * known
          }
          for lane in 0..<min(Self.width, count - start) { body(squares[lane], products[lane]) }
        }
      }
    }
  }
}
