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

@Suite("Code for language models") struct CodeTextTests {
  private struct Entry: Encodable {
    struct Class: Encodable {
      let name: String
      let argument: String
      let parameters: Int
    }

    let name: String
    let text: String
    let helpers: String
    let classes: [Class]
    /// Empty where the text is no whole network.
    let image: [Int]
    let outputs: Int
    let parameters: Int
  }

  private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test("Every text is Python and, executed, makes networks with the parameters that are counted")
  func executed() throws {
    let python = try #require(Self.python, "needs python3, which every Debian with git has")
    let installation = Installation(root: Locations.root.path)
    var entries: [Entry] = []
    for name in try SearchSpace.names(in: installation) {
      let space = try SearchSpace.named(name, in: installation)
      guard !space.skeletons.isEmpty else { continue }
      var random = SplitMix64(seed: 11)
      for (number, style) in CodeStyle.names.enumerated() {
        // The first architecture often computes nothing.
        let architecture =
          try number == 0
          ? #require(space.architectures.first { _ in true }) : space.sample(using: &random)
        let exported = try ExportedNetwork(
          of: architecture, in: space, for: space.dataSet(), codeStyle: CodeStyle(named: style))
        let code = CodeText(of: exported)
        let isWhole = code.text.contains("class Network(nn.Module)")
        entries.append(
          Entry(
            name: "\(name), \(style), \(exported.architecture.prefix(60))", text: code.text,
            helpers: code.helpers,
            classes: code.classes.map {
              Entry.Class(name: $0.name, argument: $0.argument, parameters: $0.parameters)
            },
            image: isWhole
              ? [
                exported.network.layers[0].shape.channels, exported.network.layers[0].shape.height,
                exported.network.layers[0].shape.width,
              ] : [],
            outputs: exported.dataSet.classes,
            parameters: NetworkCost(of: exported.network).parameters))
      }
    }
    #expect(entries.count > 150)
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("texts.json")
      try JSONEncoder().encode(entries).write(to: file)
      let script = Locations.root.appendingPathComponent("Tests/Scripts/run-code-texts.py").path
      let (status, text) = Python.run(python, [script, file.path], in: folder.path)
      #expect(status == 0, "\(text)")
    }
  }

  @Test("A cell of NAS-Bench-201 is written as COLE writes it")
  func cell() throws {
    let space = try SearchSpace.named(
      "nasbench201", in: Installation(root: Locations.root.path))
    let architecture = try space.architecture(
      parsing: "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|avg_pool_3x3~0|none~1|skip_connect~2|")
    func text(_ style: CodeStyle) throws -> String {
      CodeText(
        of: try ExportedNetwork(
          of: architecture, in: space, for: space.dataSet(), codeStyle: style)
      ).text
    }
    #expect(
      try text(CodeStyle()) == """
        class Cell(nn.Module):
            def __init__(self, channels):
                super().__init__()
                self.op_0_1 = ReLU_Conv2d_BatchNorm(channels, channels, 3, padding=1, bias=False)
                self.op_1_2 = ReLU_Conv2d_BatchNorm(channels, channels, 1, bias=False)
                self.op_0_3 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)

            def forward(self, node_0):
                node_1 = self.op_0_1(node_0)
                node_2 = torch.zeros_like(node_0) + self.op_1_2(node_1)
                node_3 = self.op_0_3(node_0) + torch.zeros_like(node_0) + node_2
                return node_3

        """)
    let inline = try text(CodeStyle(.inline))
    #expect(
      inline.contains(
        "self.op_1_2 = nn.Sequential(nn.ReLU(), nn.Conv2d(channels, channels, 1, bias=False), "
          + "nn.BatchNorm2d(channels))"))
    #expect(try text(CodeStyle(.helper)).hasPrefix("class ReLU_Conv2d_BatchNorm(nn.Sequential):"))
    #expect(try text(CodeStyle(.inline, .comment)).hasSuffix(inline))
    let whole = try text(CodeStyle(.helper, .network))
    #expect(whole.contains("            Cell(64),  # stage 3/cell 5\n"))
  }

  @Test("The graph as text has a line for each node of the ONNX model, and no weight")
  func graph() throws {
    let space = try SearchSpace.named(
      "nasbench201", in: Installation(root: Locations.root.path))
    var random = SplitMix64(seed: 2)
    let exported = try ExportedNetwork(
      of: space.sample(using: &random), in: space, for: space.dataSet())
    let text = String(decoding: try ONNXText.file(of: exported), as: UTF8.self)
    let model = try Onnx_ModelProto(serializedBytes: ONNXModel.file(of: exported))
    let lines = text.split(separator: "\n")
    #expect(lines.count == model.graph.node.count + 3)
    for (line, node) in zip(lines.dropFirst(), model.graph.node) {
      #expect(line.contains("= \(node.opType)") && line.contains("%\(node.output[0]) ="))
    }
  }

  @Test("An unknown style is answered with those there are")
  func unknown() throws {
    #expect(throws: UnknownNameError.self) { try CodeStyle(named: "haiku") }
    #expect(CodeStyle.names.count == 9)
    for name in CodeStyle.names { #expect(try CodeStyle(named: name).name == name) }
  }
}
