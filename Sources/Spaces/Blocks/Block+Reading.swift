import Documents
import Files

extension Block {
  /// Reads a list of layers: words such as `relu`, and mappings of one key such as
  /// `convolution: {kernel: 3}`.
  init?(reading value: DocumentValue) {
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
      ("global-average-pooling", .globalAveragePooling),
    ] + Activation.allCases.map { ($0.rawValue, .activation($0)) }
  private static let words = plain.map(\.word)
  private static let keys = [
    "convolution", "average-pooling", "max-pooling", "linear", "sum", "concatenation",
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
      guard let section = content.section("the linear layer", required: ["features"]),
        let features = section["features"]
      else { return nil }
      if features.scalarText() == "classes" {
        self = .linear(.classes)
      } else {
        guard let count = features.integer(in: 1...1_000_000) else { return nil }
        self = .linear(.fixed(count))
      }
    case "sum", "concatenation":
      guard let branches = content.someElements()?.map({ Block(reading: $0) }),
        !branches.contains(nil)
      else { return nil }
      let blocks = branches.compactMap { $0 }
      self = key == "sum" ? .sum(blocks) : .concatenation(blocks)
    default:
      content.report(
        "\"\(key)\" is no layer; expected one of \(list(BlockLayer.keys))"
          + NearestName.hint(for: key, among: BlockLayer.keys))
      return nil
    }
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
    // 3 is a square, [1, 7] is height and width.
    let sizes: [Int?]
    if kernel.isList {
      sizes = kernel.elements()?.map { $0.integer(in: 1...31) } ?? []
      guard sizes.count == 2 else {
        kernel.report("\(kernel.subject) has \(sizes.count) numbers; expected height and width")
        return nil
      }
    } else {
      let size = kernel.integer(in: 1...31)
      sizes = [size, size]
    }
    let stride = section["stride"].map { BlockStride(reading: $0) } ?? .fixed(1)
    let dilation = section["dilation"].map { $0.integer(in: 1...16) } ?? 1
    let channels = section["channels"].map { Channels(reading: $0) } ?? .place
    let groups = section["groups"].map { Groups(reading: $0) } ?? .fixed(1)
    let bias = section["bias"].map { $0.boolean() } ?? false
    guard let height = sizes[0], let width = sizes[1], let stride, let dilation, let channels,
      let groups, let bias
    else { return nil }
    self.init(
      kernelHeight: height, kernelWidth: width, stride: stride, dilation: dilation,
      channels: channels, groups: groups, hasBias: bias)
  }
}

extension BlockConvolution.Channels {
  /// `64`, `place`, `1/2 place`, `1/2 place up`, `3 input` or `1/4 input`.
  fileprivate init?(reading value: DocumentValue) {
    let expected =
      "a number, \"place\", a share such as \"1/2 place\", or a multiple such as \"3 input\""
    guard let text = value.scalarText() else { return nil }
    let words = text.split(separator: " ")
    let fraction = words.first.map { $0.split(separator: "/").map { Int($0) } } ?? []
    let numbers = fraction.compactMap { $0 }.filter { (1...65_536).contains($0) }
    let isNumber = numbers.count == fraction.count && (1...2).contains(numbers.count)
    let (numerator, denominator) = (numbers.first ?? 1, numbers.count == 2 ? numbers[1] : 1)
    switch words.dropFirst() {
    case [] where text == "place": self = .place
    case [] where isNumber && numbers.count == 1: self = .fixed(numerator)
    case ["input"] where isNumber:
      self = .ofInput(numerator: numerator, denominator: denominator)
    case ["place"] where isNumber && numerator == 1:
      self = .shareOfPlace(denominator: denominator, isRoundedUp: false)
    case ["place", "up"] where isNumber && numerator == 1:
      self = .shareOfPlace(denominator: denominator, isRoundedUp: true)
    default:
      value.report("\(value.subject) is \"\(text)\"; expected \(expected)")
      return nil
    }
  }
}

extension BlockConvolution.Groups {
  fileprivate init?(reading value: DocumentValue) {
    if value.scalarText() == "depthwise" {
      self = .depthwise
    } else {
      guard let count = value.integer(in: 1...65_536) else { return nil }
      self = .fixed(count)
    }
  }
}

extension BlockStride {
  fileprivate init?(reading value: DocumentValue) {
    if value.scalarText() == "place" {
      self = .place
    } else {
      guard let stride = value.integer(in: 1...8) else { return nil }
      self = .fixed(stride)
    }
  }
}

extension BlockPooling {
  fileprivate init?(reading value: DocumentValue, kind: Kind) {
    guard
      let section = value.section(
        "the pooling", required: ["kernel"], optional: ["stride", "padding"]),
      let kernel = section["kernel"]?.integer(in: 1...31)
    else { return nil }
    let stride = section["stride"].map { BlockStride(reading: $0) } ?? .fixed(1)
    let padding = section["padding"].map { $0.integer(in: 0...15) } ?? 0
    guard let stride, let padding else { return nil }
    self.init(kind: kind, kernel: kernel, stride: stride, padding: padding)
  }
}
