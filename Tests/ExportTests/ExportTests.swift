import Export
import Files
import Foundation
import Networks
import ONNXFormat
import Randomness
import Spaces
import SwiftProtobuf
import TestSupport
import Testing
import Wording

@Suite("Exports")
struct ExportTests {
  private let installation = Installation(root: Locations.root.path)

  /// Calls `body` with sampled architectures of every shipped space that has lowerings, and with
  /// the one that computes nothing where there is one.
  private func forSamples(
    count: Int = 3, _ body: (SearchSpace, ExportedNetwork) throws -> Void
  ) throws {
    for name in try SearchSpace.names(in: installation) {
      let space = try SearchSpace.named(name, in: installation)
      // A space that extends another has the same layers.
      guard !space.skeletons.isEmpty, space.bases.isEmpty || name.hasPrefix("darts") else {
        continue
      }
      var random = SplitMix64(seed: 5)
      var architectures = (0..<count).map { _ in space.sample(using: &random) }
      architectures.append(try #require(space.architectures.first { _ in true }))
      for architecture in architectures {
        try body(
          space, ExportedNetwork(of: architecture, in: space, for: space.dataSet()))
      }
    }
  }

  @Test("ONNX models read back, are in order, and hold as many weights as are counted")
  func onnx() throws {
    try forSamples { space, exported in
      let model = try Onnx_ModelProto(serializedBytes: ONNXModel.file(of: exported))
      let graph = model.graph
      var known = Set(graph.initializer.map(\.name)).union(graph.input.map(\.name))
      #expect(known.count == graph.initializer.count + 1, "names are unique")
      for node in graph.node {
        #expect(node.input.allSatisfy(known.contains), "\(node.name) reads what comes later")
        for output in node.output {
          let isNew = known.insert(output).inserted
          #expect(isNew)
        }
      }
      #expect(graph.output.allSatisfy { known.contains($0.name) })
      let trained = ["weight", "bias", "scale", "shift"]
      let weights = graph.initializer.filter { tensor in
        trained.contains { tensor.name.hasSuffix("/\($0)") }
      }
      let count = weights.reduce(0) { $0 + $1.rawData.count / 4 }
      #expect(count == NetworkCost(of: exported.network).parameters, "\(space.name)")
      for tensor in graph.initializer where tensor.dataType == 1 {
        #expect(tensor.rawData.count == 4 * Int(tensor.dims.reduce(1, *)), "\(tensor.name)")
      }
    }
  }

  @Test("Batch norms have the moments of what they are given, so that outputs keep their size")
  func moments() throws {
    let space = try SearchSpace.named("nasbench201", in: installation)
    let architecture = try space.architecture(
      parsing:
        "|nor_conv_3x3~0|+|skip_connect~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_1x1~1|none~2|")
    let exported = try ExportedNetwork(of: architecture, in: space, for: space.dataSet(), seed: 3)
    let model = try Onnx_ModelProto(serializedBytes: ONNXModel.file(of: exported))
    let tensors = Dictionary(
      uniqueKeysWithValues: model.graph.initializer.map { ($0.name, floats($0)) })
    let norms = model.graph.node.filter { $0.opType == "BatchNormalization" }
    #expect(norms.count > 30)
    for norm in norms {
      let (mean, variance) = (
        try #require(tensors[norm.input[3]]), try #require(tensors[norm.input[4]])
      )
      #expect(variance.allSatisfy { $0 > 0 && $0.isFinite } && mean.allSatisfy(\.isFinite))
    }
    // The stem: 3x3 over 3 channels of a standard normal image. A channel's variance is the sum of
    // the squares of its weights, less what lies on the border: 3 of 32 rows and columns.
    let stem = try #require(norms.first)
    let weights = try #require(
      model.graph.node.first { $0.output == [stem.input[0]] }.flatMap { tensors[$0.input[1]] })
    let variance = try #require(tensors[stem.input[4]])
    let size = weights.count / variance.count
    for (channel, found) in variance.enumerated() {
      let own = weights[channel * size..<(channel + 1) * size]
      let expected: Float = own.reduce(0) { sum, weight in sum + weight * weight }
      #expect(found > 0.85 * expected && found < 1.08 * expected)
    }
  }

  private func floats(_ tensor: Onnx_TensorProto) -> [Float] {
    tensor.rawData.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  @Test("The seed decides the weights, and nothing else does")
  func seeds() throws {
    let space = try SearchSpace.named("nasbench201", in: installation)
    var random = SplitMix64(seed: 1)
    let architecture = space.sample(using: &random)
    func bytes(_ seed: UInt64) throws -> [UInt8] {
      try ONNXModel.file(
        of: ExportedNetwork(of: architecture, in: space, for: space.dataSet(), seed: seed))
    }
    let first = try bytes(1)
    #expect(try bytes(1) == first)
    #expect(try bytes(2) != first)
  }

  @Test("PyTorch files declare the modules whose weights are counted, and use each live one")
  func pyTorch() throws {
    try forSamples { space, exported in
      let text = String(decoding: try PyTorchModule.file(of: exported), as: UTF8.self)
      #expect(text.contains("class Network(nn.Module):"))
      let parameters = try parameters(declaredIn: text)
      #expect(parameters == NetworkCost(of: exported.network).parameters, "\(space.name)")
    }
  }

  /// Parameters of each class, times how often the network has it.
  private func parameters(declaredIn text: String) throws -> Int {
    var parameters: [String: Int] = [:]
    var total = 0
    var current = ""
    for line in text.split(separator: "\n").map(String.init) {
      if let name = first(in: line, /^class (\w+)\(nn.Module\):/) {
        current = name
      } else if let arguments = first(in: line, /nn\.Conv2d\((.*)\)/) {
        parameters[current, default: 0] += try convolution(arguments)
      } else if let channels = first(in: line, /nn\.BatchNorm2d\((\d+)\)/) {
        parameters[current, default: 0] += 2 * (try #require(Int(channels)))
      } else if let channels = first(in: line, /nn\.InstanceNorm2d\((\d+), affine=True\)/) {
        parameters[current, default: 0] += 2 * (try #require(Int(channels)))
      } else if let sizes = first(in: line, /nn\.LayerNorm\(\((.*)\)\)/) {
        parameters[current, default: 0] += sizes.split(separator: ", ").compactMap { Int($0) }
          .reduce(2, *)
      } else if let sizes = first(in: line, /nn\.Linear\((.*)\)/) {
        let numbers = sizes.split(separator: ", ").compactMap { Int($0) }
        let hasBias = !sizes.contains("bias=False")
        parameters[current, default: 0] += numbers[0] * numbers[1] + (hasBias ? numbers[1] : 0)
      } else if let channels = first(in: line, /= ChannelNorm\((\d+)\)/) {
        parameters[current, default: 0] += 2 * (try #require(Int(channels)))
      } else if let sizes = first(in: line, /= (?:ClassToken|PositionEmbedding)\((.*)\)/) {
        parameters[current, default: 0] += sizes.split(separator: ", ").compactMap { Int($0) }
          .reduce(1, *)
      } else if let sizes = first(in: line, /= RelativeAttention\((.*)\)/) {
        let numbers = sizes.split { !$0.isNumber }.compactMap { Int($0) }
        parameters[current, default: 0] += 4 * (2 * numbers[3] + 2) * numbers[1]
      } else if let name = first(in: line, #/^ +(?:self\.\w+ = )?(\w+)\(\)(?:,  # .*)?$/#) {
        total += parameters[name] ?? 0
      }
    }
    return total
  }

  private func first(in line: String, _ pattern: Regex<(Substring, Substring)>) -> String? {
    line.firstMatch(of: pattern).map { String($0.1) }
  }

  /// The weights of `nn.Conv2d` with these arguments.
  private func convolution(_ arguments: String) throws -> Int {
    let match = try #require(
      arguments.firstMatch(of: /^(\d+), (\d+), (?:(\d+)|\((\d+), (\d+)\))/))
    let (inputs, outputs) = (try #require(Int(match.1)), try #require(Int(match.2)))
    let square = match.3.flatMap { Int($0) }
    let height = try #require(square ?? match.4.flatMap { Int($0) })
    let width = try #require(square ?? match.5.flatMap { Int($0) })
    let groups = arguments.firstMatch(of: /groups=(\d+)/).flatMap { Int($0.1) } ?? 1
    return height * width * inputs / groups * outputs
      + (arguments.contains("bias=False") ? 0 : outputs)
  }

  @Test("JSON lists every layer with its shape")
  func json() throws {
    try forSamples(count: 2) { _, exported in
      let file = try #require(
        try JSONSerialization.jsonObject(with: Data(LayerList.file(of: exported)))
          as? [String: Any])
      #expect(file["architecture"] as? String == exported.architecture)
      #expect(file["format_version"] as? Int == 1)
      let layers = try #require(file["layers"] as? [[String: Any]])
      #expect(layers.count == exported.network.layers.count)
      for (layer, expected) in zip(layers, exported.network.layers) {
        let shape = expected.shape
        #expect(layer["shape"] as? [Int] == [shape.channels, shape.height, shape.width])
        #expect(layer["inputs"] as? [Int] == Array(exported.network.inputs(of: expected)))
      }
    }
  }

  @Test("A network's text is what was last agreed on")
  func golden() throws {
    let space = try SearchSpace.named("nasbench201", in: installation)
    let text = try PyTorchModule.file(
      of: ExportedNetwork(
        of: space.architecture(
          parsing: "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|"
        ),
        in: space, for: space.dataSet()))
    let path = Locations.goldens.appendingPathComponent("export/nasbench201.py")
    if ProcessInfo.processInfo.environment["RENEW_EXPORTS"] != nil {
      try Data(text).write(to: path)
    }
    let isEqual = try Data(contentsOf: path) == Data(text)
    #expect(isEqual, "nasbench201.py differs; if that is meant, renew it with RENEW_EXPORTS=1")
  }

  @Test("An unknown format is answered with those there are; a missing lowering with its operator")
  func mistakes() throws {
    #expect(throws: UnknownNameError.self) { _ = try NetworkExporters.named("tensorflow") }
    let text = try InputFile.text(
      at: Locations.spaces.appendingPathComponent("nasbench201.yaml").path
    ).replacingOccurrences(
      of: "    lowering: [relu, {convolution: {kernel: 1, stride: place}}, batch-norm]\n", with: "")
    let space = try SearchSpace(yaml: text, path: "mine.yaml")
    let architecture = try space.architecture(
      parsing: "|nor_conv_1x1~0|+|none~0|none~1|+|none~0|none~1|nor_conv_3x3~2|")
    do {
      _ = try ExportedNetwork(of: architecture, in: space, for: space.dataSet())
      Issue.record("nothing thrown")
    } catch {
      #expect("\(error)".contains("operator \"nor_conv_1x1\" has no \"lowering\""))
    }
  }
}
