import Spaces
import Wording

// Layers that are made of several, and those of transformers. Positions of a feature map are the
// tokens; once there is a class token they stand in one column, [channels, tokens, 1].
extension NetworkBuilder {
  /// On a feature map a linear layer is a 1x1 convolution.
  mutating func append(
    _ linear: BlockLinear, to input: Int, entry: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    let shape = shape(of: input)
    let count: Int
    switch linear.features {
    case .channels(let channels):
      count = resolved(channels, entry: entry, current: shape.channels, at: place)
    case .classes:
      guard network.isVector(input) else {
        throw NetworkError(
          "\(path(name)): a linear layer meets \(shape); expected a global pooling before it")
      }
      count = classes
    }
    guard count > 0 else {
      throw NetworkError("\(path(name)): a linear layer of \(shape) would have no features")
    }
    guard network.isVector(input) else {
      return try pointwise(count, hasBias: linear.hasBias, after: input, name)
    }
    return try checked(
      .linear(hasBias: linear.hasBias), input,
      Network.Shape(channels: count, height: 1, width: 1), name)
  }

  private mutating func pointwise(
    _ channels: Int, hasBias: Bool, after input: Int, _ name: Name
  ) throws(NetworkError) -> Int {
    var shape = shape(of: input)
    shape.channels = channels
    let layer = Network.Convolution(
      kernelHeight: 1, kernelWidth: 1, verticalStride: 1, horizontalStride: 1, dilation: 1,
      groups: 1, hasBias: hasBias)
    return try checked(.convolution(layer), input, shape, name)
  }

  mutating func product(
    _ input: Int, _ gate: Int, _ name: Name
  ) throws(NetworkError) -> Int {
    let (shape, factors) = (shape(of: input), shape(of: gate))
    guard
      factors == shape
        || factors.channels == shape.channels && network.isVector(gate)
    else {
      throw NetworkError(
        "\(path(name)): a gate of \(factors) for \(shape); expected the same shape, or a "
          + "number for each "
          + "channel after a global pooling")
    }
    return add(.product, [input, gate], shape, name)
  }

  mutating func append(
    _ squeezeExcite: BlockSqueezeExcite, to input: Int, entry: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    let channels = shape(of: input).channels
    let inner = resolved(squeezeExcite.channels, entry: entry, current: channels, at: place)
    let gate = Block([
      .globalAveragePooling,
      .linear(BlockLinear(features: .channels(.fixed(inner)), hasBias: true)),
      .activation(squeezeExcite.activation),
      .linear(BlockLinear(features: .channels(.fixed(channels)), hasBias: true)),
      .activation(squeezeExcite.gate),
    ])
    return try product(input, append(gate, to: input, at: place, name), name)
  }

  mutating func append(
    _ attention: BlockAttention, to input: Int, at place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    let shape = shape(of: input)
    let (positions, isRow) = (shape.height * shape.width, shape.width == 1)
    guard !network.isVector(input) else {
      throw NetworkError(
        "\(path(name)): attention meets a vector; expected a feature map or "
          + "tokens")
    }
    let headChannels: Int
    if let channels = attention.headChannels {
      headChannels = channels
    } else {
      guard shape.channels % attention.heads == 0 else {
        throw NetworkError(
          "\(path(name)): \(shape.channels) channels cannot be shared by \(attention.heads) "
            + "heads; give "
            + "\"head-channels\"")
      }
      headChannels = shape.channels / attention.heads
    }
    // Every head has as many weights as there are pairs of positions.
    guard positions <= 16_384, attention.heads * headChannels <= 21_845 else {
      throw NetworkError(
        "\(path(name)): attention over \(positions) positions with \(attention.heads) heads of "
          + "\(headChannels) channels is too large; expected at most 16384 positions "
          + "and 21845 channels")
    }
    var relative: Network.RelativePositions?
    if let largest = attention.relativePositions {
      let root = Int(Double(positions - 1).squareRoot().rounded())
      guard !isRow || root * root == positions - 1, root > 0 else {
        throw NetworkError(
          "\(path(name)): relative positions of \(shape); expected a feature map, or the "
            + "tokens of a "
            + "square map behind a class token")
      }
      relative = Network.RelativePositions(
        largest: largest, width: isRow ? root : shape.width, hasClassToken: isRow)
    }
    let projected = try pointwise(
      3 * attention.heads * headChannels, hasBias: attention.hasBias, after: input, name)
    var mixed = shape
    mixed.channels = attention.heads * headChannels
    let core = try checked(
      .attention(
        Network.Attention(
          heads: attention.heads, headChannels: headChannels, relativePositions: relative)),
      projected, mixed, name)
    return try pointwise(shape.channels, hasBias: true, after: core, name)
  }

  /// Adds, takes or drops a class token, or adds an embedding of positions.
  mutating func append(
    tokens layer: BlockLayer, to input: Int, _ name: Name
  ) throws(NetworkError) -> Int {
    let shape = shape(of: input)
    let positions = shape.height * shape.width
    func tokens(_ count: Int) -> Network.Shape {
      Network.Shape(channels: shape.channels, height: count, width: 1)
    }
    guard !network.isVector(input) else {
      throw NetworkError(
        "\(path(name)): tokens are expected, and a vector of "
          + "\(shape.channels) found")
    }
    switch layer {
    case .classToken: return try checked(.classToken, input, tokens(positions + 1), name)
    case .positionEmbedding: return add(.positionEmbedding, [input], shape, name)
    default:
      guard shape.width == 1, positions > 1 else {
        throw NetworkError(
          "\(path(name)): \(shape) has no class token; expected "
            + "\"class-token\" before")
      }
      let isTaken = layer == .takeClassToken
      return try checked(
        isTaken ? .takeClassToken : .dropClassToken, input, tokens(isTaken ? 1 : positions - 1),
        name)
    }
  }
}
