import Documents
import Wording

extension Block {
  /// Reads a list of layers: words such as `relu`, and mappings of one key such as
  /// `convolution: {kernel: 3}`.
  package init?(reading value: DocumentValue) {
    guard let elements = value.elements() else { return nil }
    let layers = elements.map { BlockLayer(reading: $0) }
    guard !layers.contains(nil) else { return nil }
    self.init(layers.compactMap { $0 })
  }
}

extension BlockLayer {
  /// Layers without settings.
  private static let plain: [(word: String, layer: BlockLayer)] =
    [
      ("batch-norm", .batchNorm), ("instance-norm", .instanceNorm), ("map-norm", .mapNorm),
      ("layer-norm", .layerNorm), ("global-average-pooling", .globalAveragePooling),
      ("class-token", .classToken), ("take-class-token", .takeClassToken),
      ("drop-class-token", .dropClassToken), ("position-embedding", .positionEmbedding),
    ] + Activation.allCases.map { ($0.rawValue, .activation($0)) }
  private static let words = plain.map(\.word)
  private static let keys = [
    "convolution", "average-pooling", "max-pooling", "linear", "sum", "concatenation", "residual",
    "gate", "squeeze-excite", "attention", "patch-embedding", "split", "channel-shuffle",
    "graph", "across-positions",
  ]

  fileprivate init?(reading value: DocumentValue) {
    guard let (key, content) = value.onlyEntry() else {
      guard let word = value.text() else { return nil }
      if let found = BlockLayer.plain.first(where: { $0.word == word }) {
        self = found.layer
      } else {
        value.report(
          "\(value.subject) is \"\(word)\", which is no layer; expected one of "
            + "\(list(BlockLayer.words)), or a mapping with one of \(list(BlockLayer.keys))"
            + NearestName.hint(for: word, among: BlockLayer.words + BlockLayer.keys))
        return nil
      }
      return
    }
    switch key {
    case "convolution":
      guard let convolution = BlockConvolution(reading: content) else { return nil }
      self = .convolution(convolution)
    case "average-pooling", "max-pooling":
      guard
        let pooling = BlockPooling(
          reading: content, kind: key == "max-pooling" ? .max : .average)
      else { return nil }
      self = .pooling(pooling)
    case "linear":
      guard let linear = BlockLinear(reading: content) else { return nil }
      self = .linear(linear)
    case "residual", "gate", "across-positions":
      guard let block = Block(reading: content) else { return nil }
      switch key {
      case "residual": self = .residual(block)
      case "gate": self = .gate(block)
      default: self = .acrossPositions(block)
      }
    case "squeeze-excite":
      guard let squeezeExcite = BlockSqueezeExcite(reading: content) else { return nil }
      self = .squeezeExcite(squeezeExcite)
    case "attention":
      guard let attention = BlockAttention(reading: content) else { return nil }
      self = .attention(attention)
    case "patch-embedding":
      guard
        let section = content.section("the patch embedding", required: ["size", "channels"]),
        let size = section["size"]?.integer(in: 1...256),
        let channels = section["channels"].flatMap({ Channels(reading: $0) })
      else { return nil }
      self = .patchEmbedding(size: size, channels: channels)
    case "channel-shuffle":
      guard let section = content.section("the channel shuffle", required: ["groups"]),
        let groups = section["groups"]?.integer(in: 2...NumberLimit.groups.range.upperBound)
      else { return nil }
      self = .channelShuffle(groups: groups)
    case "graph":
      guard let edges = [GraphEdge](reading: content) else { return nil }
      self = .graph(edges)
    case "sum", "concatenation", "split":
      guard let branches = content.someElements()?.map({ Block(reading: $0) }),
        !branches.contains(nil)
      else { return nil }
      let blocks = branches.compactMap { $0 }
      switch key {
      case "sum": self = .sum(blocks)
      case "split": self = .split(blocks)
      default: self = .concatenation(blocks)
      }
    default:
      content.report(
        "\"\(key)\" is no layer; expected one of \(list(BlockLayer.keys))"
          + NearestName.hint(for: key, among: BlockLayer.keys))
      return nil
    }
  }
}

extension [BlockLayer.GraphEdge] {
  private static let largestNode = 63

  /// A list of `[source, target, [layers]]`. Every node is on a way from node 0 to the last one.
  fileprivate init?(reading value: DocumentValue) {
    guard let elements = value.someElements() else { return nil }
    let edges = elements.compactMap { BlockLayer.GraphEdge(reading: $0, upTo: Self.largestNode) }
    guard edges.count == elements.count else { return nil }
    let last = edges.map(\.target).max() ?? 0
    for node in 0...last {
      if node > 0, !edges.contains(where: { $0.target == node }) {
        value.report(
          "\(value.subject) has no edge to node \(node); add one, or leave out its number")
        return nil
      }
      if node < last, !edges.contains(where: { $0.source == node }) {
        value.report(
          "\(value.subject) has no edge out of node \(node), so nothing reads it; add one, or "
            + "remove it"
        )
        return nil
      }
    }
    self = edges
  }
}

extension BlockLayer.GraphEdge {
  fileprivate init?(reading value: DocumentValue, upTo largest: Int) {
    guard let parts = value.elements() else { return nil }
    guard parts.count == 3 else {
      value.report(
        "\(value.subject) has \(parts.count) elements; expected the number of the source, that of "
          + "the target, and a block, such as [0, 1, [relu]]")
      return nil
    }
    guard let source = parts[0].integer(in: 0...largest - 1),
      let target = parts[1].integer(in: source + 1...largest), let block = Block(reading: parts[2])
    else { return nil }
    self.init(source: source, target: target, block: block)
  }
}

extension BlockConvolution {
  private static let optional = ["stride", "dilation", "channels", "groups", "bias"]

  fileprivate init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        "the convolution", required: ["kernel"], optional: BlockConvolution.optional),
      let kernel = section["kernel"]
    else { return nil }
    let sizes = BlockConvolution.readPair(kernel) { $0.integer(.kernel) }
    let strides =
      section["stride"].map { BlockConvolution.readPair($0) { BlockStride(reading: $0) } }
      ?? (.fixed(1), .fixed(1))
    let dilation = section["dilation"].map { $0.integer(.dilation) } ?? 1
    let channels = section["channels"].map { Channels(reading: $0) } ?? .place
    let groups = section["groups"].map { Groups(reading: $0) } ?? .fixed(1)
    let bias = section["bias"].map { $0.boolean() } ?? false
    guard let sizes, let strides, let dilation, let channels, let groups, let bias else {
      return nil
    }
    self.init(
      kernelHeight: sizes.0, kernelWidth: sizes.1, verticalStride: strides.0,
      horizontalStride: strides.1, dilation: dilation, channels: channels, groups: groups,
      hasBias: bias)
  }

  /// One value for both directions, or a list of the one down and the one across: 3 is a square,
  /// [1, 7] is height and width.
  private static func readPair<Value>(
    _ value: DocumentValue, _ read: (DocumentValue) -> Value?
  ) -> (Value, Value)? {
    guard value.isList else { return read(value).map { ($0, $0) } }
    let values = value.elements()?.map(read) ?? []
    guard values.count == 2 else {
      value.report("\(value.subject) has \(values.count) numbers; expected height and width")
      return nil
    }
    guard let height = values[0], let width = values[1] else { return nil }
    return (height, width)
  }
}

extension BlockConvolution.Groups {
  fileprivate init?(reading value: DocumentValue) {
    if value.scalarText() == "depthwise" {
      self = .depthwise
    } else {
      guard let count = value.integer(.groups) else { return nil }
      self = .fixed(count)
    }
  }
}

extension BlockStride {
  fileprivate init?(reading value: DocumentValue) {
    if value.scalarText() == "place" {
      self = .place
    } else {
      guard let stride = value.integer(.stride) else { return nil }
      self = .fixed(stride)
    }
  }
}

extension BlockPooling {
  fileprivate init?(reading value: DocumentValue, kind: Kind) {
    guard
      let section = value.section(
        "the pooling", required: ["kernel"], optional: ["stride", "padding"]),
      let kernel = section["kernel"]?.integer(.kernel)
    else { return nil }
    let stride = section["stride"].map { BlockStride(reading: $0) } ?? .fixed(1)
    let padding = section["padding"].map { $0.integer(.padding) } ?? 0
    guard let stride, let padding else { return nil }
    self.init(kind: kind, kernel: kernel, stride: stride, padding: padding)
  }
}
