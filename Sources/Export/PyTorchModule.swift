import Networks
import Spaces
import Wording

/// A network as one self-contained, readable PyTorch module.
///
/// Each stem, entry, cell and head is a class; equal ones share it. Layers that reach no output
/// keep their weights, as in the space's own networks, but are not computed.
public struct PyTorchModule: NetworkExporter {
  public static let name = "pytorch"
  public static let summary = "a Python file with a torch.nn.Module"

  public static func file(of exported: ExportedNetwork) throws(NetworkError) -> [UInt8] {
    Array(text(of: exported).utf8)
  }

  static func text(of exported: ExportedNetwork) -> String {
    let network = exported.network
    let parts = Part.parts(of: network)
    let modules = classes(for: parts, in: network)
    var text = header(exported)
    for module in modules.distinct { text += "\n\n" + module.text }
    text += "\n\n" + self.network(parts, modules.names.map { "\($0)()" }, exported)
    return text
  }

  private static func header(_ exported: ExportedNetwork) -> String {
    let cost = NetworkCost(of: exported.network)
    let needs = exported.withTraining ? "Trains, too: --help tells how." : "Needs torch only."
    return """
      \"\"\"\(escapedForPython(exported.title)), \(escapedForPython(exported.dataSet.name)).

      architecture  \(escapedForPython(exported.architecture))
      parameters    \(cost.parameters)
      FLOPs         \(cost.multiplyAccumulates) (multiply-accumulates of \
      \(counted(exported.network)))

      \(needs) Input: [images, \(dimensions(of: exported))]; output: [images, \
      \(exported.dataSet.classes)].
      \"\"\"

      import torch
      from torch import nn
      """ + "\n" + PyTorchLayers.classes(for: exported.network).map { "\n\n" + $0 }.joined()
  }

  /// Channels, rows and columns of an image: "3, 32, 32".
  private static func dimensions(of exported: ExportedNetwork) -> String {
    let image = exported.network.layers[0].shape
    return "\(image.channels), \(image.height), \(image.width)"
  }

  /// The numbers that ``NetworkCost`` counts.
  private static func counted(_ network: Network) -> String {
    let hasAttention = network.layers.contains {
      if case .attention = $0.kind { true } else { false }
    }
    return hasAttention
      ? "convolutions, linear layers and attention" : "convolutions and linear layers"
  }

  /// The class `Network`, and what a file does with it.
  ///
  /// - Parameters:
  ///   - calls: what makes each part, such as `Cell1()`
  ///   - exported: nil for the class alone
  static func network(
    _ parts: [Part], _ calls: [String], _ exported: ExportedNetwork? = nil
  ) -> String {
    var text = "class Network(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    text += isRow(parts) ? row(parts, calls) : graph(parts, calls)
    guard let exported else { return text }
    text += "\n\n"
    if exported.withTraining { return text + PyTorchTraining.text(of: exported) }
    text += """
      if __name__ == "__main__":
          network = Network().eval()
          parameters = sum(p.numel() for p in network.parameters())
          with torch.no_grad():
              output = network(torch.zeros(1, \(dimensions(of: exported))))
          print(f"parameters {parameters}, output {tuple(output.shape)}")

      """
    return text
  }

  /// Whether every part reads the output of the one before it, and nothing else.
  private static func isRow(_ parts: [Part]) -> Bool {
    var running = 0
    for part in parts {
      if part.inputs != [running] { return false }
      running = part.output ?? running
    }
    return true
  }

  private static func row(_ parts: [Part], _ calls: [String]) -> String {
    var text = "        self.parts = nn.Sequential(\n"
    for (part, call) in zip(parts, calls) {
      text += "            \(call),  # \(onOneLine(part.name))\n"
    }
    return text + "        )\n\n    def forward(self, x):\n        return self.parts(x)\n"
  }

  private static func graph(_ parts: [Part], _ calls: [String]) -> String {
    var setUp = ""
    var forward = "\n    def forward(self, x):\n"
    var variables = [0: "x"]
    for (part, call) in zip(parts, calls) {
      let word = String(part.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
      setUp += "        self.\(word) = \(call)\n"
      guard let output = part.output else { continue }
      variables[output] = word
      let inputs = part.inputs.map { variables[$0] ?? "x" }.joined(separator: ", ")
      forward += "        \(word) = self.\(word)(\(inputs))\n"
    }
    let last = parts.last?.output.flatMap { variables[$0] } ?? "x"
    return setUp + forward + "        return \(last)\n"
  }

  // MARK: Classes

  private struct Module {
    let name: String
    let text: String
  }

  /// One class for each distinct part, and the class of each part.
  private static func classes(
    for parts: [Part], in network: Network
  ) -> (distinct: [Module], names: [String]) {
    var known: [String: String] = [:]
    var distinct: [Module] = []
    var names: [String] = []
    for part in parts {
      let body = body(of: part, in: network)
      if let name = known[body] {
        names.append(name)
        continue
      }
      let stem = part.kind.capitalisedWord
      let count = distinct.filter { $0.name.hasPrefix(stem) }.count
      let name = "\(stem)\(count + 1)"
      known[body] = name
      names.append(name)
      distinct.append(Module(name: name, text: "class \(name)(nn.Module):\n" + body))
    }
    return (distinct, names)
  }

  private static func body(of part: Part, in network: Network) -> String {
    var setUp = ""
    var forward = ""
    // An idle part passes its input on.
    let names = part.inputs.count == 1 ? ["x"] : part.inputs.indices.map { "x\($0)" }
    var variables = Dictionary(uniqueKeysWithValues: zip(part.inputs, names))
    var modules = 0
    for index in part.layers {
      let layer = network.layers[index]
      var inputs = network.inputs(of: layer).map { variables[$0] ?? "x" }
      if layer.kind == .product, network.isVector(network.inputs(of: layer)[1]),
        !network.isVector(layer.input)
      {
        inputs[1] += "[:, :, None, None]"
      }
      let variable = "h\(variables.count - part.inputs.count + 1)"
      variables[index] = variable
      let expression: String
      if let module = constructor(of: layer, in: network, isVector: network.isVector(index)) {
        modules += 1
        setUp += "        self.layer\(modules) = \(module)\n"
        expression = "self.layer\(modules)(\(inputs[0]))"
      } else {
        expression = function(of: layer, inputs, names[0])
      }
      guard part.live.contains(index) else { continue }
      let place = onOneLine(part.place(of: index, in: network))
      forward += "        \(variable) = \(expression)" + (place.isEmpty ? "\n" : "  # \(place)\n")
    }
    let start = "    def __init__(self):\n        super().__init__()\n"
    return (setUp.isEmpty ? "" : start + setUp + "\n")
      + "    def forward(self, \(names.joined(separator: ", "))):\n" + forward
      + "        return \(part.output.flatMap { variables[$0] } ?? names[0])\n"
  }

  /// The module of a layer that has weights or settings; nil for plain functions.
  ///
  /// - Parameter name: how a number of channels is written
  static func constructor(
    of layer: Network.Layer, in network: Network, isVector: Bool,
    channels name: (Int) -> String = { "\($0)" }
  ) -> String? {
    let inner = network.inputs(of: layer).first.map { network.layers[$0].shape.channels } ?? 0
    let (channels, outer) = (name(inner), name(layer.shape.channels))
    switch layer.kind {
    case .convolution(let convolution):
      let isSquare = convolution.kernelHeight == convolution.kernelWidth
      func pair(_ height: Int, _ width: Int, _ isEven: Bool) -> String {
        isEven ? "\(height)" : "(\(height), \(width))"
      }
      let strides = (convolution.verticalStride, convolution.horizontalStride)
      var arguments =
        "\(channels), \(outer), "
        + pair(convolution.kernelHeight, convolution.kernelWidth, isSquare)
      if strides != (1, 1) {
        arguments += ", stride=" + pair(strides.0, strides.1, strides.0 == strides.1)
      }
      if convolution.verticalPadding > 0 || convolution.horizontalPadding > 0 {
        arguments +=
          ", padding=" + pair(convolution.verticalPadding, convolution.horizontalPadding, isSquare)
      }
      if convolution.dilation > 1 { arguments += ", dilation=\(convolution.dilation)" }
      if convolution.groups > 1 {
        let groups = convolution.groups
        arguments += ", groups=\(groups == inner ? channels : "\(groups)")"
      }
      if !convolution.hasBias { arguments += ", bias=False" }
      return "nn.Conv2d(\(arguments))"
    case .batchNorm: return "nn.BatchNorm\(isVector ? 1 : 2)d(\(channels))"
    case .instanceNorm: return "nn.InstanceNorm2d(\(channels), affine=True)"
    case .mapNorm:
      return "nn.LayerNorm((\(channels), \(layer.shape.height), \(layer.shape.width)))"
    case .pooling(let pooling):
      let settings =
        "\(pooling.kernel), stride=\(pooling.stride), padding=\(pooling.padding)"
      return pooling.kind == .max
        ? "nn.MaxPool2d(\(settings))" : "nn.AvgPool2d(\(settings), count_include_pad=False)"
    case .linear(let hasBias):
      return "nn.Linear(\(channels), \(outer)\(hasBias ? "" : ", bias=False"))"
    case .channelShuffle(let groups): return "nn.ChannelShuffle(\(groups))"
    case .layerNorm, .attention, .classToken, .positionEmbedding:
      return PyTorchLayers.constructor(of: layer)
    case .input, .activation, .globalAveragePooling, .sum, .concatenation, .slice, .zeros,
      .product, .takeClassToken, .dropClassToken, .transpose:
      return nil
    }
  }

  /// - Parameter any: a variable with the images of the batch
  static func function(
    of layer: Network.Layer, _ inputs: [String], _ any: String
  ) -> String {
    switch layer.kind {
    case .activation(let activation):
      switch activation {
      case .relu: return "torch.relu(\(inputs[0]))"
      case .relu6: return "nn.functional.relu6(\(inputs[0]))"
      case .swish: return "nn.functional.silu(\(inputs[0]))"
      case .sigmoid: return "torch.sigmoid(\(inputs[0]))"
      case .gelu: return "nn.functional.gelu(\(inputs[0]))"
      case .hardSwish: return "nn.functional.hardswish(\(inputs[0]))"
      case .hardSigmoid: return "nn.functional.hardsigmoid(\(inputs[0]))"
      case .mish: return "nn.functional.mish(\(inputs[0]))"
      case .leakyReLU: return "nn.functional.leaky_relu(\(inputs[0]))"
      }
    case .globalAveragePooling: return "\(inputs[0]).mean((2, 3))"
    case .sum: return inputs.joined(separator: " + ")
    case .product: return inputs.joined(separator: " * ")
    case .takeClassToken: return "\(inputs[0])[:, :, 0, 0]"
    case .dropClassToken: return "\(inputs[0])[:, :, 1:]"
    case .concatenation: return "torch.cat((\(inputs.joined(separator: ", "))), 1)"
    case .slice(let first):
      return "\(inputs[0])[:, \(first == 0 ? "" : "\(first)"):\(first + layer.shape.channels)]"
    case .transpose:
      let shape = layer.shape
      return "\(inputs[0]).flatten(2).transpose(1, 2)"
        + ".reshape(-1, \(shape.channels), \(shape.height), \(shape.width))"
    case .zeros:
      let shape = layer.shape
      return "\(any).new_zeros(\(any).shape[0], \(shape.channels), \(shape.height), \(shape.width))"
    case .input, .convolution, .batchNorm, .instanceNorm, .mapNorm, .pooling, .linear, .layerNorm,
      .attention, .classToken, .positionEmbedding, .channelShuffle:
      return inputs.first ?? any
    }
  }
}

extension String {
  fileprivate var capitalisedWord: String {
    (first?.uppercased() ?? "") + dropFirst()
  }
}
