#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The optimiser: Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019).
package struct AdamW: Sendable {
  package static let beta1: Float = 0.9
  package static let beta2: Float = 0.999
  package static let epsilon: Float = 1e-8

  package let decay: Float
  /// Running mean of the gradient.
  package var first: [Float]
  /// Running mean of its square.
  package var second: [Float]

  private let trained: [Range<Int>]

  package init(layout: ParameterLayout, decay: Float) {
    self.decay = decay
    trained = layout.entries.filter(\.isTrained).map(\.range)
    first = Array(repeating: 0, count: layout.count)
    second = Array(repeating: 0, count: layout.count)
  }

  /// Moves the parameters by one step.
  ///
  /// - Parameter step: counts from 1
  package mutating func update(
    _ parameters: inout [Float], gradient: [Float], rate: Float, step: Int
  ) {
    let correction1 = 1 - pow(AdamW.beta1, Float(step))
    let correction2 = 1 - pow(AdamW.beta2, Float(step))
    for index in trained.joined() {
      let g = gradient[index]
      first[index] = AdamW.beta1 * first[index] + (1 - AdamW.beta1) * g
      second[index] = AdamW.beta2 * second[index] + (1 - AdamW.beta2) * g * g
      let move =
        first[index] / correction1 / ((second[index] / correction2).squareRoot() + AdamW.epsilon)
      parameters[index] -= rate * (move + decay * parameters[index])
    }
  }
}

/// How the learning rate changes over the steps of a training.
package enum Schedule: Sendable, Equatable {
  /// Rises from 1/25 of the rate over the first 30 % of the steps and falls to 1/250,000, both
  /// along a cosine (Smith and Topin, 2017).
  case oneCycle
  /// Divided by ten after every `epochs` epochs.
  case steps(epochs: Int)

  /// The factor of the rate at `step`, counted from 0.
  package func factor(step: Int, of total: Int, epoch: Int) -> Float {
    switch self {
    case .oneCycle:
      let peak = max(1, Int(0.3 * Double(total)))
      let (start, end) = (1.0 / 25, 1.0 / 250_000)
      func cosine(from a: Double, to b: Double, _ progress: Double) -> Double {
        b + (a - b) * (1 + cos(Double.pi * min(1, progress))) / 2
      }
      return Float(
        step < peak
          ? cosine(from: start, to: 1, Double(step) / Double(peak))
          : cosine(from: 1, to: end, Double(step - peak) / Double(max(1, total - peak))))
    case .steps(let epochs):
      return pow(0.1, Float(epoch / epochs))
    }
  }
}
