import Foundation
import Networks
import ONNXFormat
import Randomness
import Runtime

// Running moments of batch norms before training.

extension ONNXGraphBuilder {
  /// As many images as so many multiply-accumulates pay for, 2 to 8. Of 8 x 8 positions in 8 images
  /// a channel has 512 numbers, which tell a deviation to 3 %.
  private static let multiplyAccumulates = 2_000_000_000

  /// Gives every batch norm the mean and variance of what it is given, for standard normal images.
  ///
  /// With mean 0 and variance 1 a batch norm does nothing in inference, and outputs grow with each
  /// sum on the way: to 10^7 in a network of DARTS, which neither half precision nor calibration
  /// can hold.
  mutating func measureMoments(seed: UInt64) {
    let norms = network.layers.indices.filter { network.layers[$0].kind == .batchNorm }
    guard !norms.isEmpty else { return }
    var places = Dictionary(
      uniqueKeysWithValues: tensors.enumerated().map { ($1.name, $0) })
    var parameters = NetworkParameters<Float>(of: network, .uniform, seed: seed)
    for index in network.layers.indices where network.weights(of: network.layers[index]) != nil {
      let own = ["weight", "bias"].compactMap { places["\(name(of: index))/\($0)"] }
      let numbers = own.flatMap { floats(of: tensors[$0]) }
      if numbers.count == parameters.values[index].count { parameters.values[index] = numbers }
    }
    var random = SplitMix64(seed: seed).stream(1)
    let cost = max(1, NetworkCost(of: network).multiplyAccumulates)
    let images = min(8, max(2, Self.multiplyAccumulates / cost))
    let pixels = images * network.layers[0].shape.elements
    let pass = NetworkPass(
      network, parameters, on: (0..<pixels).map { _ in Float(random.normal()) },
      keeping: KeptOutputs(forGradients: false, layers: []))
    for index in norms {
      guard let moments = pass.batchMoments(of: index) else { continue }
      let names = ["mean", "variance"].map { "\(name(of: index))/\($0)" }
      for (name, values) in zip(names, [moments.means, moments.variances]) {
        guard let place = places.removeValue(forKey: name) else { continue }
        tensors[place].rawData = ONNXGraphBuilder.data(of: values.map { Float($0) })
      }
    }
  }

  private func floats(of tensor: Onnx_TensorProto) -> [Float] {
    tensor.rawData.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map {
        Float(
          bitPattern: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
  }
}
