import Networks

/// A run of layers that belong together: the stem, what stands before a stage, one cell, the head.
struct Part {
  /// Where it is: `stage 1/cell 2`.
  let name: String
  /// The only layer outside that its layers read.
  private(set) var input: Int
  /// Indices of layers, in order.
  private(set) var layers: [Int]
  /// The layer that the next part reads: one of `layers`, or the input where nothing is done to it.
  private(set) var output: Int

  /// `stem`, `entry`, `cell` or `head`.
  var kind: String {
    let word = name.split(separator: "/").last ?? "part"
    return String(word.prefix { $0 != " " })
  }

  /// Where in the part a layer is: `edge 0-3 nor_conv_3x3`.
  func place(of layer: Network.Layer) -> String {
    String(layer.name.dropFirst(name.count).drop { $0 == "/" })
  }

  /// The parts of a network, in order. Parts that hold no layer of their own do not appear.
  static func parts(of network: Network) -> [Part] {
    var parts: [Part] = []
    for (index, layer) in network.layers.enumerated() where layer.kind != .input {
      let name = partName(of: layer)
      if parts.last?.name == name {
        parts[parts.count - 1].layers.append(index)
      } else {
        parts.append(Part(name: name, input: 0, layers: [index], output: index))
      }
    }
    // What a part reads is what the one before it puts out; idle operators may stand in between.
    var next = network.layers.count - 1
    for index in parts.indices.reversed() {
      parts[index].output = next
      let own = Set(parts[index].layers)
      let outside = parts[index].layers.flatMap { network.layers[$0].inputs }.filter {
        !own.contains($0)
      }
      parts[index].input = outside.first ?? next
      precondition(
        outside.allSatisfy { $0 == parts[index].input }, "a part reads one layer outside it")
      next = parts[index].input
    }
    return parts
  }

  /// The layers that the part's output depends on, in order.
  func liveLayers(in network: Network) -> [Int] {
    var live: Set<Int> = [output]
    for index in layers.reversed() where live.contains(index) {
      live.formUnion(network.layers[index].inputs)
    }
    return layers.filter(live.contains)
  }

  /// `stem`, `head`, or the first two steps of a longer name.
  private static func partName(of layer: Network.Layer) -> String {
    layer.name.split(separator: "/").prefix(2).joined(separator: "/")
  }
}
