import Files
import Networks
import Runtime
import Signals
import Spaces
import Tensors

/// An architecture with its network, graph, costs and signals. Each part is computed when a proxy
/// first asks for it, and only once.
public final class ProxySubject {
  /// The architecture itself.
  public let architecture: Architecture
  /// Its space.
  public let space: SearchSpace
  /// The data set that the network is built for.
  public let dataSet: MacroSkeleton.DataSet
  /// The whole network, layer by layer.
  public let network: Network

  /// The operator graph; nil when the input does not reach the output.
  public private(set) lazy var graph = space.operatorGraph(of: architecture)
  /// The costs of the network, counted exactly.
  public private(set) lazy var cost = NetworkCost(of: network)
  /// The signals of the network at initialisation.
  public private(set) lazy var signals = NetworkSignals(of: network, reusing: signalMemory)

  private let measurement: ProxyMeasurement
  private let kept: KeptOutputs
  private let memory: BufferPool
  let signalMemory: SignalMemory
  private let known: MeasuredValues
  /// The digest of what measured values depend on, but for the proxy and the images.
  private lazy var content = Digest.sha256(
    Array("\(network.content)\n\(BlockFeatures.layers(of: network))".utf8))
  /// The network with random weights, one for each repeat. What one of them computes, all measured
  /// proxies share.
  private(set) lazy var draws = (0..<measurement.repeats).map { number in
    MeasuredNetwork(network, measurement, draw: number, keeping: kept, memory: memory)
  }

  /// The value of a proxy. Measured ones are measured once for equal networks.
  ///
  /// - Throws: as `Proxy.value(of:)`
  public func value(of proxy: any Proxy) throws(NetworkError) -> Double {
    guard let measured = type(of: proxy) as? any MeasuredProxy.Type else {
      return try proxy.value(of: self)
    }
    let key = MeasuredValues.Key(measured, of: content, on: measurement)
    if let value = known[key] { return value }
    let value = try proxy.value(of: self)
    known.add(value, key)
    return value
  }

  /// The second moments of the network's maps under PyTorch's weights.
  ///
  /// - Throws: `NetworkError` for layers that have no formula.
  func uniformMoments() throws(NetworkError) -> NetworkMoments { try moments.get() }

  private lazy var moments = Result { () throws(NetworkError) in
    try NetworkMoments(
      of: network, initialisedBy: .uniform, correlation: InfiniteWidth.inputCorrelation,
      reusing: signalMemory)
  }
  private lazy var gradientMoments = moments.map { moments in
    let classes = Double(network.output.shape.elements)
    let batch = Double(ProxySubject.batchSize)
    return moments.gradients(
      ofLoss: (classes - 1) / (classes * batch * classes * batch), reusing: signalMemory)
  }

  /// Images of a batch, as in zero-cost-nas and NAS-Bench-Suite-Zero.
  static let batchSize = 32

  /// What the closed forms of SNIP, the norm of the gradient and Fisher know of each convolution
  /// and linear layer.
  ///
  /// The gradient begins with that of the cross-entropy, averaged over ``batchSize`` images, at
  /// equal probabilities of all C classes: its mean square is (C - 1) / C², over the squared batch.
  ///
  /// - Throws: `NetworkError` for layers that have no formula.
  func weightMoments() throws(NetworkError) -> [WeightMoments] { try knownWeightMoments.get() }

  private lazy var knownWeightMoments = Result { () throws(NetworkError) in
    let (moments, gradients) = (try moments.get(), try gradientMoments.get())
    return network.layers.indices.compactMap { index -> WeightMoments? in
      let layer = network.layers[index]
      guard let weights = network.weights(of: layer) else { return nil }
      return WeightMoments(
        weights: weights, input: moments.variances[layer.input],
        output: moments.variances[index], gradient: gradients.variances[index])
    }
  }

  /// - Parameters:
  ///   - proxies: the measured ones whose values may be asked for
  ///   - known: values that were measured before; it receives new ones
  ///   - memory: lends the memory of feature maps, which many networks share
  ///   - signalMemory: lends the memory of closed forms, which many networks of one thread share
  /// - Throws: `NetworkError` when the network cannot be built.
  public init(
    _ architecture: Architecture, in space: SearchSpace, for dataSet: MacroSkeleton.DataSet,
    measuredOn measurement: ProxyMeasurement = ProxyMeasurement(),
    asking proxies: [any MeasuredProxy.Type] = ProxyRegistry.measured,
    known: MeasuredValues = MeasuredValues(), memory: BufferPool = BufferPool(),
    signalMemory: SignalMemory = SignalMemory()
  ) throws(NetworkError) {
    network = try space.network(of: architecture, for: dataSet)
    (self.architecture, self.space, self.dataSet) = (architecture, space, dataSet)
    (self.measurement, self.known, self.memory) = (measurement, known, memory)
    self.signalMemory = signalMemory
    let layers = network
    kept = KeptOutputs(
      forGradients: proxies.contains { $0.kind == .measured(gradients: true) },
      layers: proxies.reduce(into: []) { $0.formUnion($1.outputs(readFrom: layers)) })
  }
}

/// Mean squares around a layer with weights, over images and places.
struct WeightMoments {
  let weights: Network.Weights
  /// Of an input.
  let input: Double
  /// Of an output.
  let output: Double
  /// Of the loss's gradient by an output.
  let gradient: Double

  /// The mean square of the loss's gradient by a weight: a sum over images and places.
  var weightGradient: Double {
    Double(ProxySubject.batchSize * weights.positions) * weights.coverage * input * gradient
  }
}
