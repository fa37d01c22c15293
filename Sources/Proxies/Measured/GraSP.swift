import Networks
import Runtime

/// GraSP (Wang, Zhang and Grosse, "Picking Winning Tickets Before Training by Preserving Gradient
/// Flow", ICLR 2020): minus the sum, over the weights of convolutions and linear layers, of
/// w (H g), with g the gradient of the loss by these weights and H its Hessian. As NASLib computes
/// it: one batch, norms in training, temperature 1.
///
/// H g is the central difference of gradients along g, in double precision. All units stay on their
/// sides of their kinks, where automatic differentiation takes second derivatives, too.
public struct GraSP: MeasuredProxy {
  public static let name = "grasp"
  public static let summary =
    "minus weight x change of the gradient along itself, measured (Wang et al., ICLR 2020)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// The length of a step to either side, long enough for the digits of double precision.
  private static let step = 1e-5

  /// Of either sign. 0 where the gradient is 0.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let layers = network.network
    let weighted = layers.layers.indices.compactMap { index in
      layers.weights(of: layers.layers[index]).map { (index: index, count: $0.count) }
    }
    let parameters = network.doubleParameters()
    let (images, labels) = try network.batch()
    let doubles = images.map { Double($0) }
    // A unit that changes sides bends the loss, which the second derivative does not know of.
    let start = NetworkPass(
      layers, parameters, on: doubles, threads: 1, keeping: .forGradients, memory: network.memory)
    func gradient(_ parameters: NetworkParameters<Double>) -> [[Double]] {
      let pass = NetworkPass(
        layers, parameters, on: doubles, threads: 1, keeping: .forGradients, onTheSideOf: start,
        memory: network.memory)
      let loss = CrossEntropy.loss(of: pass.output, labels: labels)
      let all = pass.backward(from: loss.gradient).ofParameters
      return weighted.map { Array(all[$0.index].prefix($0.count)) }
    }
    let loss = CrossEntropy.loss(of: start.output, labels: labels)
    let slopes = start.backward(from: loss.gradient).ofParameters
    let direction = weighted.map { Array(slopes[$0.index].prefix($0.count)) }
    let norm = direction.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 0 else { return 0 }
    func moved(by length: Double) -> [[Double]] {
      var moved = parameters
      for (layer, slope) in zip(weighted, direction) {
        for (place, value) in slope.enumerated() {
          moved.values[layer.index][place] += length / norm * value
        }
      }
      return gradient(moved)
    }
    let (ahead, behind) = (moved(by: step), moved(by: -step))
    var sum = 0.0
    for (number, layer) in weighted.enumerated() {
      for place in 0..<layer.count {
        let change = (ahead[number][place] - behind[number][place]) * norm / (2 * step)
        sum += parameters.values[layer.index][place] * change
      }
    }
    return -sum
  }
}
