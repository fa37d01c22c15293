import Networks

/// A run of layers that belong together: the stem, the entry of a stage, one cell, the head.
struct Part {
  /// Where it is: `stage 1/cell 2`.
  let name: String
  /// The layers outside that its layers read, in order.
  private(set) var inputs: [Int] = []
  /// Indices of layers, in order.
  private(set) var layers: [Int]
  /// Those of `layers` that the network's output depends on.
  private(set) var live: Set<Int> = []
  /// The layer of `layers` that other parts read, or that is the network's output. Nil where all of
  /// them are idle, so that the part passes its input on.
  private(set) var output: Int?

  private init(name: String, _ layers: [Int]) {
    (self.name, self.layers) = (name, layers)
  }

  /// `stem`, `entry`, `cell` or `head`.
  var kind: String {
    let word = name.split(separator: "/").last ?? "part"
    return String(word.prefix { $0 != " " })
  }

  /// Where in the part a layer is: `edge 0-3 nor_conv_3x3`.
  func place(of layer: Int, in network: Network) -> String {
    String(network.name(of: layer).dropFirst(name.count).drop { $0 == "/" })
  }

  /// The parts of a network, in order. Parts that hold no layer of their own do not appear.
  static func parts(of network: Network) -> [Part] {
    var parts: [Part] = []
    for (index, layer) in network.layers.enumerated() where layer.kind != .input {
      let name = partName(of: index, in: network)
      if parts.last?.name == name {
        parts[parts.count - 1].layers.append(index)
      } else {
        parts.append(Part(name: name, [index]))
      }
    }
    var home = [Int](repeating: -1, count: network.layers.count)
    for (number, part) in parts.enumerated() {
      for layer in part.layers { home[layer] = number }
    }
    let end = network.layers.count - 1
    parts[home[end]].putOut(end)
    let live = layersBehindOutput(of: network)
    for layer in network.layers.indices where live.contains(layer) {
      for input in network.inputs(of: layer) where home[input] >= 0 && home[input] != home[layer] {
        parts[home[input]].putOut(input)
      }
    }
    for (number, part) in parts.enumerated() {
      let read = Set(part.layers.flatMap { network.inputs(of: $0) })
      parts[number].live = live.intersection(part.layers)
      parts[number].inputs = read.filter { home[$0] != number }.sorted()
    }
    return parts
  }

  private mutating func putOut(_ layer: Int) {
    precondition(output == nil || output == layer, "\(name) puts out two layers")
    output = layer
  }

  /// The layers that the network's output depends on.
  private static func layersBehindOutput(of network: Network) -> Set<Int> {
    var live: Set<Int> = [network.layers.count - 1]
    for index in network.layers.indices.reversed() where live.contains(index) {
      live.formUnion(network.inputs(of: index))
    }
    return live
  }

  /// `stem`, `head`, or the first two steps of a longer name.
  private static func partName(of layer: Int, in network: Network) -> String {
    network.name(of: layer).split(separator: "/").prefix(2).joined(separator: "/")
  }
}
