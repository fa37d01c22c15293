/// A class of blocks of layers, by the names that public projects give it.
enum BlockClass: Hashable, CaseIterable {
  case residual
  case bottleneck
  case fusedInvertedBottleneck
  case squeezeExcite
  case feedForward
  case attention
  case windowAttention
  case transformer
  case windowTransformer
  case mixer
  case convNeXt
  case factorisedReduction
  case patchEmbedding
  case fire
  case denseLayer
  case inception
  case ghost
  case shuffle
  case spatialGate
  case nonLocal
  case involution

  /// In small letters, without `_`.
  private var names: [String] {
    switch self {
    case .residual: ["basicblock", "residualblock", "resblock", "resnetbasicblock", "resnetblock"]
    case .bottleneck: ["bottleneck", "bottleneckblock", "resnetbottleneck", "resnextbottleneck"]
    case .fusedInvertedBottleneck: ["fusedmbconv", "fusedmbconvblock", "edgeresidual"]
    case .squeezeExcite:
      [
        "squeezeexcitation", "squeezeexcite", "semodule", "selayer", "seblock", "se", "effectivese",
        "ecamodule", "ecalayer", "squeezeandexcite", "squeezeandexcitation",
      ]
    case .feedForward: ["mlp", "ffn", "feedforward", "mlpblock", "positionwisefeedforward"]
    case .attention:
      [
        "attention", "selfattention", "multiheadattention", "multiheadselfattention", "mhsa",
        "attentionsuper",
      ]
    case .windowAttention: ["windowattention", "shiftedwindowattention", "windowattentionv2"]
    case .transformer:
      [
        "block", "transformerblock", "encoderblock", "encoderlayer", "transformerencoderlayer",
        "decoderlayer", "transformerlayer", "layer",
      ]
    case .windowTransformer: ["swintransformerblock", "swinblock", "swintransformerblockv2"]
    case .mixer: ["mixerblock", "mixerlayer", "mlpmixerblock"]
    case .convNeXt: ["cnblock", "convnextblock", "convnextlayer"]
    case .factorisedReduction: ["factorizedreduce", "factorisedreduction", "factorizedreduction"]
    case .patchEmbedding: ["patchembed", "patchembedding", "patchembedsuper", "vitpatchembeddings"]
    case .fire: ["fire", "firemodule"]
    case .denseLayer: ["denselayer"]
    case .inception:
      ["inception", "inceptiona", "inceptionb", "inceptionc", "inceptiond", "inceptionblock"]
    case .ghost: ["ghostmodule", "ghostconv"]
    case .shuffle: ["shufflev2block", "shufflenetunit", "shuffleblock", "shufflenetv2block"]
    case .spatialGate: ["spatialattention", "spatialgate", "spatialattentionmodule"]
    case .nonLocal: ["nonlocalblock", "nonlocal", "nonlocal2d", "nonlocalblock2d"]
    case .involution: ["involution", "involution2d"]
    }
  }

  private static let classes: [String: BlockClass] = Dictionary(
    allCases.flatMap { kind in kind.names.map { ($0, kind) } }
  ) { first, _ in first }

  /// What language models put before the names of their classes.
  private static let families = [
    "bert", "roberta", "vit", "deit", "beit", "gpt2", "llama", "sdpa", "flash", "causal",
  ]

  /// The class of a module that shows what is inside; nil for others.
  init?(_ module: PrintedModule) {
    guard !module.children.isEmpty else { return nil }
    var name = module.name.lowercased().replacing("_", with: "")
    // The two branches of a ShuffleNetV2 unit, which torchvision calls an inverted residual.
    if name == "invertedresidual", Set(module.children.map(\.label)) == ["branch1", "branch2"] {
      self = .shuffle
      return
    }
    while BlockClass.classes[name] == nil,
      let family = BlockClass.families.first(where: name.hasPrefix)
    {
      name.removeFirst(family.count)
    }
    guard let kind = BlockClass.classes[name] else { return nil }
    self = kind
  }

  /// The words of classes that are what their name says, whatever is inside.
  var wordsByName: String? {
    switch self {
    case .squeezeExcite: "squeeze-and-excitation"
    case .attention: "multi-head self-attention"
    case .windowAttention: "window attention"
    case .windowTransformer: "Swin transformer block"
    case .mixer: "MLP-Mixer block"
    case .factorisedReduction: "factorised reduction"
    case .fire: "fire module"
    case .denseLayer: "densenet layer"
    case .inception: "inception module"
    case .ghost: "ghost module"
    case .spatialGate: "spatial attention gate"
    case .nonLocal: "non-local block"
    case .involution: "involution"
    default: nil
    }
  }

  /// The words of classes of which the layers inside give the numbers; nil where they say something
  /// else than the name.
  func words(layers: [ModuleLayer]) -> String? {
    let convolutions = layers.compactMap { layer -> ModuleConvolution? in
      if case .convolution(let convolution) = layer { convolution } else { nil }
    }
    let largest = convolutions.max { max($0.height, $0.width) < max($1.height, $1.width) }
    let window = largest.map { "\($0.height)x\($0.width) " } ?? ""
    let stride = convolutions.map(\.stride).max() ?? 1
    let suffix = stride > 1 ? " with stride \(stride)" : ""
    switch self {
    case .residual:
      let isSquare = !convolutions.contains { !$0.isLike(convolutions[0]) }
      return convolutions.count == 2 && isSquare ? "\(window)residual block\(suffix)" : nil
    case .bottleneck:
      guard convolutions.count == 3, let first = convolutions[0].channels.exit,
        let last = convolutions[2].channels.exit, first < last
      else { return nil }
      let groups = convolutions[1].groups
      return groups > 1
        ? "ResNeXt bottleneck with \(groups) groups \(window)\(suffix)"
        : "\(window)bottleneck block\(suffix)"
    case .convNeXt: return "\(window)ConvNeXt block"
    case .shuffle: return "\(window)shuffle block\(suffix)"
    case .patchEmbedding: return "\(window)patch embedding"
    case .transformer:
      // A block of convolutions has the same name elsewhere.
      let attends = layers.contains { if case .attention = $0 { true } else { false } }
      return attends && convolutions.isEmpty ? "transformer block" : nil
    case .fusedInvertedBottleneck, .feedForward: return nil
    default: return wordsByName
    }
  }

  /// What a class is where it is part of a larger block; nil where its layers say that.
  func part(
    of module: PrintedModule, layers: (PrintedModule) -> [ModuleLayer]?
  ) -> ModuleLayer? {
    switch self {
    case .squeezeExcite: return .squeezeExcite
    case .attention, .windowAttention: return .attention
    case .feedForward:
      let linears = (layers(module) ?? []).compactMap { layer -> (Int?, Int?)? in
        if case .linear(let entry, let exit) = layer { (entry, exit) } else { nil }
      }
      guard let first = linears.first else { return nil }
      return .feedForward(expansion: ModulePhrase.ratio(first.0, first.1))
    default: return wordsByName.map { .other($0) }
    }
  }
}
