import Networks
import Randomness
import Runtime
import Tensors
import Wording

/// A network with random weights and a batch of images. Each pass is run when a proxy first asks
/// for it, and all proxies share it.
///
/// Weights are drawn as the measurement says. Norms take the moments of the batch. The loss is the
/// cross-entropy, averaged over the batch.
public final class MeasuredNetwork {
  /// A convolution or a linear layer.
  public struct WeightedLayer {
    /// Its number in the network.
    public let index: Int
    /// [outputs, inputs of a group, taps], without bias.
    public let weights: [Float]
    /// The gradient of the loss by the weights.
    public let gradient: [Float]
    /// Fisher's value of all channels, each counted once for each of its weights.
    public let fisher: Double
  }

  /// The layers.
  public let network: Network
  /// Draws whatever a proxy needs beside weights and images.
  let source: SplitMix64
  private let measurement: ProxyMeasurement
  private let kept: KeptOutputs
  /// Of feature maps.
  let memory: BufferPool
  private var known: (images: [Float], labels: [Int])?
  /// What weights are drawn from.
  var initialisation: WeightInitialisation { measurement.initialisation }
  private lazy var parameters = NetworkParameters<Float>(
    of: network, initialisation, seed: source.stream(1).state)
  private var knownPass: NetworkPass<Float>?
  private var knownLayers: [WeightedLayer]?
  private var knownImageGradients: [[Double]]?
  private var knownBlocks: BlockFeatures?
  private var knownEntropies: [Double]?
  private var knownKnowledge: (asDefined: [Double]?, asPublished: [Double]?)?

  /// - Parameters:
  ///   - kept: which outputs proxies will ask for
  ///   - memory: lends the memory of feature maps
  init(
    _ network: Network, _ measurement: ProxyMeasurement, draw: Int,
    keeping kept: KeptOutputs, memory: BufferPool
  ) {
    (self.network, self.measurement) = (network, measurement)
    (self.kept, self.memory) = (kept, memory)
    source = SplitMix64(seed: measurement.seed).stream(UInt64(draw))
  }

  /// Images, [images, channels, rows, columns], and the class of each.
  ///
  /// - Throws: `NetworkError` when the images do not fit the network.
  public func batch() throws(NetworkError) -> (images: [Float], labels: [Int]) {
    if let known { return known }
    try checkMemory()
    var random = source.stream(0)
    let made = try measurement.batch(
      for: network.layers[0].shape, classes: network.output.shape.channels, using: &random)
    known = made
    return made
  }

  /// Finds out before the run whether the feature maps fit into the memory.
  ///
  /// - Throws: `NetworkError` with how much is needed.
  private func checkMemory() throws(NetworkError) {
    let elements = network.layers.map(\.shape.elements)
    // Beside what is kept, a gradient and what it is made from.
    let numbers = zip(elements, KeptOutputs.forGradients.isKept(of: network)).reduce(
      2 * (elements.max() ?? 0)
    ) { $1.1 ? $0 + $1.0 : $0 }
    let bytes = Double(numbers) * Double(measurement.batch) * Double(MemoryLayout<Float>.size)
    guard let free = FreeMemory.bytes, bytes > Double(free) else { return }
    throw NetworkError(
      "the feature maps of \(measurement.batch) images need "
        + "\(fixed(bytes / 1e9, 1)) GB for each thread, and \(fixed(Double(free) / 1e9, 1)) GB are "
        + "free; take a smaller batch")
  }

  /// The network after its way forward.
  public func pass() throws(NetworkError) -> NetworkPass<Float> {
    if let knownPass { return knownPass }
    let made = NetworkPass(
      network, parameters, on: try batch().images, threads: 1, keeping: kept, memory: memory)
    knownPass = made
    return made
  }

  /// Convolutions and linear layers with the gradients of the loss.
  public func weightedLayers() throws(NetworkError) -> [WeightedLayer] {
    if let knownLayers { return knownLayers }
    let (pass, labels) = (try pass(), try batch().labels)
    let loss = CrossEntropy.loss(of: pass.output, labels: labels)
    var fishers: [Int: Double] = [:]
    let gradients = pass.backward(from: loss.gradient) { index, gradient in
      guard let weights = network.weights(of: network.layers[index]) else { return }
      fishers[index] = pass.withOutput(of: index) { output in
        Double(weights.fanIn) * fisher(output, gradient, weights)
      }
    }
    let made = network.layers.indices.compactMap { index -> WeightedLayer? in
      guard let weights = network.weights(of: network.layers[index]) else { return nil }
      return WeightedLayer(
        index: index, weights: Array(parameters.values[index].prefix(weights.count)),
        gradient: Array(gradients.ofParameters[index].prefix(weights.count)),
        fisher: fishers[index] ?? 0)
    }
    knownLayers = made
    return made
  }

  /// Half the sum, over channels, of the mean over images of the squared sum over places of output
  /// times gradient.
  private func fisher(
    _ output: UnsafeBufferPointer<Float>, _ gradient: UnsafeBufferPointer<Float>,
    _ weights: Network.Weights
  ) -> Double {
    guard let outputs = output.baseAddress, let gradients = gradient.baseAddress else { return 0 }
    var total = 0.0
    let images = output.count / (weights.outputs * weights.positions)
    var moments = [0.0, 0.0]
    for map in 0..<output.count / weights.positions {
      moments[1] = 0
      Float.addGradientMoments(
        weights.positions, gradients + map * weights.positions, outputs + map * weights.positions,
        centre: 0, to: &moments)
      total += moments[1] * moments[1]
    }
    return total / Double(2 * images)
  }

  /// The gradients by the weights of each convolution and linear layer, for one of several batches.
  ///
  /// - Parameter number: 0 for the batch that all proxies share
  public func weightGradients(ofBatch number: Int) throws(NetworkError) -> [[Float]] {
    if number == 0 { return try weightedLayers().map(\.gradient) }
    var random = source.stream(10 + UInt64(number))
    let (images, labels) = try measurement.batch(
      for: network.layers[0].shape, classes: network.output.shape.channels, using: &random)
    let pass = NetworkPass(
      network, parameters, on: images, threads: 1, keeping: .forGradients, memory: memory)
    let loss = CrossEntropy.loss(of: pass.output, labels: labels)
    let gradients = pass.backward(from: loss.gradient).ofParameters
    return network.layers.indices.compactMap { index in
      network.weights(of: network.layers[index]).map { Array(gradients[index].prefix($0.count)) }
    }
  }

  /// The weights in double precision.
  func doubleParameters() -> NetworkParameters<Double> {
    var made = NetworkParameters<Double>(of: network, .uniform, seed: 0)
    made.values = parameters.values.map { $0.map { Double($0) } }
    return made
  }

  /// Whether a layer is an activation whose units are active or not, which gates are not.
  static func hasUnits(_ layer: Network.Layer) -> Bool {
    guard case .activation(let activation) = layer.kind else { return false }
    switch activation {
    case .sigmoid, .hardSigmoid: return false
    case .relu, .relu6, .leakyReLU, .swish, .hardSwish, .gelu, .mish: return true
    }
  }

  /// What the proxies of AZ-NAS read.
  func blockFeatures() throws(NetworkError) -> BlockFeatures {
    if let knownBlocks { return knownBlocks }
    let made = try BlockFeatures(of: self)
    knownBlocks = made
    return made
  }

  /// Of each block, see ``BlockFeatures/entropies()``.
  func blockEntropies() throws(NetworkError) -> [Double] {
    if let knownEntropies { return knownEntropies }
    let made = try blockFeatures().entropies()
    knownEntropies = made
    return made
  }

  /// See ``KnowledgeSpectrum``.
  func knowledge() throws(NetworkError) -> (asDefined: [Double]?, asPublished: [Double]?) {
    if let knownKnowledge { return knownKnowledge }
    let made = try KnowledgeSpectrum.eigenvalues(of: self)
    knownKnowledge = made
    return made
  }

  /// The layers whose units are active or not.
  static func units(of network: Network) -> Set<Int> {
    Set(network.layers.indices.filter { hasUnits(network.layers[$0]) })
  }

  /// The gradient of the sum of all outputs by each image, [images][numbers].
  public func imageGradients() throws(NetworkError) -> [[Double]] {
    if let knownImageGradients { return knownImageGradients }
    let pass = try pass()
    let ones = [Float](repeating: 1, count: pass.images * network.output.shape.elements)
    let gradient = pass.backward(from: ones, parameters: false).ofImages
    let size = network.layers[0].shape.elements
    let made = (0..<pass.images).map { image in
      gradient[image * size..<(image + 1) * size].map { Double($0) }
    }
    knownImageGradients = made
    return made
  }

  /// Correlations between rows, [rows, rows]. NaN where a row is constant.
  static func correlations(of rows: [[Double]]) -> [Double] {
    let centred = rows.map { row in
      let mean = row.reduce(0, +) / Double(max(1, row.count))
      return row.map { $0 - mean }
    }
    let norms = centred.map { row in row.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    var all: [Double] = []
    for (first, norm) in zip(centred, norms) {
      for (second, other) in zip(centred, norms) {
        var product = 0.0
        for place in first.indices { product += first[place] * second[place] }
        let correlation = product / norm / other
        // The larger of a number and of what is none would be the number.
        all.append(correlation.isNaN ? .nan : min(1, max(-1, correlation)))
      }
    }
    return all
  }
}
