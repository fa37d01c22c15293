/// What layers one after another compute, in words that the corpus of operators knows.
struct ModulePhrase {
  private var convolutions: [ModuleConvolution] = []
  private var linears: [(entry: Int?, exit: Int?)] = []
  private var others: [String] = []
  private var hasNormalisation = false
  private var hasActivation = false
  private var hasSqueezeExcite = false
  private var hasAttention = false
  private var expansion: Int?
  private var feeds = false
  private var poolsGlobally = false
  private var lastActivation = ""

  /// nil where the layers are no operator that is known for certain.
  static func words(of layers: [ModuleLayer]) -> String? {
    let real = layers.filter { if case .nothing = $0 { false } else { true } }
    if real.count == 1, let words = words(of: real[0]) { return words }
    if real.isEmpty, case .nothing(let words)? = layers.first { return words }
    return ModulePhrase(real).words
  }

  private init(_ layers: [ModuleLayer]) {
    for layer in layers {
      switch layer {
      case .convolution(let convolution): convolutions.append(convolution)
      case .linear(let entry, let exit): linears.append((entry, exit))
      case .normalisation: hasNormalisation = true
      case .activation(let name):
        hasActivation = true
        lastActivation = name
      case .globalPooling: poolsGlobally = true
      case .squeezeExcite: hasSqueezeExcite = true
      case .attention: hasAttention = true
      case .feedForward(let ratio):
        feeds = true
        expansion = ratio
      case .nothing: break
      case .other(let words): others.append(words)
      }
    }
  }

  private static func words(of layer: ModuleLayer) -> String? {
    switch layer {
    case .convolution(let convolution): words(of: convolution)
    case .linear: "fully connected layer"
    case .normalisation(let words), .activation(let words), .other(let words): words
    case .nothing(let words): words
    case .globalPooling: "global average pooling"
    case .squeezeExcite: "squeeze-and-excitation"
    case .attention: "multi-head self-attention"
    case .feedForward(let ratio): "feed-forward layer" + words(ofExpansion: ratio)
    }
  }

  private var words: String? {
    if hasAttention {
      let feeds = feeds || linears.count == 2
      guard convolutions.isEmpty, others.isEmpty, !poolsGlobally, !hasSqueezeExcite else {
        return nil
      }
      return feeds
        ? "transformer block" : linears.isEmpty ? "multi-head self-attention" : nil
    }
    if feeds {
      return convolutions.isEmpty && linears.isEmpty && others.isEmpty
        ? "feed-forward layer" + Self.words(ofExpansion: expansion) : nil
    }
    if poolsGlobally { return isGate ? "squeeze-and-excitation" : nil }
    if let first = convolutions.first, convolutions.count == 1, first.isDepthwise,
      linears.count == 2, others.isEmpty, hasNormalisation
    {
      return "\(first.height)x\(first.width) ConvNeXt block"
    }
    if convolutions.isEmpty, others.isEmpty, linears.count == 2 {
      return "feed-forward layer"
        + Self.words(ofExpansion: Self.ratio(linears[0].entry, linears[0].exit))
    }
    guard linears.isEmpty, others.isEmpty, !convolutions.isEmpty else {
      return convolutions.isEmpty && linears.isEmpty && others.count == 1 ? others[0] : nil
    }
    guard let words = wordsOfConvolutions else { return nil }
    let denied =
      hasNormalisation
      ? (hasActivation ? "" : " without activation")
      : hasActivation ? " without batch normalisation" : ""
    return words + (convolutions.count == 1 ? denied : "")
  }

  /// A gate of each channel by the means of all: global pooling, two small layers, a sigmoid; or
  /// one convolution across the channels.
  private var isGate: Bool {
    guard lastActivation.hasSuffix("sigmoid") else { return false }
    if others.count == 1, others[0].hasPrefix("1D convolution") {
      return convolutions.isEmpty && linears.isEmpty
    }
    return others.isEmpty
      && (convolutions.count == 2 && linears.isEmpty && convolutions.allSatisfy(\.isPointwise)
        || linears.count == 2 && convolutions.isEmpty)
  }

  /// How many times as wide the inside is; nil where that is no whole number.
  static func ratio(_ entry: Int?, _ exit: Int?) -> Int? {
    guard let entry, let exit, entry > 0, exit % entry == 0 else { return nil }
    return exit / entry
  }

  private static func words(ofExpansion ratio: Int?) -> String {
    ratio.map { " with expansion \($0)" } ?? ""
  }

  // MARK: Convolutions

  private static func words(of convolution: ModuleConvolution) -> String {
    var words = "\(convolution.height)x\(convolution.width) "
    let stride = convolution.stride > 1 ? " with stride \(convolution.stride)" : ""
    // As calls of that kind are spelled in the corpus.
    if convolution.isDepthwise, convolution.dilation == 1 {
      return words + "convolution depthwise" + stride
    }
    if convolution.dilation > 1 { words += "dilated " }
    words += convolution.isDepthwise ? "depthwise " : convolution.groups > 1 ? "grouped " : ""
    words += "convolution"
    if convolution.dilation > 1 { words += " with dilation rate \(convolution.dilation)" }
    if convolution.groups > 1 { words += " with \(convolution.groups) groups" }
    return words + stride
  }

  private static func separable(_ convolution: ModuleConvolution) -> String {
    let dilated = convolution.dilation > 1
    return "\(convolution.height)x\(convolution.width) " + (dilated ? "dilated " : "")
      + "depthwise separable convolution"
      + (dilated ? " with dilation rate \(convolution.dilation)" : "")
  }

  private var wordsOfConvolutions: String? {
    let first = convolutions[0]
    let stride = convolutions.map(\.stride).max() ?? 1
    let suffix = stride > 1 ? " with stride \(stride)" : ""
    let gate = hasSqueezeExcite ? " with squeeze-and-excitation" : ""
    switch convolutions.count {
    case 1: return hasSqueezeExcite ? nil : Self.words(of: first)
    case 2: return pair(suffix, gate)
    case 3 where first.isPointwise && convolutions[2].isPointwise:
      let (entry, middle) = (first.channels.entry, first.channels.exit)
      guard let entry, let middle else { return nil }
      let kernel = "\(convolutions[1].height)x\(convolutions[1].width)"
      if convolutions[1].isDepthwise, middle >= entry {
        return "\(kernel) mobile inverted bottleneck" + gate
          + Self.words(ofExpansion: Self.ratio(entry, middle)) + suffix
      }
      guard !convolutions[1].isDepthwise, middle < entry, !hasSqueezeExcite else { return nil }
      let groups = convolutions[1].groups
      return groups > 1
        ? "ResNeXt bottleneck with \(groups) groups \(kernel)" + suffix
        : "\(kernel) bottleneck block" + suffix
    case 4
    where !hasSqueezeExcite && first.isDepthwise && convolutions[2].isLike(first)
      && convolutions[1].isPointwise && convolutions[3].isPointwise:
      return first.dilation > 1
        ? "\(first.height)x\(first.width) double dilated separable convolution"
          + " with dilation rate \(first.dilation)" + suffix
        : Self.separable(first) + " applied twice" + suffix
    default: return nil
    }
  }

  private func pair(_ suffix: String, _ gate: String) -> String? {
    let (first, second) = (convolutions[0], convolutions[1])
    if first.isDepthwise, second.isPointwise {
      return hasSqueezeExcite
        ? "\(first.height)x\(first.width) mobile inverted bottleneck" + gate + " with expansion 1"
          + suffix
        : Self.separable(first) + suffix
    }
    if !first.isDepthwise, first.height != first.width, first.height == second.width,
      first.width == second.height, first.groups == 1, !hasSqueezeExcite
    {
      let (height, width) = (first.height, first.width)
      return "\(height)x\(width) followed by \(width)x\(height) convolution"
    }
    // One full convolution widens, a pointwise one brings the width back.
    if !first.isDepthwise, first.groups == 1, first.height > 1, second.isPointwise,
      let entry = first.channels.entry, let middle = first.channels.exit, middle > entry
    {
      return "\(first.height)x\(first.width) fused mobile inverted bottleneck"
        + Self.words(ofExpansion: Self.ratio(entry, middle)) + suffix
    }
    return nil
  }
}
