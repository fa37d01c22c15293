/// A layer of PyTorch that has no layers inside, as far as descriptions of operators go.
enum ModuleLayer {
  case convolution(ModuleConvolution)
  case linear(entry: Int?, exit: Int?)
  case normalisation(String)
  case activation(String)
  case globalPooling
  case squeezeExcite
  case attention
  case feedForward(expansion: Int?)
  /// Changes nothing that a description tells of: dropout, a change of shape.
  case nothing(String)
  /// Anything else, in words.
  case other(String)
}

/// A two-dimensional convolution.
struct ModuleConvolution {
  let height: Int
  let width: Int
  let stride: Int
  let dilation: Int
  /// 1 where it is depthwise.
  let groups: Int
  let isDepthwise: Bool
  let channels: (entry: Int?, exit: Int?)

  var isPointwise: Bool { height == 1 && width == 1 && groups == 1 && !isDepthwise }

  init?(_ module: PrintedModule) {
    guard let kernel = module.pair("kernel_size", 2) else { return nil }
    let entry = module.argument("in_channels", 0)
    let groups = module.argument("groups", 6) ?? "1"
    let count = Int(groups)
    isDepthwise = groups != "1" && groups == entry
    guard isDepthwise || count != nil else { return nil }
    let stride = module.argument("stride", 3) == nil ? (1, 1) : module.pair("stride", 3)
    let dilation = module.argument("dilation", 5) == nil ? (1, 1) : module.pair("dilation", 5)
    guard let stride, let dilation else { return nil }
    (height, width) = kernel
    self.stride = max(stride.0, stride.1)
    self.dilation = max(dilation.0, dilation.1)
    self.groups = isDepthwise ? 1 : count ?? 1
    channels = (
      entry.flatMap { Int($0) }, module.argument("out_channels", 1).flatMap { Int($0) }
    )
  }

  /// Whether both do the same to each pixel.
  func isLike(_ other: ModuleConvolution) -> Bool {
    height == other.height && width == other.width && dilation == other.dilation
      && groups == other.groups && isDepthwise == other.isDepthwise
  }
}

extension ModuleLayer {
  private static let activations = [
    "ReLU": "ReLU", "ReLU6": "ReLU6", "SiLU": "swish", "Swish": "swish", "GELU": "GELU",
    "GELUActivation": "GELU", "NewGELUActivation": "GELU", "QuickGELU": "GELU",
    "MemoryEfficientSwish": "swish", "Hardswish": "hard-swish", "HardSwish": "hard-swish",
    "Hswish": "hard-swish", "HSwish": "hard-swish", "h_swish": "hard-swish", "Mish": "Mish",
    "LeakyReLU": "leaky ReLU", "Sigmoid": "sigmoid", "Tanh": "tanh",
    "Hardsigmoid": "hard sigmoid", "HardSigmoid": "hard sigmoid", "Hsigmoid": "hard sigmoid",
    "h_sigmoid": "hard sigmoid", "ELU": "ELU", "SELU": "SELU", "PReLU": "PReLU",
  ]
  private static let normalisations = [
    "BatchNorm1d": "batch normalisation", "BatchNorm2d": "batch normalisation",
    "BatchNorm3d": "batch normalisation", "SyncBatchNorm": "batch normalisation",
    "BatchNormAct2d": "batch normalisation", "FrozenBatchNorm2d": "batch normalisation",
    "LayerNorm": "layer normalisation", "LayerNorm2d": "layer normalisation",
    "RMSNorm": "layer normalisation", "GroupNorm": "group normalisation",
    "InstanceNorm2d": "instance normalisation",
  ]
  private static let nothings: Set<String> = [
    "Dropout", "Dropout1d", "Dropout2d", "Identity", "DropPath", "StochasticDepth", "Permute",
    "Flatten", "Unflatten", "Rearrange", "LayerScale", "IdentityLayer",
  ]
  /// Layers that are no convolution, in words that the corpus knows.
  private static let words = [
    "Softmax": "softmax", "Softmax2d": "softmax", "LogSoftmax": "softmax",
    "Embedding": "token embedding", "GLU": "gated linear unit",
    "LSTM": "LSTM", "LSTMCell": "LSTM", "GRU": "GRU", "GRUCell": "GRU", "RNN": "recurrent layer",
    "RNNCell": "recurrent layer", "GCNConv": "graph convolution", "GraphConv": "graph convolution",
    "GATConv": "graph attention", "GATv2Conv": "graph attention", "SAGEConv": "GraphSAGE",
    "GINConv": "graph isomorphism network layer", "EdgeConv": "edge convolution",
    "ChebConv": "spectral graph convolution", "Upsample": "upsampling",
    "UpsamplingNearest2d": "upsampling", "UpsamplingBilinear2d": "upsampling",
    "PixelShuffle": "pixel shuffle", "AdaptiveMaxPool2d": "global max pooling",
    "ChannelShuffle": "channel shuffle", "ZeroPad2d": "padding", "ConstantPad2d": "padding",
    "ReflectionPad2d": "padding", "ReplicationPad2d": "padding", "Zero": "zero",
    "Zeroize": "zero", "ZeroOp": "zero", "ZeroLayer": "zero",
  ]
  private static let recurrent: Set<String> = ["LSTM", "GRU", "RNN"]

  /// A module without modules inside; nil where it is not known for certain.
  init?(_ module: PrintedModule) {
    if let name = ModuleLayer.activations[module.name] {
      self = .activation(name)
    } else if let name = ModuleLayer.normalisations[module.name] {
      self = .normalisation(name)
    } else if ModuleLayer.nothings.contains(module.name) {
      // Drop path and stochastic depth are dropouts of whole blocks.
      let drops = module.name.hasPrefix("Drop") || module.name.hasPrefix("Stochastic")
      self = .nothing(drops ? "dropout" : "identity")
    } else if ModuleLayer.recurrent.contains(module.name), module.named["bidirectional"] == "True" {
      self = .other("bidirectional \(module.name)")
    } else if let words = ModuleLayer.words[module.name] {
      self = .other(words)
    } else if let layer = ModuleLayer.counted(module) {
      self = layer
    } else {
      return nil
    }
  }

  /// Layers whose arguments count.
  private static func counted(_ module: PrintedModule) -> ModuleLayer? {
    switch module.name {
    case "Conv2d", "Conv2dSame", "ConvNd": return ModuleConvolution(module).map { .convolution($0) }
    case "Linear":
      return .linear(
        entry: module.number("in_features", 0), exit: module.number("out_features", 1))
    case "MaxPool2d", "AvgPool2d":
      guard let kernel = module.pair("kernel_size", 0), kernel.0 == kernel.1 else { return nil }
      let stride = module.pair("stride", 1)?.0
      let kind = module.name == "MaxPool2d" ? "max" : "average"
      return .other(
        "\(kernel.0)x\(kernel.0) \(kind) pooling" + (stride.map { " with stride \($0)" } ?? ""))
    case "ConvTranspose2d", "DeformConv2d":
      guard let kernel = module.pair("kernel_size", 2), kernel.0 == kernel.1,
        let stride = stride(of: module)
      else { return nil }
      let kind = module.name == "DeformConv2d" ? "deformable" : "transposed"
      return .other("\(kernel.0)x\(kernel.0) \(kind) convolution\(stride)")
    case "Conv1d", "Conv3d":
      guard let kernel = module.numbers("kernel_size", 2)?.max(), let stride = stride(of: module)
      else { return nil }
      return .other(
        "\(module.name == "Conv1d" ? "1D" : "3D") convolution with kernel size \(kernel)\(stride)")
    case "MultiheadAttention":
      guard let heads = module.number("num_heads", 1) else { return nil }
      return .other("multi-head self-attention with \(heads) heads")
    case "TransformerEncoderLayer" where module.children.isEmpty:
      guard let heads = module.number("nhead", 1) else { return nil }
      return .other("transformer block with \(heads) heads")
    case "AdaptiveAvgPool2d":
      return module.pair("output_size", 0).flatMap { $0 == (1, 1) ? .globalPooling : nil }
    default: return nil
    }
  }

  /// The stride of a convolution in words, none for 1; nil where it is no number.
  private static func stride(of module: PrintedModule) -> String? {
    guard module.argument("stride", 3) != nil else { return "" }
    return module.numbers("stride", 3)?.max().map { $0 == 1 ? "" : " with stride \($0)" }
  }
}
