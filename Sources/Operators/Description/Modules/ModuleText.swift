/// A module of PyTorch as code calls it or as Python prints it: `Conv2d(64, 64, kernel_size=(3, 3),
/// stride=(1, 1), padding=(1, 1), groups=64)`, a `Sequential` of such, and classes of known
/// projects with everything inside.
///
/// It becomes a phrase such as "3x3 depthwise convolution". The layers inside decide; the name of a
/// class does where they leave a choice. What is not known for certain becomes none, and is read as
/// any other text.
struct ModuleText {
  /// What the layers compute, in words.
  let phrase: String

  init?(_ text: String) {
    guard text.contains("(") else { return nil }
    var parser = PrintedModuleParser(Array(text))
    guard let module = parser.module(), parser.isAtEnd,
      let phrase = ModuleText.phrase(of: module)
    else { return nil }
    self.phrase = phrase
  }

  /// Children that lie beside what a block computes.
  private static let branches: Set<String> = ["downsample", "shortcut", "skip", "skip_op"]

  private static func phrase(of module: PrintedModule) -> String? {
    let role = BlockClass(module)
    if !module.children.isEmpty, let words = role?.wordsByName { return words }
    guard let layers = layers(of: module), !layers.isEmpty else {
      // Something inside is unknown; the name and the largest window still say what it is.
      return role.flatMap { $0.words(layers: known(in: module)) }
    }
    return role.flatMap { $0.words(layers: layers) } ?? ModulePhrase.words(of: layers)
  }

  /// The layers in order; nil where one is not known.
  private static func layers(of module: PrintedModule) -> [ModuleLayer]? {
    if let layer = ModuleLayer(module) { return [layer] }
    var layers: [ModuleLayer] = []
    guard !module.children.isEmpty else { return module.name == "Sequential" ? [] : nil }
    for child in module.children where !branches.contains(child.label) {
      if let part = BlockClass(child)?.part(of: child, layers: self.layers) {
        layers.append(part)
      } else {
        guard let inner = self.layers(of: child) else { return nil }
        layers += inner
      }
    }
    return layers
  }

  /// The layers that are known, whatever else is inside.
  private static func known(in module: PrintedModule) -> [ModuleLayer] {
    if let layer = ModuleLayer(module) { return [layer] }
    return module.children.filter { !branches.contains($0.label) }.flatMap(known)
  }
}
