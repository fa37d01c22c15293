/// A module of PyTorch as code calls it or as Python prints it: `Conv2d(64, 64, kernel_size=(3, 3),
/// stride=(1, 1), padding=(1, 1), groups=64)`, and a `Sequential` of such.
///
/// It becomes a phrase such as "3x3 depthwise convolution". What is not known for certain becomes
/// none, and is read as any other text.
struct ModuleText {
  private struct Module {
    let name: String
    var positional: [String] = []
    var named: [String: String] = [:]
    var children: [Module] = []
  }

  /// What the layers compute, in words.
  let phrase: String

  init?(_ text: String) {
    guard text.contains("(") else { return nil }
    var parser = Parser(Array(text))
    guard let module = parser.module(), parser.isAtEnd else { return nil }
    let layers = ModuleText.leaves(of: module).map(ModuleText.layer)
    guard !layers.isEmpty, !layers.contains(where: { $0 == nil }),
      let phrase = ModuleText.phrase(of: layers.compactMap { $0 })
    else { return nil }
    self.phrase = phrase
  }

  private static func leaves(of module: Module) -> [Module] {
    guard ["Sequential", "ModuleList"].contains(module.name) else { return [module] }
    return module.children.flatMap(leaves)
  }

  // MARK: Layers

  private struct Convolution: Equatable {
    let height: Int
    let width: Int
    let stride: Int
    let dilation: Int
    let groups: Int
    let isDepthwise: Bool
    let channels: (entry: Int?, exit: Int?)

    var isPointwise: Bool { height == 1 && width == 1 && groups == 1 && !isDepthwise }

    static func == (left: Convolution, right: Convolution) -> Bool {
      left.height == right.height && left.width == right.width && left.dilation == right.dilation
        && left.groups == right.groups && left.isDepthwise == right.isDepthwise
    }
  }

  private enum Layer {
    case convolution(Convolution)
    case linear(entry: Int?, exit: Int?)
    case normalisation(String)
    case activation(String)
    case globalPooling
    /// Anything else, in words.
    case other(String)
  }

  private static let activations = [
    "ReLU": "ReLU", "ReLU6": "ReLU6", "SiLU": "swish", "GELU": "GELU", "Hardswish": "hard-swish",
    "Mish": "Mish", "LeakyReLU": "leaky ReLU", "Sigmoid": "sigmoid", "Tanh": "tanh",
    "Hardsigmoid": "hard sigmoid", "ELU": "ELU", "PReLU": "PReLU",
  ]
  private static let normalisations = [
    "BatchNorm1d": "batch normalisation", "BatchNorm2d": "batch normalisation",
    "LayerNorm": "layer normalisation", "SyncBatchNorm": "batch normalisation",
    "BatchNorm3d": "batch normalisation", "GroupNorm": "group normalisation",
  ]

  private static func layer(of module: Module) -> Layer? {
    switch module.name {
    case "Conv2d": return convolution(module).map { .convolution($0) }
    case "Linear":
      return .linear(
        entry: number(module, "in_features", 0), exit: number(module, "out_features", 1))
    case "MaxPool2d", "AvgPool2d":
      guard let kernel = pair(module, "kernel_size", 0), kernel.0 == kernel.1 else { return nil }
      let stride = pair(module, "stride", 1)?.0
      let kind = module.name == "MaxPool2d" ? "max" : "average"
      return .other(
        "\(kernel.0)x\(kernel.0) \(kind) pooling" + (stride.map { " with stride \($0)" } ?? ""))
    case "ConvTranspose2d":
      guard let kernel = pair(module, "kernel_size", 2), kernel.0 == kernel.1,
        let stride = stride(module)
      else { return nil }
      return .other("\(kernel.0)x\(kernel.0) transposed convolution\(stride)")
    case "Conv1d", "Conv3d":
      guard let kernel = number(module, "kernel_size", 2), let stride = stride(module) else {
        return nil
      }
      return .other(
        "\(module.name == "Conv1d" ? "1D" : "3D") convolution with kernel size \(kernel)\(stride)")
    case "MultiheadAttention":
      guard let heads = number(module, "num_heads", 1) else { return nil }
      return .other("multi-head self-attention with \(heads) heads")
    case "AdaptiveAvgPool2d":
      return pair(module, "output_size", 0).flatMap { $0 == (1, 1) ? .globalPooling : nil }
    case "Identity": return .other("identity")
    case "Dropout", "Dropout2d": return .other("dropout")
    default: break
    }
    if let name = activations[module.name] { return .activation(name) }
    if let name = normalisations[module.name] { return .normalisation(name) }
    return nil
  }

  /// The stride of a convolution in words, none for 1; nil where it is no number.
  private static func stride(_ module: Module) -> String? {
    guard module.named["stride"] != nil || module.positional.count > 3 else { return "" }
    return pair(module, "stride", 3).map { $0 == (1, 1) ? "" : " with stride \($0.0)" }
  }

  private static func convolution(_ module: Module) -> Convolution? {
    guard let kernel = pair(module, "kernel_size", 2) else { return nil }
    func text(_ name: String, _ place: Int) -> String? {
      module.named[name]
        ?? (module.positional.indices.contains(place) ? module.positional[place] : nil)
    }
    let entry = text("in_channels", 0)
    let groups = text("groups", 6) ?? "1"
    let count = Int(groups)
    let isDepthwise = groups != "1" && groups == entry
    guard isDepthwise || count != nil else { return nil }
    let stride = text("stride", 3) == nil ? (1, 1) : pair(module, "stride", 3)
    let dilation = text("dilation", 5) == nil ? (1, 1) : pair(module, "dilation", 5)
    guard let stride, let dilation else { return nil }
    return Convolution(
      height: kernel.0, width: kernel.1, stride: max(stride.0, stride.1),
      dilation: max(dilation.0, dilation.1), groups: isDepthwise ? 1 : count ?? 1,
      isDepthwise: isDepthwise,
      channels: (entry.flatMap { Int($0) }, text("out_channels", 1).flatMap { Int($0) }))
  }

  private static func number(_ module: Module, _ name: String, _ place: Int) -> Int? {
    let text =
      module.named[name]
      ?? (module.positional.indices.contains(place) ? module.positional[place] : nil)
    return text.flatMap { Int($0) }
  }

  /// One number for both directions, or two.
  private static func pair(_ module: Module, _ name: String, _ place: Int) -> (Int, Int)? {
    let text =
      module.named[name]
      ?? (module.positional.indices.contains(place) ? module.positional[place] : nil)
    guard let text else { return nil }
    if let number = Int(text) { return (number, number) }
    let numbers = text.filter { !"()[] ".contains($0) }.split(separator: ",").map { Int($0) }
    guard numbers.count == 2, let first = numbers[0], let second = numbers[1] else { return nil }
    return (first, second)
  }

  // MARK: Phrases

  private static func phrase(of layers: [Layer]) -> String? {
    if layers.count == 1 {
      switch layers[0] {
      case .convolution(let convolution): return phrase(of: convolution)
      case .linear: return "fully connected layer"
      case .normalisation(let words), .activation(let words), .other(let words): return words
      case .globalPooling: return "global average pooling"
      }
    }
    var convolutions: [Convolution] = []
    var linears: [(entry: Int?, exit: Int?)] = []
    var others: [String] = []
    var (hasNorm, hasActivation, pools) = (false, false, false)
    var last = ""
    for layer in layers {
      switch layer {
      case .convolution(let convolution): convolutions.append(convolution)
      case .linear(let entry, let exit): linears.append((entry, exit))
      case .normalisation: hasNorm = true
      case .activation(let name):
        hasActivation = true
        last = name
      case .globalPooling: pools = true
      case .other(let words): others.append(words)
      }
    }
    others.removeAll { $0 == "dropout" || $0 == "identity" }
    if pools {
      let isGate =
        last.hasSuffix("sigmoid") && others.isEmpty
        && (convolutions.count == 2 && convolutions.allSatisfy(\.isPointwise)
          || linears.count == 2 && convolutions.isEmpty)
      return isGate ? "squeeze-and-excitation" : nil
    }
    if convolutions.isEmpty, others.isEmpty, linears.count == 2 {
      return "feed-forward layer" + expansion(linears[0].entry, linears[0].exit)
    }
    guard linears.isEmpty, others.isEmpty, !convolutions.isEmpty else {
      return convolutions.isEmpty && linears.isEmpty && others.count == 1 ? others[0] : nil
    }
    guard let words = phrase(of: convolutions) else { return nil }
    let denied =
      hasNorm
      ? (hasActivation ? "" : " without activation")
      : hasActivation ? " without batch normalisation" : ""
    return words + (convolutions.count == 1 ? denied : "")
  }

  private static func expansion(_ entry: Int?, _ exit: Int?) -> String {
    guard let entry, let exit, entry > 0, exit % entry == 0 else { return "" }
    return " with expansion \(exit / entry)"
  }

  private static func phrase(of convolution: Convolution) -> String {
    var words = "\(convolution.height)x\(convolution.width) "
    // As calls of that kind are spelled in the corpus.
    if convolution.isDepthwise, convolution.dilation == 1 {
      return words + "convolution depthwise"
        + (convolution.stride > 1 ? " with stride \(convolution.stride)" : "")
    }
    if convolution.dilation > 1 { words += "dilated " }
    words += convolution.isDepthwise ? "depthwise " : convolution.groups > 1 ? "grouped " : ""
    words += "convolution"
    if convolution.dilation > 1 { words += " with dilation rate \(convolution.dilation)" }
    if convolution.groups > 1 { words += " with \(convolution.groups) groups" }
    return words + (convolution.stride > 1 ? " with stride \(convolution.stride)" : "")
  }

  private static func phrase(of convolutions: [Convolution]) -> String? {
    let first = convolutions[0]
    let stride = convolutions.map(\.stride).max() ?? 1
    let suffix = stride > 1 ? " with stride \(stride)" : ""
    func separable(_ convolution: Convolution) -> String {
      let dilated = convolution.dilation > 1
      return "\(convolution.height)x\(convolution.width) " + (dilated ? "dilated " : "")
        + "depthwise separable convolution"
        + (dilated ? " with dilation rate \(convolution.dilation)" : "")
    }
    switch convolutions.count {
    case 1: return phrase(of: first)
    case 2 where first.isDepthwise && convolutions[1].isPointwise:
      return separable(first) + suffix
    case 2
    where !first.isDepthwise && first.height != first.width
      && first.height == convolutions[1].width && first.width == convolutions[1].height
      && first.groups == 1:
      let (height, width) = (first.height, first.width)
      return "\(height)x\(width) followed by \(width)x\(height) convolution"
    case 3
    where first.isPointwise && convolutions[2].isPointwise:
      let (entry, middle) = (first.channels.entry, first.channels.exit)
      let kernel = "\(convolutions[1].height)x\(convolutions[1].width)"
      if convolutions[1].isDepthwise, let entry, let middle, middle >= entry {
        return "\(kernel) mobile inverted bottleneck" + expansion(entry, middle) + suffix
      }
      if !convolutions[1].isDepthwise, let entry, let middle, middle < entry {
        return "\(kernel) bottleneck block" + suffix
      }
      return nil
    default: return nil
    }
  }

  // MARK: Parsing

  private struct Parser {
    private let characters: [Character]
    private var position = 0

    init(_ characters: [Character]) { self.characters = characters }

    var isAtEnd: Bool {
      mutating get {
        skipSpace()
        return position >= characters.count
      }
    }

    private mutating func skipSpace() {
      while position < characters.count, characters[position].isWhitespace { position += 1 }
    }

    private mutating func skip(_ sign: Character) -> Bool {
      skipSpace()
      guard position < characters.count, characters[position] == sign else { return false }
      position += 1
      return true
    }

    private mutating func word() -> String {
      skipSpace()
      let start = position
      while position < characters.count,
        characters[position].isLetter || characters[position].isNumber
          || "_.-".contains(characters[position])
      {
        position += 1
      }
      return String(characters[start..<position])
    }

    mutating func module() -> Module? {
      let name = word()
      guard let first = name.first, first.isLetter, skip("(") else { return nil }
      var module = Module(name: String(name.split(separator: ".").last ?? ""))
      while !skip(")") {
        guard argument(of: &module) else { return nil }
        _ = skip(",")
        if position >= characters.count { return nil }
      }
      return module
    }

    private mutating func argument(of module: inout Module) -> Bool {
      let start = position
      // `(0): Conv2d(...)`, as modules are printed.
      if skip("(") {
        let label = word()
        if !label.isEmpty, skip(")"), skip(":") {
          guard let child = self.module() else { return false }
          module.children.append(child)
          return true
        }
        position = start
      }
      if let child = self.module() {
        module.children.append(child)
        return true
      }
      position = start
      let name = word()
      if skip("=") {
        guard let value = value() else { return false }
        module.named[name] = value
        return true
      }
      position = start
      guard let value = value() else { return false }
      module.positional.append(value)
      return true
    }

    /// A number, a word, or a tuple of such.
    private mutating func value() -> String? {
      skipSpace()
      let start = position
      if skip("(") || skip("[") {
        while position < characters.count, !")]".contains(characters[position]) { position += 1 }
        guard position < characters.count else { return nil }
        position += 1
      } else if skip("'") || skip("\"") {
        while position < characters.count, !"'\"".contains(characters[position]) { position += 1 }
        position += 1
      } else if word().isEmpty {
        return nil
      }
      return String(characters[start..<min(position, characters.count)])
    }
  }
}
