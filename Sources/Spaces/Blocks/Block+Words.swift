import Wording

// Blocks as people read them.

extension Block {
  /// The layers in words, from the input on: "ReLU, 3x3 convolution, batch norm".
  public var words: String {
    layers.isEmpty ? "its input" : layers.map(\.words).joined(separator: ", ")
  }
}

extension BlockLayer {
  var words: String {
    switch self {
    case .convolution(let convolution): convolution.words
    case .batchNorm: "batch norm"
    case .instanceNorm: "instance norm"
    case .mapNorm: "layer norm of the feature map"
    case .activation(let activation): activation.words
    case .pooling(let pooling): pooling.words
    case .globalAveragePooling: "global average pooling"
    case .layerNorm: "layer norm"
    case .linear(let linear): linear.words
    case .residual(let block): "(\(block.words)), added to the input where it keeps its shape"
    case .gate(let block): "gate from (\(block.words))"
    case .squeezeExcite(let squeeze):
      "squeeze-excite" + (squeeze.channels.words.map { " \($0)" } ?? "")
    case .attention(let attention):
      "self-attention with \(attention.heads) head\(attention.heads == 1 ? "" : "s")"
        + (attention.headChannels.map { " of \($0) channels" } ?? "")
    case .patchEmbedding(let size, let channels):
      (["\(size)x\(size) patches"] + [channels.words].compactMap { $0 }).joined(separator: " ")
    case .classToken: "class token"
    case .takeClassToken: "the class token alone"
    case .dropClassToken: "all tokens but the class token"
    case .positionEmbedding: "position embedding"
    case .sum(let blocks) where blocks.count == 1: blocks[0].words
    case .sum(let blocks): "the sum of " + BlockLayer.words(blocks)
    case .graph(let edges): "a graph of " + BlockLayer.words(edges)
    case .split(let blocks):
      "the channels in \(blocks.count) shares and the concatenation of " + BlockLayer.words(blocks)
    case .acrossPositions(let block): "(\(block.words)) across the positions"
    case .channelShuffle(let groups): "channel shuffle of \(groups) groups"
    case .concatenation(let blocks): "the concatenation of " + BlockLayer.words(blocks)
    }
  }

  /// Each block once, with all edges that carry it.
  private static func words(_ edges: [GraphEdge]) -> String {
    let blocks = edges.map(\.block)
    let distinct = blocks.enumerated().filter { blocks.firstIndex(of: $0.element) == $0.offset }
    return distinct.map { _, block in
      let ways = edges.filter { $0.block == block }.map { "\($0.source) to \($0.target)" }
      return "(\(block.words)) from \(ways.joined(separator: ", "))"
    }.joined(separator: " and ")
  }

  private static func words(_ blocks: [Block]) -> String {
    blocks.map { "(\($0.words))" }.joined(separator: " and ")
  }
}

extension BlockLayer.Activation {
  fileprivate var words: String {
    switch self {
    case .relu: "ReLU"
    case .relu6: "ReLU6"
    case .gelu: "GELU"
    case .leakyReLU: "leaky ReLU"
    case .hardSwish: "hard swish"
    case .hardSigmoid: "hard sigmoid"
    case .swish, .sigmoid, .mish: rawValue
    }
  }
}

extension BlockConvolution {
  fileprivate var words: String {
    let kind =
      switch groups {
      case .fixed(1): "convolution"
      case .fixed(let count): "convolution in \(count) groups"
      case .depthwise: "depthwise convolution"
      }
    return
      (["\(kernelHeight)x\(kernelWidth) \(kind)"]
      + [
        strideWords, dilation == 1 ? nil : "dilation \(dilation)", channels.words,
        hasBias ? "with a bias" : nil,
      ].compactMap { $0 }).joined(separator: " ")
  }
}

extension BlockConvolution {
  fileprivate var strideWords: String? {
    guard verticalStride != horizontalStride else { return verticalStride.words }
    let down = verticalStride.words.map { "\($0) down" }
    let across = horizontalStride.words.map { "\($0) across" }
    return [down, across].compactMap { $0 }.first
  }
}

extension BlockLinear {
  fileprivate var words: String {
    switch features {
    case .classes: "linear layer to the classes"
    case .channels(.fixed(let count)): "linear layer to \(count) features"
    case .channels(let channels):
      (["linear layer"] + [channels.words].compactMap { $0 }).joined(separator: " ")
    }
  }
}

extension Channels {
  /// Nil for the channels of the place.
  fileprivate var words: String? {
    switch self {
    case .fixed(let count): "to \(count) channels"
    case .place: nil
    case .ofInput(1, 1): "to as many channels as the block's input"
    case .ofInput(let numerator, 1): "to \(numerator) times the channels of the block's input"
    case .ofInput(let numerator, let denominator):
      "to \(numerator)/\(denominator) of the channels of the block's input"
    case .restOfPlace: "to the channels asked for, less those of the block's input"
    case .ofCurrent(1, 1): "to as many channels"
    case .ofCurrent(let numerator, 1): "to \(numerator) times the channels"
    case .ofCurrent(let numerator, let denominator):
      "to \(numerator)/\(denominator) of the channels"
    case .divisible(let channels, let divisor):
      channels.words.map { "\($0), made divisible by \(divisor)" }
    case .shareOfPlace(let denominator, let isRoundedUp):
      "to 1/\(denominator) of the channels asked for\(isRoundedUp ? ", rounded up" : "")"
    }
  }
}

extension BlockStride {
  /// Nil where the stride is 1 or that of the place.
  fileprivate var words: String? {
    switch self {
    case .fixed(1), .place: nil
    case .fixed(let stride): "of stride \(stride)"
    }
  }
}

extension BlockPooling {
  fileprivate var words: String {
    let name = kind == .max ? "max" : "average"
    return (["\(kernel)x\(kernel) \(name) pooling"] + [stride.words].compactMap { $0 })
      .joined(separator: " ")
  }
}
