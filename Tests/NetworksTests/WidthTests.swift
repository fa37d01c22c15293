import Files
import Networks
import Spaces
import TestSupport
import Testing

@Suite("Widths of networks")
struct WidthTests {
  private let installation = Installation(root: Locations.root.path)

  private func network(_ text: String, of space: SearchSpace) throws -> Network {
    try space.network(of: space.architecture(parsing: text), for: space.dataSet())
  }

  @Test("Width is minus the sum of 1 / sqrt(channels) over the activations that count")
  func sum() throws {
    let space = try SearchSpace.named("nats-bench-size", in: installation)
    // The ReLUs of three cells, of two residual blocks between them and of the head read these.
    let counts = [6, 3, 4, 3, 4]
    for widths in [[8, 8, 8, 8, 8], [64, 16, 24, 32, 8], [40, 48, 56, 64, 64]] {
      let text = widths.map(String.init).joined(separator: ":")
      let expected = zip(counts, widths).reduce(0) {
        $0 - Double($1.0) / Double($1.1).squareRoot()
      }
      #expect(abs(try network(text, of: space).width - expected) < 1e-12)
    }
    // Equal widths at places that count alike give the same bits.
    #expect(
      try network("8:16:24:32:40", of: space).width
        == network("8:32:40:16:24", of: space).width)
  }

  @Test("A wider layer is never worse, and what nothing reads does not count")
  func monotone() throws {
    let space = try SearchSpace.named("nats-bench-size", in: installation)
    let base = try network("32:32:32:32:32", of: space)
    for place in 0..<5 {
      var widths = [32, 32, 32, 32, 32]
      widths[place] = 40
      #expect(
        try network(widths.map(String.init).joined(separator: ":"), of: space).width > base.width)
    }
    let cells = try SearchSpace.named("nasbench201", in: installation)
    let idle = try network(
      "|nor_conv_3x3~0|+|nor_conv_3x3~0|none~1|+|none~0|nor_conv_3x3~1|none~2|", of: cells)
    let without = try network(
      "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|nor_conv_3x3~1|none~2|", of: cells)
    #expect(idle.width == without.width)
    #expect(idle.structure == without.structure)
  }

  @Test("Networks that differ in their widths only have one structure, others have not")
  func structure() throws {
    let space = try SearchSpace.named("nats-bench-size", in: installation)
    let widest = try network("64:64:64:64:64", of: space)
    // Here skips become convolutions, which look at no neighbours and are no steps.
    #expect(try network("8:16:24:32:40", of: space).structure == widest.structure)
    // The same layers, with and without a skip connection beside them, or side by side instead of
    // in a row.
    let cells = try SearchSpace.named("nasbench201", in: installation)
    let conv = "nor_conv_3x3"
    let wirings = [
      "|\(conv)~0|+|none~0|none~1|+|none~0|\(conv)~1|none~2|",
      "|\(conv)~0|+|none~0|none~1|+|skip_connect~0|\(conv)~1|none~2|",
      "|\(conv)~0|+|none~0|none~1|+|\(conv)~0|skip_connect~1|none~2|",
    ]
    #expect(Set(try wirings.map { try network($0, of: cells).structure }).count == 3)
    let chain = try SearchSpace.named("nasbench-macro", in: installation)
    let codes = ["11111111", "11111112", "11111110", "21111111"]
    let structures = Set(try codes.map { try network($0, of: chain).structure })
    #expect(structures.count == codes.count)
  }
}
