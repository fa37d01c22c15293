import Foundation
import Networks
import Runtime

/// SynFlow (Tanaka et al., "Pruning neural networks without any data by iteratively conserving
/// synaptic flow", NeurIPS 2020), as NASLib computes it. All parameters are made positive, batch
/// norms are left out, and the network is run in double precision on one image of ones. R is the
/// sum of its outputs. The value is the logarithm of the sum, over the weights of convolutions and
/// linear layers, of abs(w dR/dw). Its closed form is ``ClosedFormSynFlow``.
public struct SynFlow: MeasuredProxy {
  public static let name = "synflow"
  public static let summary =
    "log of how much flows through all weights, measured (Tanaka et al., NeurIPS 2020)"
  public static let kind = ProxyKind.measured(gradients: true)

  public let measurement: ProxyMeasurement

  /// Needs the measurement of the context alone.
  public init(in context: ProxyContext) { measurement = context.measurement }

  /// A natural logarithm. It does not depend on images.
  public static func value(of network: MeasuredNetwork) throws(NetworkError) -> Double {
    let layers = network.network
    var parameters = NetworkParameters<Double>(
      of: layers, network.initialisation, seed: network.source.stream(1).state)
    parameters.makePositive()
    let ones = [Double](repeating: 1, count: layers.layers[0].shape.elements)
    let pass = NetworkPass(
      layers, parameters, on: ones, batchNorms: .identity, threads: 1, keeping: .forGradients,
      memory: network.memory)
    let gradients = pass.backward(
      from: [Double](repeating: 1, count: layers.output.shape.elements)
    ).ofParameters
    var flow = 0.0
    for (index, layer) in layers.layers.enumerated() {
      guard let weights = layers.weights(of: layer) else { continue }
      for place in 0..<weights.count {
        flow += abs(parameters.values[index][place] * gradients[index][place])
      }
    }
    return log(flow)
  }
}
