import Documents
import Randomness
import Testing
import Yams

@Suite("What an unquoted scalar of a YAML file is")
struct ScalarTests {
  @Test(
    "What is said to be text by its first letter is text for YAML, and prose is said to be")
  func surelyText() {
    var generator = SplitMix64(seed: 0)
    let short = [
      "true", "TRUE", "off", "No", "null", "~", "", "=", "<<", "1e5", "nothing", "False", "ON",
    ]
    let letters = Array("abeflnorstuyNTFOY0159-+.:_ x")
    let random = (0..<5000).map { _ in
      String(
        (0..<Int.random(in: 0..<8, using: &generator)).map { _ in
          letters[Int.random(in: 0..<letters.count, using: &generator)]
        })
    }
    var sure = 0
    for text in short + random where Node.isSurelyText(text) {
      sure += 1
      #expect(Resolver.default.resolveTag(of: Node(text)) == .str, "\(text)")
    }
    #expect(sure > 1000)
    for text in ["convolution 3x3", "average pooling", "nothing", "zero", "skip", "x1"] {
      #expect(Node.isSurelyText(text), "\(text)")
    }
    for text in short where text != "nothing" { #expect(!Node.isSurelyText(text), "\(text)") }
  }
}
