import Spaces
import Wording

/// Puts layers together, inferring and checking shapes.
struct NetworkBuilder {
  /// What a place in a network asks of the block that stands there.
  struct Place: Hashable {
    var channels: Int
    var stride: Int
  }

  typealias Name = LayerNames.Place

  /// Most networks have fewer.
  private static let usualLayers = 1_024
  static let mostLayers = 1 << 18

  var network = Network()
  let classes: Int

  init(input: Network.Shape, classes: Int) {
    self.classes = classes
    network.layers.reserveCapacity(Self.usualLayers)
    network.links.reserveCapacity(Self.usualLayers)
    _ = add(.input, [], input, named(.text("input"), in: nil))
  }

  func shape(of layer: Int) -> Network.Shape { network.layers[layer].shape }

  mutating func add(
    _ kind: Network.Kind, _ inputs: [Int], _ shape: Network.Shape, _ name: Name
  ) -> Int {
    let first = network.links.count
    network.links.append(contentsOf: inputs)
    network.layers.append(
      Network.Layer(
        kind: kind, shape: shape, input: inputs.first ?? 0, firstLink: first,
        linkCount: inputs.count, place: name))
    let index = network.layers.count - 1
    if case .convolution(let convolution) = kind {
      network.layers[index].coverage = convolution.coverage(
        from: self.shape(of: inputs[0]), to: shape)
    }
    return index
  }

  /// A name behind another.
  mutating func named(_ part: LayerNames.Part, in name: LayerNames.Place?) -> LayerNames.Place {
    network.names.add(part, to: name)
  }

  /// The name as text.
  func path(_ name: Name) -> String { network.names[name] }

  /// - Returns: the layer that holds the sum: the input itself when there is only one.
  mutating func sum(_ inputs: [Int], _ name: Name) throws(NetworkError) -> Int {
    if inputs.count == 1 { return inputs[0] }
    let shape = shape(of: inputs[0])
    for input in inputs.dropFirst() where self.shape(of: input) != shape {
      throw NetworkError(
        "\(path(name)): cannot add \(shape) and \(self.shape(of: input)); expected equal shapes")
    }
    return add(.sum, inputs, shape, name)
  }

  mutating func concatenate(_ inputs: [Int], _ name: Name) throws(NetworkError) -> Int {
    if inputs.count == 1 { return inputs[0] }
    var shape = shape(of: inputs[0])
    for input in inputs.dropFirst() {
      let other = self.shape(of: input)
      guard other.height == shape.height, other.width == shape.width else {
        throw NetworkError(
          "\(path(name)): cannot concatenate \(self.shape(of: inputs[0])) and \(other); "
            + "expected equal resolutions")
      }
      shape.channels += other.channels
    }
    return add(.concatenation, inputs, shape, name)
  }

  /// Adds the layers of a block behind `input`.
  mutating func append(
    _ block: Block, to input: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    // No network of a benchmark has a hundredth of them.
    guard network.layers.count < Self.mostLayers else { throw tooManyLayers(name) }
    let entry = shape(of: input).channels
    var last = input
    for layer in block.layers {
      last = try append(layer, to: last, entry: entry, at: place, name)
    }
    return last
  }

  func tooManyLayers(_ name: Name) -> NetworkError {
    NetworkError(
      "\(path(name)): the network has more than \(grouped(Self.mostLayers)) layers",
      isDueToSize: true)
  }

  private mutating func append(
    _ layer: BlockLayer, to input: Int, entry: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    let shape = shape(of: input)
    switch layer {
    case .convolution(let convolution):
      return try append(convolution, to: input, entry: entry, at: place, name)
    case .batchNorm:
      return add(.batchNorm, [input], shape, name)
    case .instanceNorm:
      return add(.instanceNorm, [input], shape, name)
    case .mapNorm:
      return add(.mapNorm, [input], shape, name)
    case .activation(let activation):
      return add(.activation(activation), [input], shape, name)
    case .pooling(let pooling):
      return try append(pooling, to: input, at: place, name)
    case .globalAveragePooling:
      return add(
        .globalAveragePooling, [input],
        Network.Shape(channels: shape.channels, height: 1, width: 1), name)
    case .layerNorm:
      return add(.layerNorm, [input], shape, name)
    case .linear(let linear):
      return try append(linear, to: input, entry: entry, at: place, name)
    case .residual(let block):
      let end = try append(block, to: input, at: place, name)
      return self.shape(of: end) == shape && end != input ? try sum([input, end], name) : end
    case .gate(let block):
      return try product(input, append(block, to: input, at: place, name), name)
    case .squeezeExcite(let squeezeExcite):
      return try append(squeezeExcite, to: input, entry: entry, at: place, name)
    case .attention(let attention):
      return try append(attention, to: input, at: place, name)
    case .patchEmbedding(let size, let channels):
      let outputs = resolved(channels, entry: entry, current: shape.channels, at: place)
      let patches = Network.Convolution(
        kernelHeight: size, kernelWidth: size, verticalStride: size, horizontalStride: size,
        dilation: 1, groups: 1, hasBias: true,
        isPadded: false)
      return try checked(
        .convolution(patches), input,
        Network.Shape(channels: outputs, height: shape.height / size, width: shape.width / size),
        name)
    case .classToken, .takeClassToken, .dropClassToken, .positionEmbedding:
      return try append(tokens: layer, to: input, name)
    case .sum(let branches):
      return try sum(append(branches, to: input, at: place, name), name)
    case .graph(let edges):
      var nodes = [input]
      for node in 1...(edges.map(\.target).max() ?? 1) {
        var arriving: [Int] = []
        for edge in edges where edge.target == node {
          arriving.append(try append(edge.block, to: nodes[edge.source], at: place, name))
        }
        nodes.append(try sum(arriving, name))
      }
      return nodes[nodes.count - 1]
    case .concatenation(let branches):
      return try concatenate(append(branches, to: input, at: place, name), name)
    case .split(let branches):
      return try concatenate(splitting(input, among: branches, at: place, name), name)
    case .acrossPositions(let block):
      return try append(acrossPositions: block, to: input, at: place, name)
    case .channelShuffle(let groups):
      guard shape.channels % groups == 0 else {
        throw NetworkError(
          "\(path(name)): \(shape.channels) channels cannot be shuffled in \(groups) groups; "
            + "expected a multiple")
      }
      return add(.channelShuffle(groups: groups), [input], shape, name)
    }
  }

  private mutating func append(
    acrossPositions block: Block, to input: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    let shape = shape(of: input)
    let turned = Network.Shape(
      channels: shape.height * shape.width, height: shape.channels, width: 1)
    let end = try append(
      block, to: checked(.transpose, input, turned, name), at: place, name)
    let after = self.shape(of: end)
    guard after.channels == turned.channels, after.height * after.width == shape.channels else {
      throw NetworkError(
        "\(path(name)): layers across the positions make \(after.channels) positions of "
          + "\(turned.channels), and \(after.height * after.width) channels of "
          + "\(shape.channels); expected as many as before, such as {linear: {features: 1 input}} "
          + "at the end")
    }
    return add(.transpose, [end], shape, name)
  }

  private mutating func splitting(
    _ input: Int, among branches: [Block], at place: Place, _ name: Name
  ) throws(NetworkError) -> [Int] {
    var share = shape(of: input)
    guard share.channels % branches.count == 0 else {
      throw NetworkError(
        "\(path(name)): \(share.channels) channels cannot be split among \(branches.count) "
          + "blocks; expected a multiple")
    }
    share.channels /= branches.count
    var ends: [Int] = []
    for (number, branch) in branches.enumerated() {
      let slice = add(.slice(from: number * share.channels), [input], share, name)
      ends.append(try append(branch, to: slice, at: place, name))
    }
    return ends
  }

  private mutating func append(
    _ branches: [Block], to input: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> [Int] {
    var ends: [Int] = []
    for branch in branches { ends.append(try append(branch, to: input, at: place, name)) }
    return ends
  }

  private mutating func append(
    _ convolution: BlockConvolution, to input: Int, entry: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    let shape = shape(of: input)
    let channels = resolved(
      convolution.channels, entry: entry, current: shape.channels, at: place)
    guard !network.isVector(input) else {
      throw NetworkError(
        "\(path(name)): a convolution meets a vector of \(shape.channels) channels; expected "
          + "a feature map, or a linear layer here")
    }
    let groups =
      switch convolution.groups {
      case .fixed(let count): count
      case .depthwise: shape.channels
      }
    // A depth-wise convolution keeps its channels unless it is told otherwise.
    let isDepthwise = convolution.groups == .depthwise && convolution.channels == .place
    let outputs = isDepthwise ? shape.channels : channels
    guard outputs > 0, shape.channels % groups == 0, outputs % groups == 0 else {
      throw NetworkError(
        "\(path(name)): a convolution from \(shape.channels) to \(outputs) channels cannot have "
          + "\(groups) groups")
    }
    let layer = Network.Convolution(
      kernelHeight: convolution.kernelHeight, kernelWidth: convolution.kernelWidth,
      verticalStride: stride(convolution.verticalStride, at: place),
      horizontalStride: stride(convolution.horizontalStride, at: place),
      dilation: convolution.dilation, groups: groups, hasBias: convolution.hasBias)
    return try checked(
      .convolution(layer), input,
      Network.Shape(
        channels: outputs,
        height: Self.extent(
          shape.height + 2 * layer.verticalPadding, window: layer.windowHeight,
          stride: layer.verticalStride),
        width: Self.extent(
          shape.width + 2 * layer.horizontalPadding, window: layer.windowWidth,
          stride: layer.horizontalStride)), name)
  }

  private mutating func append(
    _ pooling: BlockPooling, to input: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    let shape = shape(of: input)
    let stride = stride(pooling.stride, at: place)
    func extent(_ size: Int) -> Int {
      Self.extent(size + 2 * pooling.padding, window: pooling.kernel, stride: stride)
    }
    return try checked(
      .pooling(
        Network.Pooling(
          kind: pooling.kind, kernel: pooling.kernel, stride: stride, padding: pooling.padding)),
      input,
      Network.Shape(
        channels: shape.channels, height: extent(shape.height), width: extent(shape.width)), name)
  }

  /// The places of a window in a row of `size` positions, padding included.
  private static func extent(_ size: Int, window: Int, stride: Int) -> Int {
    size < window ? 0 : (size - window) / stride + 1
  }

  mutating func checked(
    _ kind: Network.Kind, _ input: Int, _ shape: Network.Shape, _ name: Name
  ) throws(NetworkError) -> Int {
    guard shape.height > 0, shape.width > 0 else {
      throw NetworkError(
        "\(path(name)): nothing is left of \(self.shape(of: input)); expected a higher "
          + "resolution or fewer strides", isDueToSize: true)
    }
    // Far beyond any network; sums of products of such sizes still fit into an Int.
    guard shape.channels <= 65_536, shape.elements <= 1 << 28 else {
      throw NetworkError(
        "\(path(name)): \(shape) is too large; expected at most 65536 channels and 2^28 "
          + "numbers", isDueToSize: true)
    }
    return add(kind, [input], shape, name)
  }

  private func stride(_ stride: BlockStride, at place: Place) -> Int {
    switch stride {
    case .fixed(let stride): stride
    case .place: place.stride
    }
  }

  /// - Parameters:
  ///   - entry: the channels at the entry of the block
  ///   - current: the channels that the layer itself is given
  func resolved(_ channels: Channels, entry: Int, current: Int, at place: Place) -> Int {
    switch channels {
    case .fixed(let count): return count
    case .place: return place.channels
    case .restOfPlace: return place.channels - entry
    case .ofInput(let numerator, let denominator): return entry * numerator / denominator
    case .ofCurrent(let numerator, let denominator): return current * numerator / denominator
    case .shareOfPlace(let denominator, let isRoundedUp):
      return isRoundedUp
        ? place.channels - place.channels / denominator * (denominator - 1)
        : place.channels / denominator
    case .divisible(let channels, let divisor):
      let count = resolved(channels, entry: entry, current: current, at: place)
      let nearest = max(divisor, (count + divisor / 2) / divisor * divisor)
      return 10 * nearest < 9 * count ? nearest + divisor : nearest
    }
  }
}
