import Networks
import ONNXFormat
import Wording

// Squeeze-excite and transformers as ONNX nodes. Feature maps and tokens are [images, channels,
// height, width], vectors [images, channels].
extension ONNXGraphBuilder {
  static let embeddingDeviation = 0.02

  /// ONNX normalises the last axes, so that the channels become the last one and go back.
  mutating func addLayerNorm(_ index: Int, _ inputs: [String]) {
    let prefix = name(of: index)
    let channels = network.layers[index].shape.channels
    let weights = [
      constant("\(prefix)/scale", [channels], 1), constant("\(prefix)/shift", [channels], 0),
    ]
    if network.isVector(index) {
      return node("LayerNormalization", index, inputs + weights, [integer("axis", -1)])
    }
    node(
      "Transpose", index, inputs, [integers("perm", [0, 2, 3, 1])],
      output: "\(prefix)/channels last")
    node(
      "LayerNormalization", index, ["\(prefix)/channels last"] + weights, [integer("axis", -1)],
      output: "\(prefix)/normalised")
    node("Transpose", index, ["\(prefix)/normalised"], [integers("perm", [0, 3, 1, 2])])
  }

  /// A vector is spread over all positions of a map.
  mutating func addProduct(_ index: Int, _ inputs: [String]) {
    let (map, gate) = (network.layers[index].input, network.inputs(of: index)[1])
    guard !network.isVector(map), network.isVector(gate) else { return node("Mul", index, inputs) }
    let prefix = name(of: index)
    node(
      "Unsqueeze", index, [inputs[1], sharedIntegers("last two axes", [2, 3], [2])],
      output: "\(prefix)/gate")
    node("Mul", index, [inputs[0], "\(prefix)/gate"])
  }

  mutating func addClassToken(_ index: Int, _ inputs: [String]) {
    let prefix = name(of: index)
    let channels = network.layers[index].shape.channels
    let token = normal(
      "\(prefix)/weight", [1, channels, 1, 1], deviation: ONNXGraphBuilder.embeddingDeviation)
    node(
      "Reshape", index,
      [inputs[0], sharedIntegers("tokens of \(channels)", [0, Int64(channels), -1, 1], [4])],
      output: "\(prefix)/tokens")
    // One token for each image of the batch.
    node(
      "Shape", index, inputs, [integer("start", 0), integer("end", 1)], output: "\(prefix)/images")
    node(
      "Concat", index,
      ["\(prefix)/images", sharedIntegers("token of \(channels)", [Int64(channels), 1, 1], [3])],
      [integer("axis", 0)], output: "\(prefix)/shape")
    node("Expand", index, [token, "\(prefix)/shape"], output: "\(prefix)/token")
    node("Concat", index, ["\(prefix)/token", "\(prefix)/tokens"], [integer("axis", 2)])
  }

  mutating func addChannelShuffle(of groups: Int, _ index: Int, _ inputs: [String]) {
    let prefix = name(of: index)
    let shape = network.layers[index].shape
    let (height, width) = (Int64(shape.height), Int64(shape.width))
    let grouped = [0, Int64(groups), Int64(shape.channels / groups), height, width]
    let whole = [0, Int64(shape.channels), height, width]
    func integers(_ values: [Int64]) -> String {
      sharedIntegers(values.map { "\($0)" }.joined(separator: " "), values, [values.count])
    }
    node("Reshape", index, [inputs[0], integers(grouped)], output: "\(prefix)/grouped")
    node(
      "Transpose", index, ["\(prefix)/grouped"], [self.integers("perm", [0, 2, 1, 3, 4])],
      output: "\(prefix)/shuffled")
    node("Reshape", index, ["\(prefix)/shuffled", integers(whole)])
  }

  mutating func addTranspose(_ index: Int, _ inputs: [String]) {
    let prefix = name(of: index)
    let (shape, before) = (
      network.layers[index].shape, network.layers[network.layers[index].input].shape
    )
    func integers(_ values: [Int]) -> String {
      sharedIntegers(
        values.map { "\($0)" }.joined(separator: " "), values.map { Int64($0) }, [values.count])
    }
    node(
      "Reshape", index, [inputs[0], integers([0, before.channels, before.height * before.width])],
      output: "\(prefix)/flat")
    node(
      "Transpose", index, ["\(prefix)/flat"], [self.integers("perm", [0, 2, 1])],
      output: "\(prefix)/turned")
    node(
      "Reshape", index,
      ["\(prefix)/turned", integers([0, shape.channels, shape.height, shape.width])])
  }

  mutating func addTakeClassToken(_ index: Int, _ inputs: [String]) {
    let prefix = name(of: index)
    let first = sharedIntegers("0", [0], [])
    node("Gather", index, inputs + [first], [integer("axis", 2)], output: "\(prefix)/column")
    node("Gather", index, ["\(prefix)/column", first], [integer("axis", 2)])
  }

  mutating func add(_ attention: Network.Attention, _ index: Int, _ inputs: [String]) {
    let prefix = name(of: index)
    let shape = network.layers[index].shape
    let (heads, channels) = (attention.heads, attention.headChannels)
    let positions = shape.height * shape.width
    // [images, 3, heads, channels, positions]
    node(
      "Reshape", index,
      [
        inputs[0],
        sharedIntegers(
          "\(heads) heads of \(channels)", [0, 3, Int64(heads), Int64(channels), -1], [5]),
      ], output: "\(prefix)/all")
    for (place, part) in ["query", "key", "value"].enumerated() {
      node(
        "Gather", index, ["\(prefix)/all", sharedIntegers("\(place)", [Int64(place)], [])],
        [integer("axis", 1)], output: "\(prefix)/\(part)")
    }
    einsum("bhdi,bhdj->bhij", index, "query", "key", output: "products")
    var scores = "\(prefix)/products"
    if let relative = attention.relativePositions {
      addEmbeddings(relative, of: "key", index, channels, positions)
      einsum("bhdi,ijd->bhij", index, "query", "key distances", output: "distance products")
      node(
        "Add", index, [scores, "\(prefix)/distance products"], output: "\(prefix)/all products")
      scores = "\(prefix)/all products"
    }
    let root = constant("\(prefix)/root", [], Float(channels).squareRoot())
    node("Div", index, [scores, root], output: "\(prefix)/scores")
    node(
      "Softmax", index, ["\(prefix)/scores"], [integer("axis", -1)], output: "\(prefix)/weights")
    einsum("bhij,bhdj->bhdi", index, "weights", "value", output: "mixed")
    var mixed = "\(prefix)/mixed"
    if let relative = attention.relativePositions {
      addEmbeddings(relative, of: "value", index, channels, positions)
      einsum("bhij,ijd->bhdi", index, "weights", "value distances", output: "mixed distances")
      node("Add", index, [mixed, "\(prefix)/mixed distances"], output: "\(prefix)/sum")
      mixed = "\(prefix)/sum"
    }
    let (height, width) = (Int64(shape.height), Int64(shape.width))
    node(
      "Reshape", index,
      [
        mixed,
        sharedIntegers(
          "map of \(shape)", [0, Int64(shape.channels), height, width], [4]),
      ])
  }

  /// The embedding of the distance of each two positions, [positions, positions, channels].
  private mutating func addEmbeddings(
    _ relative: Network.RelativePositions, of part: String, _ index: Int, _ channels: Int,
    _ positions: Int
  ) {
    let prefix = name(of: index)
    for direction in ["row", "column"] {
      let table = normal(
        "\(prefix)/\(part) \(direction)s/weight", [relative.embeddings, channels],
        deviation: ONNXGraphBuilder.embeddingDeviation)
      let places = sharedIntegers(
        "\(direction) distances of \(positions) positions, \(relative.width) wide, up to "
          + "\(relative.largest)",
        relative.indices(positions: positions, inRows: direction == "row").map { Int64($0) },
        [positions, positions])
      node("Gather", index, [table, places], output: "\(prefix)/\(part) \(direction)s")
    }
    node(
      "Add", index, ["\(prefix)/\(part) rows", "\(prefix)/\(part) columns"],
      output: "\(prefix)/\(part) distances")
  }

  private mutating func einsum(
    _ equation: String, _ index: Int, _ first: String, _ second: String, output: String
  ) {
    let prefix = name(of: index)
    node(
      "Einsum", index, ["\(prefix)/\(first)", "\(prefix)/\(second)"], [text("equation", equation)],
      output: "\(prefix)/\(output)")
  }

  /// Whole numbers that several layers share, under a name of their own.
  private mutating func sharedIntegers(_ name: String, _ values: [Int64], _ shape: [Int]) -> String
  {
    let name = "shared/\(name)"
    guard shared.insert(name).inserted else { return name }
    return integerTensor(name, values, shape: shape)
  }
}
