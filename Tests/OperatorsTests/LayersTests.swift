import Files
import Foundation
import Operators
import Testing

/// The layers of operators that are described by a sentence.
@Suite struct LayersTests {
  @Test("Every kind in the file is one of the corpus, and its layers can be read")
  func all() throws {
    let installation = try Installation.locate()
    let layers = try OperatorLayers(in: installation)
    let corpus = try OperatorCorpus(in: installation)
    #expect(layers.names.count > 35)
    for name in layers.names {
      let kind = name.components(separatedBy: " of expansion ")[0]
      let found = try #require(corpus.kinds.first { $0.name == kind }, "\(name)")
      let numbers = found.numbers.compactMapValues(\.first)
      #expect(throws: Never.self, "\(name)") {
        try layers.layers(ofKind: kind, numbers, OperatorDescription("anything"))
      }
    }
  }

  @Test(
    "Numbers and denials change the layers",
    arguments: [
      ("convolution", 5, "5x5 convolution", "5x5 convolution, batch norm, ReLU"),
      ("convolution", 7, "7x7 convolution without batch norm", "7x7 convolution, ReLU"),
      ("max-pooling", 5, "5x5 max pooling", "5x5 max pooling"),
    ])
  func numbers(kind: String, kernel: Int, text: String, words: String) throws {
    let layers = try OperatorLayers(in: .locate())
    let made = try layers.layers(ofKind: kind, [.kernel: kernel], OperatorDescription(text))
    #expect(made.same.words == words)
  }

  @Test("An even window does not keep the resolution, and unknown kinds have no layers")
  func none() throws {
    let layers = try OperatorLayers(in: .locate())
    let description = OperatorDescription("anything")
    func reason(_ kind: String, _ numbers: [OperatorNumber: Int]) throws -> String? {
      let error = #expect(throws: OperatorLayers.NoLayers.self) {
        try layers.layers(ofKind: kind, numbers, description)
      }
      return error?.reason
    }
    #expect(
      try reason("max-pooling", [.kernel: 2])
        == "a window of 2 has no middle, and changes the resolution")
    #expect(try reason("recurrent", [:]) == "no layers are known of the kind \"recurrent\"")
    #expect(try reason("convolution", [.kernel: 33])?.contains("33") == true)
  }

  @Test(
    "Modules as PyTorch prints them, and code",
    arguments: [
      (
        "Conv2d(64, 64, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), groups=64)",
        "3x3 convolution depthwise"
      ),
      ("Conv2d(32, 64, kernel_size=(5, 5), stride=(2, 2), padding=(2, 2))", "5x5 convolution"),
      (
        "nn.Conv2d(C, C, 3, padding=2, dilation=2, groups=C)",
        "3x3 dilated depthwise convolution with dilation rate 2"
      ),
      ("Conv2d(64, 128, kernel_size=(1, 1), stride=(1, 1), bias=False)", "1x1 convolution"),
      (
        "Conv2d(64, 64, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), groups=8)",
        "3x3 grouped convolution with 8 groups"
      ),
      (
        """
        Sequential(
          (0): Conv2d(32, 32, kernel_size=(5, 5), stride=(1, 1), padding=(2, 2), groups=32)
          (1): Conv2d(32, 64, kernel_size=(1, 1), stride=(1, 1), bias=False)
          (2): BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
          (3): ReLU(inplace=True)
        )
        """, "5x5 depthwise separable convolution"
      ),
      (
        "nn.Sequential(nn.Conv2d(16, 96, 1), nn.ReLU6(), "
          + "nn.Conv2d(96, 96, 3, padding=1, groups=96), nn.ReLU6(), nn.Conv2d(96, 16, 1))",
        "3x3 mobile inverted bottleneck with expansion 6"
      ),
      ("MaxPool2d(kernel_size=3, stride=1, padding=1, dilation=1)", "3x3 max pooling"),
      ("AdaptiveAvgPool2d(output_size=(1, 1))", "global average pooling"),
      (
        "nn.Sequential(nn.Linear(64, 256), nn.GELU(), nn.Linear(256, 64))",
        "feed-forward layer with expansion 4"
      ),
      ("ConvTranspose2d(16, 33, 3)", "3x3 transposed convolution"),
      (
        "ConvTranspose2d(16, 33, kernel_size=(4, 4), stride=(2, 2), padding=(1, 1))",
        "4x4 transposed convolution"
      ),
      ("nn.ConvTranspose2d(64, 32, 2, 2)", "2x2 transposed convolution"),
      ("nn.Conv1d(16, 16, 5, padding=2)", "1D convolution with kernel size 5"),
      ("Conv3d(8, 16, kernel_size=3, stride=2)", "3D convolution with kernel size 3"),
      ("nn.MultiheadAttention(64, 8)", "multi-head self-attention with 8 heads"),
      ("GroupNorm(8, 64, eps=1e-05, affine=True)", "group normalisation"),
    ])
  func modules(code: String, sentence: String) {
    let (read, told) = (OperatorDescription(code), OperatorDescription(sentence))
    #expect(read.words == told.words)
    #expect(
      read.numbers.filter { $0.key != .stride } == told.numbers.filter { $0.key != .stride })
  }

  @Test("No expansion is an expansion of 1, and t is the expansion")
  func expansion() {
    #expect(OperatorDescription("inverted bottleneck without expansion").numbers[.expansion] == 1)
    #expect(OperatorDescription("inverted bottleneck, t=3").numbers[.expansion] == 3)
  }
}
