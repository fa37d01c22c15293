import Networks
import Spaces
import Tensors

/// A network that is run on a batch of images, forward and backward.
///
/// Feature maps are [images, channels, rows, columns], as in PyTorch. Work is split over images,
/// channels and fixed parts of the batch, so that results have the same bits on any number of
/// threads. Naive twins of the kernels are in the tests.
public final class NetworkPass<Scalar: RuntimeScalar> {
  /// What a batch norm divides by.
  public enum BatchNorms: Sendable {
    /// The moments of the batch, as in training.
    case training
    /// Running moments before training: mean 0 and variance 1.
    case evaluation
    /// It is left out, as SynFlow does.
    case identity
  }

  /// The network that is run.
  public let network: Network
  /// Images of the batch.
  public let images: Int
  /// Threads change the time, never a number.
  public let threads: Int
  private let batchNorms: BatchNorms
  private let pool: BufferPool?
  private let model: NetworkPass?
  private let parameters: [Buffer<Scalar>]
  private var outputs: [Buffer<Scalar>] = []
  private var memories: [Memory] = []

  /// What the way back needs beside inputs.
  private enum Memory {
    case nothing
    case moments(Buffer<Double>)
    case chosen(Buffer<Int32>)
    case weights(Buffer<Scalar>)
  }

  /// The gradients of a pass.
  public struct Gradients {
    /// By the images, [images, channels, rows, columns].
    public let ofImages: [Scalar]
    /// By the parameters of each layer, laid out as these. Empty where nobody asked.
    public let ofParameters: [[Scalar]]
  }

  /// Runs the network forward.
  ///
  /// - Parameters:
  ///   - input: [images, channels, rows, columns], with the shape of the network's input
  ///   - kept: which outputs may be asked for afterwards
  ///   - model: a pass of the same network and batch; activations stay on its side of every kink,
  ///     and maxima come from its places, so that outputs and gradients are smooth in parameters
  ///   - pool: lends the memory of feature maps
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public init(
    _ network: Network, _ parameters: NetworkParameters<Scalar>, on input: [Scalar],
    batchNorms: BatchNorms = .training, threads: Int = Parallel.processorCount,
    keeping kept: KeptOutputs = .all, onTheSideOf model: NetworkPass? = nil,
    memory pool: BufferPool? = nil
  ) {
    let size = network.layers[0].shape.elements
    precondition(!input.isEmpty && input.count % size == 0, "images of \(size) numbers expected")
    (self.network, images, self.threads) = (network, input.count / size, threads)
    (self.batchNorms, self.model, self.pool) = (batchNorms, model, pool)
    self.parameters = parameters.values.map { buffer(of: $0) }
    outputs.append(buffer(of: input))
    memories.append(.nothing)
    var readers = [Int](repeating: 0, count: network.layers.count)
    for layer in network.layers { for input in network.inputs(of: layer) { readers[input] += 1 } }
    let isKept = kept.isKept(of: network, batchNorms != .identity)
    for index in network.layers.indices.dropFirst() {
      memories.append(run(index))
      for input in network.inputs(of: index) {
        readers[input] -= 1
        if readers[input] == 0, !isKept[input] { outputs[input] = Buffer(count: 0) }
      }
    }
  }

  /// What a layer puts out, [images, channels, rows, columns].
  public func output(of layer: Int) -> [Scalar] {
    withOutput(of: layer) { Array($0) }
  }

  /// Calls `body` with what a layer puts out, [images, channels, rows, columns], without a copy.
  public func withOutput<Result>(
    of layer: Int, _ body: (UnsafeBufferPointer<Scalar>) -> Result
  ) -> Result {
    precondition(
      outputs[layer].count == images * shape(layer).elements, "an output that was kept")
    return body(UnsafeBufferPointer(start: outputs[layer].pointer, count: outputs[layer].count))
  }

  /// The mean and the variance, by channel, of what a batch norm was given; nil for other layers,
  /// and where batch norms did not look at the batch. A channel that is constant has variance 1.
  public func batchMoments(of layer: Int) -> (means: [Double], variances: [Double])? {
    guard network.layers[layer].kind == .batchNorm, batchNorms == .training,
      case .moments(let moments) = memories[layer]
    else { return nil }
    let channels = moments.count / 2
    return (
      (0..<channels).map { moments.pointer[2 * $0] },
      (0..<channels).map { channel in
        let inverse = moments.pointer[2 * channel + 1]
        let variance = 1 / (inverse * inverse) - NormKernel<Scalar>.epsilon
        return variance > 1e-12 ? variance : 1
      }
    )
  }

  /// What the network puts out, [images, classes] mostly.
  public var output: [Scalar] { output(of: network.layers.count - 1) }

  /// Runs the network backward.
  ///
  /// - Parameters:
  ///   - gradient: by the network's output, of its shape
  ///   - parameters: whether gradients by the parameters are wanted
  ///   - visit: gets each layer that takes part and the gradient by its output, the last layer
  ///     first; what it gets is gone when it returns
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(
    from gradient: [Scalar], parameters isWanted: Bool = true,
    _ visit: (_ layer: Int, _ gradient: UnsafeBufferPointer<Scalar>) -> Void = { _, _ in }
  ) -> Gradients {
    var found = [Buffer<Scalar>?](repeating: nil, count: network.layers.count)
    let ofImages = runBack(
      from: network.layers.count - 1, gradient, to: 0, parameters: isWanted, &found, visit)
    return Gradients(
      ofImages: ofImages,
      ofParameters: isWanted
        ? parameters.indices.map { index in
          found[index].map { array(of: $0) }
            ?? [Scalar](repeating: 0, count: parameters[index].count)
        } : [])
  }

  /// The gradient by one layer's output of another one's, times a gradient by that.
  ///
  /// - Parameters:
  ///   - gradient: by the output of `layer`, of its shape
  ///   - earlier: the layer by whose output the gradient is taken; paths that pass it by do not
  ///     count
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func gradient(
    of layer: Int, _ gradient: [Scalar], by earlier: Int
  ) -> [Scalar] {
    var found = [Buffer<Scalar>?](repeating: nil, count: network.layers.count)
    return runBack(from: layer, gradient, to: earlier, parameters: false, &found) { _, _ in }
  }

  /// - Parameter found: receives the gradients by parameters
  /// - Returns: the gradient by the output of `first`
  private func runBack(
    from last: Int, _ gradient: [Scalar], to first: Int,
    parameters isWanted: Bool, _ found: inout [Buffer<Scalar>?],
    _ visit: (_ layer: Int, _ gradient: UnsafeBufferPointer<Scalar>) -> Void
  ) -> [Scalar] {
    precondition(
      gradient.count == images * shape(last).elements && first <= last, "a gradient of the output")
    var gradients = [Buffer<Scalar>?](repeating: nil, count: network.layers.count)
    gradients[last] = buffer(of: gradient)
    for index in (first...last).reversed() {
      guard let arriving = gradients[index] else { continue }
      visit(index, UnsafeBufferPointer(start: arriving.pointer, count: arriving.count))
      guard index > first else { break }
      // Gradients by layers before the first one lead nowhere, but their kernels write somewhere.
      for input in network.inputs(of: index) where gradients[input] == nil {
        gradients[input] = Buffer(count: images * shape(input).elements, from: pool)
      }
      if isWanted, parameters[index].count > 0 {
        found[index] = Buffer(count: parameters[index].count)
      }
      let back = network.inputs(of: index).map { input in
        guard let buffer = gradients[input] else { preconditionFailure("was just made") }
        return buffer
      }
      runBack(index, arriving, into: back, found[index])
      gradients[index] = nil
    }
    return gradients[first].map { array(of: $0) }
      ?? [Scalar](repeating: 0, count: images * shape(first).elements)
  }

  // MARK: Layers

  private func shape(_ layer: Int) -> Network.Shape { network.layers[layer].shape }
  private func places(_ layer: Int) -> Int { shape(layer).height * shape(layer).width }

  /// Convolutions and linear layers, whose image is a single place.
  private func convolution(_ index: Int) -> ConvolutionKernel<Scalar>? {
    let layer = network.layers[index]
    guard let weights = network.weights(of: layer) else { return nil }
    let input = shape(layer.input)
    let window: Window
    if case .convolution(let convolution) = layer.kind {
      window = Window(convolution, from: input, to: layer.shape)
    } else {
      window = .point
    }
    return ConvolutionKernel(
      window: window, images: images,
      inputs: input.channels, outputs: layer.shape.channels, groups: weights.groups,
      hasBias: weights.hasBias, threads: threads)
  }

  private func norm(_ index: Int, _ kind: NormKernel<Scalar>.Kind) -> NormKernel<Scalar> {
    NormKernel(
      kind: kind, images: images, channels: shape(index).channels, places: places(index),
      threads: threads)
  }

  private func pooling(_ pooling: Network.Pooling, _ index: Int) -> PoolingKernel<Scalar> {
    PoolingKernel(
      window: Window(pooling, from: shape(network.layers[index].input), to: shape(index)),
      kind: pooling.kind, images: images, channels: shape(index).channels, threads: threads)
  }

  private func attention(
    _ attention: Network.Attention, _ index: Int
  ) -> AttentionKernel<Scalar> {
    AttentionKernel(
      attention: attention, images: images, places: places(index), threads: threads)
  }

  private func run(_ index: Int) -> Memory {
    let layer = network.layers[index]
    let inputs = network.inputs(of: layer).map { outputs[$0] }
    let output = Buffer<Scalar>(uninitialized: images * layer.shape.elements, from: pool)
    outputs.append(output)
    let values = parameters[index]
    switch layer.kind {
    case .input, .zeros: output.fill()
    case .convolution, .linear:
      convolution(index)?.forward(inputs[0], values, into: output)
    case .batchNorm:
      guard batchNorms != .identity else {
        output.pointer.update(from: inputs[0].pointer, count: output.count)
        break
      }
      return .moments(
        norm(index, .batch).forward(
          inputs[0], values, usesBatch: batchNorms == .training, into: output))
    case .instanceNorm:
      return .moments(
        norm(index, .instance).forward(inputs[0], values, usesBatch: true, into: output))
    case .layerNorm:
      return .moments(
        norm(index, .layer).forward(inputs[0], values, usesBatch: true, into: output))
    case .mapNorm:
      return .moments(
        norm(index, .map).forward(inputs[0], values, usesBatch: true, into: output))
    case .activation(let activation):
      if let model, activate(index, activation, as: model, inputs[0], into: output) { break }
      activate(activation, inputs[0], into: output)
    case .pooling(let pooling):
      if let model, case .chosen(let chosen) = model.memories[index], chosen.count > 0 {
        self.pooling(pooling, index).take(chosen, of: inputs[0], into: output)
        return .chosen(chosen)
      }
      return .chosen(self.pooling(pooling, index).forward(inputs[0], into: output))
    case .globalAveragePooling: averageMaps(inputs[0], into: output)
    case .attention(let attention):
      return .weights(
        self.attention(attention, index).forward(inputs[0], values, into: output))
    case .product: multiply(inputs[0], inputs[1], into: output)
    case .positionEmbedding: add(inputs[0], plus: values, into: output)
    case .sum:
      output.pointer.update(from: inputs[0].pointer, count: output.count)
      for input in inputs.dropFirst() { add(input, to: output) }
    case .classToken, .takeClassToken, .dropClassToken, .concatenation, .slice, .channelShuffle:
      for piece in pieces(of: index) { move(piece, from: inputs[piece.input], to: output) }
      if layer.kind == .classToken { placeToken(values, into: output, places(index)) }
    case .transpose: transpose(inputs[0], index, into: output)
    }
    return .nothing
  }

  private func runBack(
    _ index: Int, _ arriving: Buffer<Scalar>, into back: [Buffer<Scalar>],
    _ found: Buffer<Scalar>?
  ) {
    let layer = network.layers[index]
    let inputs = network.inputs(of: layer).map { outputs[$0] }
    let values = parameters[index]
    func runBack(_ kind: NormKernel<Scalar>.Kind, usesBatch: Bool = true) {
      guard case .moments(let moments) = memories[index] else { return }
      norm(index, kind).backward(
        inputs[0], values, moments, usesBatch: usesBatch, arriving, into: back[0], found)
    }
    switch layer.kind {
    case .input, .zeros: break
    case .convolution, .linear:
      convolution(index)?.backward(inputs[0], values, arriving, into: back[0], found)
    case .batchNorm:
      if batchNorms == .identity {
        add(arriving, to: back[0])
      } else {
        runBack(.batch, usesBatch: batchNorms == .training)
      }
    case .instanceNorm: runBack(.instance)
    case .layerNorm: runBack(.layer)
    case .mapNorm: runBack(.map)
    case .activation(.relu):
      // By its own output, so that its input need not be kept.
      rectifyBack((model ?? self).outputs[index], arriving, into: back[0])
    case .activation(let activation):
      let isBent = [.swish, .hardSwish, .gelu, .mish, .sigmoid].contains(activation)
      let seen = isBent ? inputs[0] : (model ?? self).outputs[layer.input]
      activateBack(activation, seen, arriving, into: back[0])
    case .pooling(let pooling):
      guard case .chosen(let chosen) = memories[index] else { return }
      self.pooling(pooling, index).backward(arriving, chosen, into: back[0])
    case .globalAveragePooling: averageMapsBack(arriving, into: back[0])
    case .attention(let attention):
      guard case .weights(let weights) = memories[index] else { return }
      self.attention(attention, index).backward(
        inputs[0], values, weights, arriving, into: back[0], found)
    case .product: multiplyBack(inputs[0], inputs[1], arriving, into: back[0], back[1])
    case .positionEmbedding:
      add(arriving, to: back[0])
      if let found { addSum(of: arriving, to: found) }
    case .sum: for target in back { add(arriving, to: target) }
    case .classToken, .takeClassToken, .dropClassToken, .concatenation, .slice, .channelShuffle:
      for piece in pieces(of: index) { moveBack(piece, from: arriving, to: back[piece.input]) }
      if layer.kind == .classToken, let found { addToken(of: arriving, to: found, places(index)) }
    case .transpose: transposeBack(arriving, index, into: back[0])
    }
  }

  // MARK: Moved pieces

  /// Neighbouring numbers of each image that a layer only moves.
  private struct Piece {
    var input = 0
    let from: Int
    let to: Int
    let count: Int
  }

  private func pieces(of index: Int) -> [Piece] {
    let layer = network.layers[index]
    let (channels, places) = (layer.shape.channels, self.places(index))
    let before = self.places(layer.input)
    switch layer.kind {
    case .concatenation:
      var end = 0
      return network.inputs(of: layer).indices.map { input in
        let count = shape(network.inputs(of: layer)[input]).elements
        end += count
        return Piece(input: input, from: 0, to: end - count, count: count)
      }
    case .slice(let first): return [Piece(from: first * places, to: 0, count: channels * places)]
    case .channelShuffle(let groups):
      // Channel (g, i) of [groups, channels / groups] goes to (i, g).
      let size = channels / groups
      return (0..<channels).map { channel in
        let target = channel % size * groups + channel / size
        return Piece(from: channel * places, to: target * places, count: places)
      }
    case .classToken:
      return (0..<channels).map {
        Piece(from: $0 * before, to: $0 * places + 1, count: before)
      }
    case .takeClassToken:
      return (0..<channels).map { Piece(from: $0 * before, to: $0, count: 1) }
    case .dropClassToken:
      return (0..<channels).map {
        Piece(from: $0 * before + 1, to: $0 * places, count: places)
      }
    case .input, .zeros, .convolution, .linear, .batchNorm, .instanceNorm, .mapNorm, .layerNorm,
      .activation, .pooling, .globalAveragePooling, .attention, .product, .positionEmbedding,
      .sum, .transpose:
      return []
    }
  }

  private func move(_ piece: Piece, from input: Buffer<Scalar>, to output: Buffer<Scalar>) {
    let (before, after) = (input.count / images, output.count / images)
    for image in 0..<images {
      (output.pointer + image * after + piece.to).update(
        from: input.pointer + image * before + piece.from, count: piece.count)
    }
  }

  private func moveBack(_ piece: Piece, from arriving: Buffer<Scalar>, to back: Buffer<Scalar>) {
    let (before, after) = (back.count / images, arriving.count / images)
    for image in 0..<images {
      let from = arriving.pointer + image * after + piece.to
      let to = back.pointer + image * before + piece.from
      for place in 0..<piece.count { to[place] += from[place] }
    }
  }

  /// [channels, places] of each image becomes [places, channels].
  private func transpose(_ x: Buffer<Scalar>, _ index: Int, into y: Buffer<Scalar>) {
    let (rows, columns) = (
      shape(network.layers[index].input).channels, places(network.layers[index].input)
    )
    forEachImage(of: y) { range in
      let (from, to) = (x.pointer + range.lowerBound, y.pointer + range.lowerBound)
      for column in 0..<columns {
        for row in 0..<rows { to[column * rows + row] = from[row * columns + column] }
      }
    }
  }

  private func transposeBack(_ arriving: Buffer<Scalar>, _ index: Int, into back: Buffer<Scalar>) {
    let (rows, columns) = (
      shape(network.layers[index].input).channels, places(network.layers[index].input)
    )
    forEachImage(of: back) { range in
      let (from, to) = (arriving.pointer + range.lowerBound, back.pointer + range.lowerBound)
      for column in 0..<columns {
        for row in 0..<rows { to[row * columns + column] += from[column * rows + row] }
      }
    }
  }

  // MARK: Element by element

  private func forEachImage(
    of buffer: Buffer<Scalar>, _ body: @Sendable (_ range: Range<Int>) -> Void
  ) {
    let size = buffer.count / images
    Parallel.forEach(images, threads: threads) { image, _ in
      body(image * size..<(image + 1) * size)
    }
  }

  private func add(_ source: Buffer<Scalar>, to target: Buffer<Scalar>) {
    forEachImage(of: source) { range in
      let (from, to) = (source.pointer, target.pointer)
      Scalar.add(range.count, from + range.lowerBound, to: to + range.lowerBound)
    }
  }

  private func activate(
    _ activation: BlockLayer.Activation, _ x: Buffer<Scalar>, into y: Buffer<Scalar>
  ) {
    forEachImage(of: x) { range in
      let (from, to) = (x.pointer, y.pointer)
      if activation == .relu {
        Scalar.rectify(range.count, from + range.lowerBound, into: to + range.lowerBound)
      } else {
        for place in range {
          to[place] = Scalar(ActivationFunction.value(activation, Double(from[place])))
        }
      }
    }
  }

  /// As the straight piece that an input of another pass lies on.
  ///
  /// - Returns: false for an activation that has no straight pieces
  private func activate(
    _ index: Int, _ activation: BlockLayer.Activation, as model: NetworkPass,
    _ x: Buffer<Scalar>, into y: Buffer<Scalar>
  ) -> Bool {
    switch activation {
    case .relu:
      y.fill()
      rectifyBack(model.outputs[index], x, into: y)
    case .relu6, .leakyReLU, .hardSigmoid:
      let seen = model.outputs[network.layers[index].input]
      forEachImage(of: x) { range in
        for place in range {
          let known = Double(seen.pointer[place])
          let slope = ActivationFunction.slope(activation, known)
          y.pointer[place] = Scalar(
            ActivationFunction.value(activation, known) + slope * (Double(x.pointer[place]) - known)
          )
        }
      }
    case .swish, .hardSwish, .gelu, .mish, .sigmoid: return false
    }
    return true
  }

  private func rectifyBack(
    _ y: Buffer<Scalar>, _ arriving: Buffer<Scalar>, into back: Buffer<Scalar>
  ) {
    forEachImage(of: y) { range in
      Scalar.addRectifierGradient(
        range.count, y.pointer + range.lowerBound, arriving.pointer + range.lowerBound,
        to: back.pointer + range.lowerBound)
    }
  }

  private func activateBack(
    _ activation: BlockLayer.Activation, _ x: Buffer<Scalar>, _ arriving: Buffer<Scalar>,
    into back: Buffer<Scalar>
  ) {
    forEachImage(of: x) { range in
      let (values, from, to) = (x.pointer, arriving.pointer, back.pointer)
      for place in range {
        to[place] +=
          from[place] * Scalar(ActivationFunction.slope(activation, Double(values[place])))
      }
    }
  }

  private func averageMaps(_ x: Buffer<Scalar>, into y: Buffer<Scalar>) {
    let (places, channels) = (x.count / y.count, y.count / images)
    Parallel.forEach(images, threads: threads) { image, _ in
      for map in image * channels..<(image + 1) * channels {
        var sum: Scalar = 0
        for place in map * places..<(map + 1) * places { sum += x.pointer[place] }
        y.pointer[map] = sum / Scalar(places)
      }
    }
  }

  private func averageMapsBack(_ arriving: Buffer<Scalar>, into back: Buffer<Scalar>) {
    let places = back.count / arriving.count
    forEachImage(of: back) { range in
      for place in range {
        back.pointer[place] += arriving.pointer[place / places] / Scalar(places)
      }
    }
  }

  /// The second factor has a number for each element, or one for each map.
  private func multiply(
    _ x: Buffer<Scalar>, _ gate: Buffer<Scalar>, into y: Buffer<Scalar>
  ) {
    let places = x.count / gate.count
    forEachImage(of: x) { range in
      for place in range { y.pointer[place] = x.pointer[place] * gate.pointer[place / places] }
    }
  }

  private func multiplyBack(
    _ x: Buffer<Scalar>, _ gate: Buffer<Scalar>, _ arriving: Buffer<Scalar>,
    into back: Buffer<Scalar>, _ gateBack: Buffer<Scalar>
  ) {
    let places = x.count / gate.count
    forEachImage(of: x) { range in
      for place in range {
        let factor = place / places
        back.pointer[place] += arriving.pointer[place] * gate.pointer[factor]
        gateBack.pointer[factor] += arriving.pointer[place] * x.pointer[place]
      }
    }
  }

  private func add(
    _ x: Buffer<Scalar>, plus values: Buffer<Scalar>, into y: Buffer<Scalar>
  ) {
    forEachImage(of: x) { range in
      for place in range {
        y.pointer[place] = x.pointer[place] + values.pointer[place % values.count]
      }
    }
  }

  private func addSum(of arriving: Buffer<Scalar>, to sums: Buffer<Scalar>) {
    for place in 0..<arriving.count {
      sums.pointer[place % sums.count] += arriving.pointer[place]
    }
  }

  /// The first place of each channel is the token's.
  private func placeToken(_ token: Buffer<Scalar>, into y: Buffer<Scalar>, _ places: Int) {
    for map in 0..<y.count / places { y.pointer[map * places] = token.pointer[map % token.count] }
  }

  private func addToken(
    of arriving: Buffer<Scalar>, to sums: Buffer<Scalar>, _ places: Int
  ) {
    for map in 0..<arriving.count / places {
      sums.pointer[map % sums.count] += arriving.pointer[map * places]
    }
  }
}

private func buffer<Scalar: RuntimeScalar>(of numbers: [Scalar]) -> Buffer<Scalar> {
  let buffer = Buffer<Scalar>(count: numbers.count)
  numbers.withUnsafeBufferPointer { source in
    if let start = source.baseAddress { buffer.pointer.update(from: start, count: source.count) }
  }
  return buffer
}

private func array<Scalar: RuntimeScalar>(of buffer: Buffer<Scalar>) -> [Scalar] {
  Array(UnsafeBufferPointer(start: buffer.pointer, count: buffer.count))
}
