import Operators
import Testing

/// Classes of known projects as PyTorch prints them.
@Suite struct ModuleTextTests {
  private func sequence(_ name: String, _ layers: [String]) -> String {
    let lines = layers.enumerated().map { "  (\($0)): \($1)\n" }
    return "\(name)(\n\(lines.joined()))"
  }

  private func convolution(
    _ entry: Int, _ exit: Int, _ kernel: Int, groups: Int = 1, stride: Int = 1
  ) -> String {
    "Conv2d(\(entry), \(exit), kernel_size=(\(kernel), \(kernel)), stride=(\(stride), \(stride))"
      + (groups == 1 ? ")" : ", groups=\(groups))")
  }

  @Test("The layers inside decide, whatever the class is called")
  func layers() {
    let (wide, narrow) = (convolution(16, 64, 1), convolution(64, 16, 1))
    let depthwise = convolution(64, 64, 5, groups: 64)
    func english(_ layers: [String]) -> String {
      OperatorDescription(sequence("Anything", layers)).english
    }
    #expect(
      english([wide, "BatchNorm2d(64)", "ReLU6()", depthwise, "ReLU6()", narrow])
        == "5x5 mobile inverted bottleneck with expansion 4")
    let gate = sequence("SqueezeExcitation", ["AdaptiveAvgPool2d(1)", wide, narrow, "Sigmoid()"])
    #expect(
      english([wide, depthwise, gate, narrow])
        == "5x5 mobile inverted bottleneck with squeeze-and-excitation with expansion 4")
    #expect(
      english([convolution(16, 64, 3, stride: 2), "SiLU()", narrow])
        == "3x3 fused mobile inverted bottleneck with expansion 4 with stride 2")
    let pointwise = convolution(64, 64, 1)
    #expect(
      english(["ReLU()", depthwise, pointwise, "ReLU()", depthwise, pointwise])
        == "5x5 depthwise separable convolution applied twice")
    #expect(
      english([convolution(64, 16, 1), convolution(16, 16, 3, groups: 4), convolution(16, 64, 1)])
        == "ResNeXt bottleneck with 4 groups 3x3")
  }

  @Test("The name decides where layers leave a choice, and only where they fit")
  func names() {
    let two = [convolution(16, 16, 3), "BatchNorm2d(16)", "ReLU()", convolution(16, 16, 3)]
    #expect(OperatorDescription(sequence("BasicBlock", two)).english == "3x3 residual block")
    // Two convolutions of another class are no operator that is known for certain.
    #expect(OperatorDescription(sequence("Sequential", two)).translation == nil)
    #expect(
      OperatorDescription(sequence("SpatialAttention", [convolution(2, 1, 7), "Sigmoid()"])).english
        == "spatial attention gate")
    #expect(
      OperatorDescription(sequence("PatchEmbed", [convolution(3, 64, 16, stride: 16)])).english
        == "16x16 patch embedding")
    #expect(OperatorDescription(sequence("PatchEmbed", ["Odd()"])).english == "patch embedding")
  }

  @Test("A branch beside the block does not count")
  func branches() {
    let text = """
      BasicBlock(
        (conv1): \(convolution(16, 32, 3, stride: 2))
        (conv2): \(convolution(32, 32, 3))
        (downsample): Sequential(
          (0): \(convolution(16, 32, 1, stride: 2))
        )
      )
      """
    #expect(OperatorDescription(text).english == "3x3 residual block with stride 2")
  }

  @Test(
    "Block strings of EfficientNet codes",
    arguments: [
      ("ir_r1_k5_s1_e3_c40", "5x5 mobile inverted bottleneck with expansion 3"),
      (
        "ir_r3_k3_s2_e6_c80_se0.25_noskip",
        "3x3 mobile inverted bottleneck with squeeze-and-excitation with expansion 6 with stride 2"
          + ", repeated 3 times"
      ),
      ("ds_r1_k3_s1_e1_c16", "3x3 depthwise separable convolution"),
      (
        "er_r2_k3_s1_e4_c24",
        "3x3 fused mobile inverted bottleneck with expansion 4, repeated 2 times"
      ),
      ("cn_r1_k1_s1_c960", "1x1 convolution"),
    ])
  func blockStrings(text: String, english: String) {
    #expect(OperatorDescription(text).english == english)
  }

  @Test(
    "Other names are none", arguments: ["ir_k5_e3", "mbconv_k5_e6", "sep_conv_3x3", "ir_r1_k5_cx"])
  func otherNames(text: String) {
    #expect(OperatorDescription(text).translation == nil)
  }

  @Test("What is nested without end is read as any other text")
  func depth() {
    let text = String(repeating: "Sequential(", count: 5000)
    #expect(OperatorDescription(text).translation == nil)
    let closed = text + "ReLU()" + String(repeating: ")", count: 5000)
    #expect(OperatorDescription(closed).translation == nil)
  }
}
