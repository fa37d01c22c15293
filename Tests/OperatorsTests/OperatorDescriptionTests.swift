import Operators
import TestSupport
import Testing

@Suite("Descriptions taken apart")
struct OperatorDescriptionTests {
  @Test(
    "A window is found however it is written",
    arguments: [
      "3x3 convolution", "3 by 3 convolution", "3×3 convolution", "3 x 3 convolution",
      "3*3 convolution", "3-by-3 convolution", "three by three convolution",
      "convolution with kernel size 3", "convolution (k=3)", "convolution, kernel_size=(3, 3)",
      "convolution with a kernel of 3 by 3", "convolution of size 3x3", "conv3x3", "conv_3x3",
      "conv3", "conv_k3", "nn.Conv2d(C, C, 3, padding=1)",
      "nn.Conv2d(C, C, kernel_size=3, bias=False)", "nor_conv_3x3", "Convolution 3 by 3",
    ])
  func windows(text: String) {
    let description = OperatorDescription(text)
    #expect(description.numbers == [.kernel: 3])
    #expect(["convolution", "nor convolution"].contains(description.key), "\(description.key)")
  }

  @Test(
    "A number that is no size of anything is left out",
    arguments: [
      "9223372036854775808x1 convolution", "4294967296x4294967296 convolution",
      "convolution with 9223372036854775808 groups", "convolution, dilation 1e30",
      "\(String(repeating: "9", count: 400))x3 convolution", "99999999999999999999.5 convolution",
      "convolution with 18446744073709551616 heads", "expand_ratio=9007199254740993, convolution",
      "nn.Conv2d(C, C, 9223372036854775808)", "256x256 convolution",
    ])
  func tooLarge(text: String) {
    let description = OperatorDescription(text)
    #expect(description.numbers.values.allSatisfy { $0 <= 1_024 })
    #expect(!description.phrase.contains("99") && !description.phrase.contains("922"))
    #expect(description.key.contains("convolution"))
  }

  @Test("A number beyond its limit is told")
  func outOfReach() {
    #expect(OperatorDescription("256x256 convolution").outOfReach == [.kernel])
    #expect(OperatorDescription("255x255 convolution").numbers == [.kernel: 255])
    #expect(OperatorDescription("255x255 convolution").outOfReach.isEmpty)
  }

  @Test(
    "Other numbers are found by the words beside them",
    arguments: [
      ("3x3 convolution with dilation rate 2", [OperatorNumber.kernel: 3, .dilation: 2]),
      ("3x3 convolution dilated by a factor of 4", [.kernel: 3, .dilation: 4]),
      ("convolution 3x3 whose taps lie 2 pixels apart", [.kernel: 3, .dilation: 2]),
      ("sep_conv_5x5_d2", [.kernel: 5, .dilation: 2]),
      ("3x3 convolution, stride 2", [.kernel: 3, .stride: 2]),
      ("3x3 convolution with a stride of two", [.kernel: 3, .stride: 2]),
      ("conv_3x3_s2", [.kernel: 3, .stride: 2]),
      ("3x3 convolution in eight groups", [.kernel: 3, .groups: 8]),
      ("nn.Conv2d(C, C, 3, groups=8)", [.kernel: 3, .groups: 8]),
      ("convolution 3x3 of cardinality 32", [.kernel: 3, .groups: 32]),
      ("mbconv_k5_e6", [.kernel: 5, .expansion: 6]),
      ("MB6_3x3", [.kernel: 3, .expansion: 6]),
      ("MBConv 5x5 with expansion ratio 4", [.kernel: 5, .expansion: 4]),
      ("inverted residual, expand_ratio=3, kernel 7", [.kernel: 7, .expansion: 3]),
      ("Expands the channels 6 times, then 3x3", [.kernel: 3, .expansion: 6]),
      ("self-attention with 12 heads", [.heads: 12]),
      ("nn.MultiheadAttention(dim, num_heads=8)", [.heads: 8]),
      ("1x7 convolution", [.kernel: 7]),
      ("7x1 and 1x7 convolutions", [.kernel: 7]),
      ("A 1x1 convolution, a 5x5 depthwise convolution and a 1x1 convolution", [.kernel: 5]),
      ("1x1 convolution", [.kernel: 1]), ("one by one convolution", [.kernel: 1]),
      ("The channels are filtered one by one 3x3", [.kernel: 3]), ("two linear layers", [:]),
      ("ResNet18 block", [:]), ("MobileNetV2 block", [:]), ("2D pooling", [:]),
      ("NAS bottleneck with a reduction ratio of 4", [:]),
    ] as [(String, [OperatorNumber: Int])])
  func numbers(text: String, expected: [OperatorNumber: Int]) {
    #expect(OperatorDescription(text).numbers == expected)
  }

  @Test("Normalisation and activation do not tell convolutions apart, and denials are noted")
  func normalisation() {
    let plain = OperatorDescription("3x3 convolution")
    for text in [
      "3x3 convolution followed by batch normalisation and ReLU", "conv3x3-bn-relu",
      "ReLU-Conv3x3-BN", "3x3 convolution with batch normalization and an activation",
      "3x3 convolution without batch norm", "3x3 convolution, no activation",
      "3x3 convolution without normalisation or activation",
    ] {
      #expect(OperatorDescription(text).key == plain.key, "\(text)")
    }
    let bare = OperatorDescription("3x3 convolution without normalisation or activation")
    #expect(bare.deniesNormalisation && bare.deniesActivation)
    let linear = OperatorDescription("3x3 convolution with batch norm, no activation")
    #expect(!linear.deniesNormalisation && linear.deniesActivation)
    #expect(!plain.deniesNormalisation && !plain.deniesActivation)
    // Alone they are the subject of the text.
    #expect(OperatorDescription("ReLU activation").key != "")
    #expect(OperatorDescription("Batch normalisation").key == "batchnorm")
  }

  @Test("Spelling, frames and empty words do not count")
  func spelling() {
    let groups = [
      [
        "3x3 average pooling", "avg_pool_3x3", "AvgPool 3x3", "an average pooling layer 3 by 3",
        "this edge carries a 5x5 average pooling",
      ],
      ["Depth-wise separable convolution 3x3", "depthwise separable conv 5x5"],
      ["squeeze-and-excitation", "squeeze and excitation"],
      [
        "nn.Conv2d(C, C, 3, groups=C)", "nn.Conv2d(dim, dim, kernel_size=5, groups=dim)",
        "convolution depthwise",
      ],
    ]
    for group in groups {
      let keys = Set(group.map { OperatorDescription($0).key })
      #expect(keys.count == 1, "\(keys)")
    }
    #expect(OperatorDescription("max pooling").key != OperatorDescription("average pooling").key)
  }

  @Test(
    "Any text is read",
    arguments: ["", " ", "3", "x", "()", "=3", "k=", "(((", "1x", "x3", "3x3x3x3", "é 3×3", "🙂"])
  func oddities(text: String) {
    let description = OperatorDescription(text)
    #expect(description.numbers.values.allSatisfy { $0 > 0 })
  }
}
