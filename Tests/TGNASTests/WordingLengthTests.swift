import TGNAS
import TestSupport
import Testing

/// NAS-Bench-201's operators in short, medium and long wordings after those of TG-NAS (arXiv
/// 2404.00271), where scores depend on them.
@Suite("Short, medium and long wordings of the same operators")
struct WordingLengthTests {
  private static let wordings = [
    "short": [
      "None", "Residual connection", "Convolution 1 by 1", "Convolution 3 by 3",
      "Average pooling 3 by 3",
    ],
    "medium": [
      "Doing nothing", "Identity mapping to the next layer",
      "2D convolution with kernel size 1 by 1", "2D convolution with kernel size 3 by 3",
      "Average pooling 3 by 3 kernel",
    ],
    "long": [
      "A none operator that does nothing",
      "A residual connection operator that adding identity mapping to the next layer",
      "A two-dimensional convolutional operator with a kernel size of 1 by 1 is applied",
      "A two-dimensional convolutional operator with a kernel size of 3 by 3 is applied",
      "An average pooling operator with a kernel size of 3 by 3",
    ],
  ]

  @Test("They are read alike, by their words alone", arguments: wordings.keys.sorted())
  func readings(length: String) throws {
    let installation = Installation(root: Locations.root.path)
    let reader = try installation.makeReader(embeddings: installation.makeEmbeddings(threads: 1))
    let descriptions = try #require(WordingLengthTests.wordings[length])
    let readings = try reader.read(
      descriptions.enumerated().map {
        Operator(name: "o\($0)", role: .operation, description: $1)
      }, ignoringRoles: true)
    let shipped = try SearchSpace.named("nasbench201", in: installation).operators.filter {
      $0.role != .input && $0.role != .output
    }
    let expected = try reader.read(shipped)
    #expect(readings.map(\.role) == shipped.map(\.role))
    #expect(readings.map(\.attributes) == expected.map(\.attributes))
  }
}
