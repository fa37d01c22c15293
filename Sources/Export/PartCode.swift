import Networks
import Spaces
import Wording

/// The body of a part's class, as language models read it.
struct PartCode {
  /// What follows the line with the class's name.
  private(set) var body = ""
  /// The number of channels that the constructor is given; nil where it needs none.
  let channels: Int?
  /// The classes that the body calls and `torch` does not have, by name.
  private(set) var helpers: [String: String] = [:]

  private let part: Part
  private let exported: ExportedNetwork
  private let uses: [Int]
  private var members: [(name: String, module: String)] = []
  private var statements: [String] = []
  private var names: Set<String> = []

  private var network: Network { exported.network }

  /// - Parameter uses: how many layers read each layer
  init(_ part: Part, _ exported: ExportedNetwork, _ uses: [Int]) {
    (self.part, self.exported, self.uses) = (part, exported, uses)
    channels = PartCode.onlyWidth(of: part, in: exported.network)
    let inputs: [String]
    if let edges = PartCode.edges(of: part, exported), let found = writeEdges(edges) {
      statements.append("return \(found)")
      inputs = ["node_\(edges.input)"]
    } else {
      (members, statements, names, helpers) = ([], [], [], [:])
      inputs = part.inputs.count == 1 ? ["x"] : part.inputs.indices.map { "x\($0)" }
      writeLayers(inputs)
    }
    let parameter = channels == nil ? "" : ", channels"
    if !members.isEmpty {
      body += "    def __init__(self\(parameter)):\n        super().__init__()\n"
      for member in members { body += "        self.\(member.name) = \(member.module)\n" }
      body += "\n"
    } else if channels != nil {
      preconditionFailure("a part without modules has no widths")
    }
    body += "    def forward(self, \(inputs.joined(separator: ", "))):\n"
    for statement in statements { body += "        \(statement)\n" }
  }

  /// The number of channels where all modules of a part read and put out the same.
  private static func onlyWidth(of part: Part, in network: Network) -> Int? {
    var widths: Set<Int> = []
    for index in part.layers {
      let layer = network.layers[index]
      switch layer.kind {
      case .convolution, .batchNorm, .instanceNorm:
        widths.insert(layer.shape.channels)
        for input in network.inputs(of: layer) {
          widths.insert(network.layers[input].shape.channels)
        }
      case .linear, .mapNorm, .layerNorm, .attention, .classToken, .positionEmbedding: return nil
      case .input, .activation, .pooling, .globalAveragePooling, .sum, .concatenation, .slice,
        .zeros, .product, .takeClassToken, .dropClassToken, .channelShuffle, .transpose:
        continue
      }
    }
    return widths.count == 1 ? widths.first : nil
  }

  // MARK: Runs of layers

  /// The module of a layer that reads one map, as PyTorch writes it.
  private func module(of index: Int) -> String? {
    let layer = network.layers[index]
    if case .activation(let activation) = layer.kind { return activation.module }
    return PyTorchModule.constructor(
      of: layer, in: network, isVector: network.isVector(index),
      channels: { channels == $0 ? "channels" : "\($0)" })
  }

  /// The layers from one on that stand at the same place, each read by the next one alone.
  private func run(from start: Int, among layers: [Int]) -> [Int] {
    guard module(of: layers[start]) != nil else { return [layers[start]] }
    var run = [layers[start]]
    for index in layers[(start + 1)...] {
      let last = run[run.count - 1]
      guard network.inputs(of: index).elementsEqual([last]), uses[last] == 1,
        module(of: index) != nil,
        part.place(of: index, in: network) == part.place(of: last, in: network)
      else { break }
      run.append(index)
    }
    return run
  }

  /// One module for a run of layers.
  private mutating func module(of run: [Int]) -> String {
    let modules = run.compactMap { module(of: $0) }
    guard modules.count > 1 else { return modules.first ?? "nn.Identity()" }
    if exported.codeStyle.form != .inline, let call = helperCall(run) { return call }
    return "nn.Sequential(\(modules.joined(separator: ", ")))"
  }

  /// A call of a helper, which there is for a run with one convolution among layers that have no
  /// setting but its channels.
  private mutating func helperCall(_ run: [Int]) -> String? {
    var (words, modules): ([String], [String]) = ([], [])
    var convolution: (arguments: String, isRead: Bool)?
    for index in run {
      let layer = network.layers[index]
      guard let module = module(of: index) else { return nil }
      let type = String(module.prefix { $0 != "(" }.drop { $0 != "." }.dropFirst())
      switch layer.kind {
      case .activation:
        words.append(type)
        modules.append(module)
      case .batchNorm where !network.isVector(index):
        words.append("BatchNorm")
        modules.append("nn.BatchNorm2d(\(convolution == nil ? "channels_in" : "channels_out"))")
      case .convolution where convolution == nil:
        words.append(type)
        modules.append("nn.Conv2d(channels_in, channels_out, kernel_size, **settings)")
        convolution = (String(module.dropFirst(type.count + 4).dropLast()), true)
      default: return nil
      }
    }
    guard let convolution else { return nil }
    let name = words.joined(separator: "_")
    helpers[name] = """
      class \(name)(nn.Sequential):
          def __init__(self, channels_in, channels_out, kernel_size, **settings):
              super().__init__(
                  \(modules.joined(separator: ",\n            ")),
              )

      """
    return "\(name)(\(convolution.arguments))"
  }

  /// A name that nothing else in the class has.
  private mutating func unique(_ words: String) -> String {
    let letters = words.lowercased().map {
      $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_"
    }
    var stem = String(letters)
    if stem.isEmpty { stem = "layer" }
    if stem.first?.isNumber == true { stem = "layer_" + stem }
    var (name, number) = (stem, 1)
    while !names.insert(name).inserted {
      number += 1
      name = "\(stem)_\(number)"
    }
    return name
  }

  /// Any part: a line for each run of layers.
  private mutating func writeLayers(_ inputs: [String]) {
    names.formUnion(inputs)
    var variables = Dictionary(uniqueKeysWithValues: zip(part.inputs, inputs))
    var done: Set<Int> = []
    for (place, index) in part.layers.enumerated() where !done.contains(index) {
      let run = run(from: place, among: part.layers)
      done.formUnion(run)
      let layer = network.layers[index]
      let name = unique(part.place(of: index, in: network))
      variables[run[run.count - 1]] = name
      var read = network.inputs(of: layer).map { variables[$0] ?? inputs[0] }
      let expression: String
      if module(of: index) != nil {
        members.append((name, module(of: run)))
        expression = "self.\(name)(\(read[0]))"
      } else {
        if layer.kind == .product, network.isVector(network.inputs(of: layer)[1]),
          !network.isVector(layer.input)
        {
          read[1] += "[:, :, None, None]"
        }
        expression = PyTorchModule.function(of: layer, read, inputs[0])
      }
      // What reaches no output keeps its weights, but is not computed.
      if part.live.contains(run[run.count - 1]) { statements.append("\(name) = \(expression)") }
    }
    statements.append("return \(part.output.flatMap { variables[$0] } ?? inputs[0])")
  }

  // MARK: Operators on edges

  /// The edges of a cell's topology; nil when the part is no such cell.
  private static func edges(of part: Part, _ exported: ExportedNetwork) -> OperatorsOnEdges? {
    part.kind == "cell" && part.inputs.count <= 1
      ? exported.space.topology as? OperatorsOnEdges : nil
  }

  /// A cell as COLE writes it: `node_3 = self.op_0_3(node_0) + node_2`.
  ///
  /// - Returns: the name of its result; nil when an operator is no plain run of layers
  private mutating func writeEdges(_ topology: OperatorsOnEdges) -> String? {
    guard topology.edges.allSatisfy({ $0.source < $0.target }) else { return nil }
    let choices = exported.space.choices(of: exported.source)
    var rest = Set(part.layers)
    var terms = [Int: [String]]()
    for (edge, choice) in zip(topology.edges, choices) {
      let place = "edge \(edge.source)-\(edge.target) \(exported.space.operators[choice].name)"
      let layers = part.layers.filter { part.place(of: $0, in: network) == place }
      let source = "node_\(edge.source)"
      switch exported.space.operators[choice].role {
      case .zero where layers.isEmpty || layers.allSatisfy { network.layers[$0].kind == .zeros }:
        rest.subtract(layers)
        terms[edge.target, default: []].append("torch.zeros_like(node_\(topology.input))")
      case .identity where layers.isEmpty:
        terms[edge.target, default: []].append(source)
      default:
        guard !layers.isEmpty, run(from: 0, among: layers) == layers,
          module(of: layers[0]) != nil
        else { return nil }
        rest.subtract(layers)
        let name = unique("op \(edge.source) \(edge.target)")
        members.append((name, module(of: layers)))
        terms[edge.target, default: []].append("self.\(name)(\(source))")
      }
    }
    // Everything that is left adds up what reaches a node, all of one shape.
    let shapes = Set(part.layers.map { network.layers[$0].shape })
    guard shapes.count <= 1,
      rest.allSatisfy({ [.sum, .zeros].contains(network.layers[$0].kind) })
    else { return nil }
    if let shape = shapes.first, let input = part.inputs.first,
      network.layers[input].shape != shape
    {
      return nil
    }
    for node in 0..<topology.numberOfNodes where node != topology.input {
      let sum = terms[node]?.joined(separator: " + ")
      statements.append("node_\(node) = \(sum ?? "torch.zeros_like(node_\(topology.input))")")
    }
    return "node_\(topology.output)"
  }
}

extension BlockLayer.Activation {
  /// PyTorch's module.
  fileprivate var module: String {
    switch self {
    case .relu: "nn.ReLU()"
    case .relu6: "nn.ReLU6()"
    case .swish: "nn.SiLU()"
    case .sigmoid: "nn.Sigmoid()"
    case .gelu: "nn.GELU()"
    case .hardSwish: "nn.Hardswish()"
    case .hardSigmoid: "nn.Hardsigmoid()"
    case .mish: "nn.Mish()"
    case .leakyReLU: "nn.LeakyReLU()"
    }
  }
}
