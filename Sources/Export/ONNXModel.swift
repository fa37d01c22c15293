import Foundation
import Networks
import ONNXFormat
import Randomness
import Spaces
import Wording

/// A network as an ONNX model with random weights, for onnxruntime and similar runtimes.
///
/// Convolutions and linear layers get normal weights of variance 2 / fan-in (He et al., ICCV 2015),
/// norms scale 1 and shift 0, embeddings and tokens normal numbers of deviation 0.02 (as in DeiT's
/// code). Batch norms have the mean and variance that standard normal images give them, so that
/// outputs keep their size. The batch size is free.
public struct ONNXModel: NetworkExporter {
  public static let name = "onnx"
  public static let summary = "an ONNX model with random weights"
  /// IR 8 and operator set 17: ONNX 1.12 of 2022, which all current runtimes read.
  private static let (irVersion, operatorSet): (Int64, Int64) = (8, 17)

  public static func file(of exported: ExportedNetwork) throws(NetworkError) -> [UInt8] {
    do {
      return Array(try model(of: exported).serializedData())
    } catch {
      throw NetworkError("the network cannot be written as ONNX: \(error)")
    }
  }

  private static func model(of exported: ExportedNetwork) -> Onnx_ModelProto {
    var builder = ONNXGraphBuilder(exported)
    let layers = exported.network.layers
    for index in layers.indices where layers[index].kind != .input { builder.add(index) }
    builder.measureMoments(seed: exported.seed)
    var graph = Onnx_GraphProto()
    graph.name = onOneLine(exported.architecture)
    graph.node = builder.nodes
    graph.initializer = builder.tensors
    let image = exported.network.layers[0].shape
    graph.input = [
      value(
        named: "input", [nil, Int64(image.channels), Int64(image.height), Int64(image.width)])
    ]
    graph.output = [
      value(named: builder.outputName, [nil, Int64(exported.dataSet.classes)])
    ]
    var model = Onnx_ModelProto()
    model.irVersion = irVersion
    model.producerName = "tgnas"
    model.docString = onOneLine(
      "\(exported.title), \(exported.dataSet.name): \(exported.architecture)")
    var operators = Onnx_OperatorSetIdProto()
    operators.version = operatorSet
    model.opsetImport = [operators]
    model.graph = graph
    return model
  }

  /// A single-precision tensor; a missing size is the batch.
  private static func value(named name: String, _ shape: [Int64?]) -> Onnx_ValueInfoProto {
    var tensor = Onnx_TypeProto.Tensor()
    tensor.elemType = Int32(Onnx_TensorProto.DataType.float.rawValue)
    tensor.shape.dim = shape.map { size in
      var dimension = Onnx_TensorShapeProto.Dimension()
      if let size { dimension.dimValue = size } else { dimension.dimParam = "images" }
      return dimension
    }
    var value = Onnx_ValueInfoProto()
    value.name = name
    value.type.tensorType = tensor
    return value
  }
}

/// Turns layers into ONNX nodes and their weights into tensors.
struct ONNXGraphBuilder {
  private(set) var nodes: [Onnx_NodeProto] = []
  var tensors: [Onnx_TensorProto] = []
  let network: Network
  private var random: SplitMix64
  /// Tensors that several layers share.
  var shared: Set<String> = []

  var outputName: String { name(of: network.layers.count - 1) }

  init(_ exported: ExportedNetwork) {
    network = exported.network
    random = SplitMix64(seed: exported.seed)
  }

  func name(of layer: Int) -> String { layer == 0 ? "input" : "layer\(layer)" }

  mutating func add(_ index: Int) {
    let layer = network.layers[index]
    let inputs = network.inputs(of: layer).map(name(of:))
    let channels = network.inputs(of: layer).first.map { network.layers[$0].shape.channels } ?? 0
    switch layer.kind {
    case .input:
      break
    case .convolution(let convolution):
      add(convolution, index, inputs, channels)
    case .batchNorm:
      addBatchNorm(index, inputs, channels)
    case .instanceNorm:
      node("InstanceNormalization", index, inputs + scaleAndShift(index, [channels]))
    case .mapNorm:
      let shape = [channels, layer.shape.height, layer.shape.width]
      node(
        "LayerNormalization", index, inputs + scaleAndShift(index, shape), [integer("axis", 1)])
    case .activation(let activation):
      add(activation, index, inputs)
    case .pooling(let pooling):
      let pads = [Int64](repeating: Int64(pooling.padding), count: 4)
      var attributes = [
        integers("kernel_shape", [Int64(pooling.kernel), Int64(pooling.kernel)]),
        integers("strides", [Int64(pooling.stride), Int64(pooling.stride)]),
        integers("pads", pads),
      ]
      if pooling.kind == .average { attributes.append(integer("count_include_pad", 0)) }
      node(pooling.kind == .max ? "MaxPool" : "AveragePool", index, inputs, attributes)
    case .globalAveragePooling:
      let pooled = name(of: index) + "/pooled"
      node("GlobalAveragePool", index, inputs, output: pooled)
      node("Flatten", index, [pooled])
    case .linear(let hasBias):
      var operands =
        inputs + [
          normal("\(name(of: index))/weight", [layer.shape.channels, channels], fanIn: channels)
        ]
      if hasBias {
        operands.append(constant("\(name(of: index))/bias", [layer.shape.channels], 0))
      }
      node("Gemm", index, operands, [integer("transB", 1)])
    case .layerNorm: addLayerNorm(index, inputs)
    case .attention(let attention): add(attention, index, inputs)
    case .product: addProduct(index, inputs)
    case .classToken: addClassToken(index, inputs)
    case .takeClassToken: addTakeClassToken(index, inputs)
    case .dropClassToken:
      let prefix = name(of: index)
      node(
        "Slice", index,
        inputs + [
          integerTensor("\(prefix)/starts", [1]),
          integerTensor("\(prefix)/ends", [Int64(layer.shape.height + 1)]),
          integerTensor("\(prefix)/axes", [2]),
        ])
    case .positionEmbedding:
      let shape = layer.shape
      let weight = normal(
        "\(name(of: index))/weight", [1, shape.channels, shape.height, shape.width],
        deviation: ONNXGraphBuilder.embeddingDeviation)
      node("Add", index, inputs + [weight])
    case .sum:
      node("Sum", index, inputs)
    case .concatenation:
      node("Concat", index, inputs, [integer("axis", 1)])
    case .channelShuffle(let groups): addChannelShuffle(of: groups, index, inputs)
    case .transpose: addTranspose(index, inputs)
    case .slice(let first):
      let prefix = name(of: index)
      let starts = integerTensor("\(prefix)/starts", [Int64(first)])
      let ends = integerTensor("\(prefix)/ends", [Int64(first + layer.shape.channels)])
      let axes = integerTensor("\(prefix)/axes", [1])
      node("Slice", index, inputs + [starts, ends, axes])
    case .zeros:
      addZeros(index, inputs, layer.shape)
    }
  }

  private mutating func add(
    _ convolution: Network.Convolution, _ index: Int, _ inputs: [String], _ channels: Int
  ) {
    let outputs = network.layers[index].shape.channels
    let (height, width) = (convolution.kernelHeight, convolution.kernelWidth)
    let perGroup = channels / convolution.groups
    var operands =
      inputs + [
        normal(
          "\(name(of: index))/weight", [outputs, perGroup, height, width],
          fanIn: perGroup * height * width)
      ]
    if convolution.hasBias {
      operands.append(constant("\(name(of: index))/bias", [outputs], 0))
    }
    let (vertical, horizontal) = (
      Int64(convolution.verticalPadding), Int64(convolution.horizontalPadding)
    )
    node(
      "Conv", index, operands,
      [
        integers("kernel_shape", [Int64(height), Int64(width)]),
        integers(
          "strides", [Int64(convolution.verticalStride), Int64(convolution.horizontalStride)]),
        integers("dilations", [Int64(convolution.dilation), Int64(convolution.dilation)]),
        integers("pads", [vertical, horizontal, vertical, horizontal]),
        integer("group", Int64(convolution.groups)),
      ])
  }

  private mutating func addBatchNorm(_ index: Int, _ inputs: [String], _ channels: Int) {
    let prefix = name(of: index)
    let operands = [("scale", Float(1)), ("shift", 0), ("mean", 0), ("variance", 1)].map {
      constant("\(prefix)/\($0)", [channels], $1)
    }
    node("BatchNormalization", index, inputs + operands)
  }

  private mutating func scaleAndShift(_ index: Int, _ shape: [Int]) -> [String] {
    let prefix = name(of: index)
    return [constant("\(prefix)/scale", shape, 1), constant("\(prefix)/shift", shape, 0)]
  }

  private mutating func add(
    _ activation: BlockLayer.Activation, _ index: Int, _ inputs: [String]
  ) {
    let prefix = name(of: index)
    switch activation {
    case .relu:
      node("Relu", index, inputs)
    case .relu6:
      node(
        "Clip", index,
        inputs + [constant("\(prefix)/low", [], 0), constant("\(prefix)/high", [], 6)])
    case .sigmoid:
      node("Sigmoid", index, inputs)
    case .hardSigmoid:
      // max(0, min(1, x / 6 + 1/2))
      node("HardSigmoid", index, inputs, [real("alpha", 1 / 6), real("beta", 0.5)])
    case .hardSwish:
      node("HardSwish", index, inputs)
    case .swish:
      node("Sigmoid", index, inputs, output: "\(prefix)/gate")
      node("Mul", index, inputs + ["\(prefix)/gate"])
    case .mish:
      node("Softplus", index, inputs, output: "\(prefix)/softplus")
      node("Tanh", index, ["\(prefix)/softplus"], output: "\(prefix)/gate")
      node("Mul", index, inputs + ["\(prefix)/gate"])
    case .leakyReLU:
      // The slope that ONNX and PyTorch have by default.
      node("LeakyRelu", index, inputs)
    case .gelu:
      // x (1 + erf(x / sqrt 2)) / 2
      let root = constant("\(prefix)/root", [], Float(2).squareRoot())
      node("Div", index, inputs + [root], output: "\(prefix)/scaled")
      node("Erf", index, ["\(prefix)/scaled"], output: "\(prefix)/erf")
      node(
        "Add", index, ["\(prefix)/erf", constant("\(prefix)/one", [], 1)],
        output: "\(prefix)/gate")
      node("Mul", index, inputs + ["\(prefix)/gate"], output: "\(prefix)/doubled")
      node("Mul", index, ["\(prefix)/doubled", constant("\(prefix)/half", [], 0.5)])
    }
  }

  /// Zeros of any batch size: the first channel, cut to the shape, times zero.
  private mutating func addZeros(_ index: Int, _ inputs: [String], _ shape: Network.Shape) {
    let prefix = name(of: index)
    node(
      "Slice", index,
      inputs + [
        integerTensor("\(prefix)/starts", [0, 0, 0]),
        integerTensor("\(prefix)/ends", [1, Int64(shape.height), Int64(shape.width)]),
        integerTensor("\(prefix)/axes", [1, 2, 3]),
      ], output: "\(prefix)/cut")
    node(
      "Mul", index, ["\(prefix)/cut", constant("\(prefix)/zeros", [1, shape.channels, 1, 1], 0)])
  }

  // MARK: Parts of the format

  mutating func node(
    _ kind: String, _ index: Int, _ inputs: [String], _ attributes: [Onnx_AttributeProto] = [],
    output: String? = nil
  ) {
    var node = Onnx_NodeProto()
    node.opType = kind
    node.input = inputs
    node.output = [output ?? name(of: index)]
    node.name = "\(nodes.count) \(network.name(of: index))"
    node.attribute = attributes
    nodes.append(node)
  }

  func integer(_ name: String, _ value: Int64) -> Onnx_AttributeProto {
    var attribute = Onnx_AttributeProto()
    attribute.name = name
    attribute.type = .int
    attribute.i = value
    return attribute
  }

  func integers(_ name: String, _ values: [Int64]) -> Onnx_AttributeProto {
    var attribute = Onnx_AttributeProto()
    attribute.name = name
    attribute.type = .ints
    attribute.ints = values
    return attribute
  }

  func real(_ name: String, _ value: Float) -> Onnx_AttributeProto {
    var attribute = Onnx_AttributeProto()
    attribute.name = name
    attribute.type = .float
    attribute.f = value
    return attribute
  }

  func text(_ name: String, _ value: String) -> Onnx_AttributeProto {
    var attribute = Onnx_AttributeProto()
    attribute.name = name
    attribute.type = .string
    attribute.s = Data(value.utf8)
    return attribute
  }

  private mutating func normal(_ name: String, _ shape: [Int], fanIn: Int) -> String {
    normal(name, shape, deviation: (2 / Double(max(1, fanIn))).squareRoot())
  }

  mutating func normal(_ name: String, _ shape: [Int], deviation: Double) -> String {
    let values = (0..<shape.reduce(1, *)).map { _ in Float(deviation * random.normal()) }
    return tensor(name, shape, values)
  }

  mutating func constant(_ name: String, _ shape: [Int], _ value: Float) -> String {
    tensor(name, shape, Array(repeating: value, count: shape.reduce(1, *)))
  }

  private mutating func tensor(_ name: String, _ shape: [Int], _ values: [Float]) -> String {
    var tensor = Onnx_TensorProto()
    tensor.name = name
    tensor.dims = shape.map(Int64.init)
    tensor.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
    tensor.rawData = ONNXGraphBuilder.data(of: values)
    tensors.append(tensor)
    return name
  }

  /// Little-endian, as the format demands.
  static func data(of values: [Float]) -> Data {
    values.reduce(into: Data(capacity: 4 * values.count)) { data, value in
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
  }

  /// - Parameter shape: by default that of a list
  mutating func integerTensor(
    _ name: String, _ values: [Int64], shape: [Int]? = nil
  ) -> String {
    var tensor = Onnx_TensorProto()
    tensor.name = name
    tensor.dims = (shape ?? [values.count]).map { Int64($0) }
    tensor.dataType = Int32(Onnx_TensorProto.DataType.int64.rawValue)
    tensor.int64Data = values
    tensors.append(tensor)
    return name
  }
}
