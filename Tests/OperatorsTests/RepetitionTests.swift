import Files
import Operators
import Spaces
import TestSupport
import Testing

/// Operators that follow on themselves, and what is said of them beside.
@Suite struct RepetitionTests {
  @Test(
    "How often is told, and the rest is read as it would be without",
    arguments: [
      ("3x3 convolution applied three times", "3x3 convolution", 3),
      ("3x3 convolution, repeated 4 times in a row", "3x3 convolution", 4),
      ("a stack of three 5x5 convolutions", "5x5 convolution", 3),
      ("two 3x3 convolutions one after the other", "3x3 convolution", 2),
      ("MBConv 3x3 with expansion 6, repeated twice", "MBConv 3x3 with expansion 6", 2),
      ("3x3 max pooling, thrice", "3x3 max pooling", 3),
    ])
  func repetitions(text: String, single: String, count: Int) {
    let (read, once) = (OperatorDescription(text), OperatorDescription(single))
    #expect(read.repetitions == count)
    #expect(read.key == once.key)
    #expect(read.numbers == once.numbers)
  }

  @Test(
    "What is several times as large is not repeated, nor what has a kind of its own",
    arguments: [
      "inverted bottleneck that expands six times", "3x3 depthwise separable convolution twice",
      "MLP four times as wide inside", "two residual blocks", "upsampling twice",
      "two 3x3 convolutions with a skip connection around them", "convolution dilated two times",
    ])
  func others(text: String) {
    #expect(OperatorDescription(text).repetitions == 1)
  }

  @Test("Layers are repeated, and only the first change the shape")
  func layers() throws {
    let layers = try OperatorLayers(in: .locate())
    let once = try layers.layers(
      ofKind: "convolution", [.kernel: 3], OperatorDescription("anything"))
    let thrice = once.repeated(3)
    #expect(
      thrice.same.words
        == [once.same.words, once.same.words, once.same.words].joined(separator: ", "))
    #expect(once.repeated(1) == once)
    let attributes = OperatorAttributes(values: [1, 1, 0, 1, 2]).repeated(3)
    #expect(attributes.values == [1, 1, 0, 1, 6])
  }

  @Test(
    "What an operator is not, what it is for and where it stands are no part of it",
    arguments: [
      "3x3 convolution, not depthwise", "3x3 convolution without dilation",
      "The stem: 3x3 convolution", "3x3 convolution used as a shortcut",
      "3x3 convolution instead of a depthwise one", "3x3 convolution, no padding and no bias",
      "3x3 convolution, no pooling after it", "3x3 convolution, applied only once",
    ])
  func asides(text: String) {
    let (read, plain) = (OperatorDescription(text), OperatorDescription("3x3 convolution"))
    #expect(read.key == plain.key)
    #expect(read.numbers == plain.numbers)
    #expect(read.repetitions == 1)
    #expect(!read.deniesNormalisation && !read.deniesActivation)
  }
}
