import Files
import Fixtures
import Foundation
import Operators
import Randomness
import Spaces
import Tables
import TestSupport
import Testing
import Wording

/// Readers of text, with inputs that nobody would write.
@Suite("Readers of any input")
struct ReaderFuzzTests {
  private static func spaceFiles() throws -> [String] {
    try ["nasbench201", "nasbench-macro", "hnas-bench-201", "nats-bench-size"].map { name in
      try InputFile.text(at: Locations.spaces.appendingPathComponent("\(name).yaml").path)
    }
  }

  @Test("Space files")
  func spaceFiles() throws {
    let small = [
      "format: 1\nname: x\nextends: nasbench201\ntitle: \"t\"\n",
      "format: 1\nname: x\nextends: nasbench201\noperators:\n"
        + "  - {name: wide, role: operation, description: 3x3 convolution in 8 groups}\n",
    ]
    let installation = Installation(root: Locations.root.path)
    Fuzzer("space file", try Self.spaceFiles() + small).runTexts { text in
      let space = try SearchSpace(yaml: text, path: "x.yaml", in: installation)
      #expect(!space.title.unicodeScalars.contains(where: isControl))
    }
  }

  @Test("Notations", arguments: ["nasbench201", "darts", "hnas-bench-201", "nasbench101"])
  func notations(name: String) throws {
    let space = try SearchSpace.named(name, in: Installation(root: Locations.root.path))
    var random = SplitMix64(seed: 1)
    let texts = try (0..<4).flatMap { _ in
      let drawn = space.sample(using: &random)
      return try space.readableNotationNames.map { try space.notation(of: drawn, as: $0) }
    }
    Fuzzer(name, texts).runTexts { _ = try space.architecture(parsing: $0) }
  }

  @Test("Sentences")
  func sentences() {
    let texts = [
      "3x3 convolution in 8 groups", "nn.Conv2d(C, C, kernel_size=(3, 3), groups=8)",
      "mbconv_k5_e6",
      "inverted bottleneck, expansion ratio 6, kernel 7, stride 2",
      "multi-head self-attention with 4 heads", "depth-wise separable convolution 3x3 dilated by 2",
    ]
    Fuzzer("sentence", texts).runTexts { text in
      let numbers = OperatorDescription(text).numbers.values
      #expect(numbers.allSatisfy { (1...65_536).contains($0) }, "\(text.debugDescription)")
    }
  }

  @Test("Tables")
  func tables() {
    let texts = [
      "arch,accuracy\na,1\nb,2\n", "arch,accuracy\r\n\"a,\"\"b\",1e3\r\n", "\u{FEFF}a,b\n1,2\n",
    ]
    Fuzzer("table", texts).runTexts { text in
      let table = try CommaSeparatedText(text, path: "x.csv")
      for row in table.lines.indices {
        for column in table.header.indices { _ = table.text(row: row, column: column) }
      }
    }
  }
}
