import Files
import Networks
import Spaces
import TestSupport
import Testing

@Suite("Images of other channels and sides") struct InputSizeTests {
  /// NAS-Bench-201's cells in one stage, for the data set that is written out.
  private static func space(_ dataSet: String) throws -> SearchSpace {
    try SearchSpace(
      yaml: """
        format: 1
        name: small
        extends: nasbench201
        skeleton:
          stem: [{convolution: {kernel: 3, channels: 16}}, batch-norm]
          stages: [{cells: 1, channels: 16}]
          head: [batch-norm, relu, global-average-pooling, {linear: {features: classes}}]
          data-sets: [\(dataSet)]

        """, path: "small.yaml", in: Installation(root: Locations.root.path))
  }

  private static func cost(_ dataSet: String) throws -> NetworkCost {
    let space = try space(dataSet)
    let cell = try space.architecture(
      parsing: "|skip_connect~0|+|none~0|skip_connect~1|+|none~0|none~1|nor_conv_3x3~2|")
    return NetworkCost(of: try space.network(of: cell, for: space.dataSet()))
  }

  @Test("Channels and sides of images are counted")
  func counts() throws {
    let colours = try Self.cost("{name: x, resolution: 8, classes: 10}")
    let grey = try Self.cost("{name: x, resolution: 8, channels: 1, classes: 10}")
    // The stem, 3x3 with 16 channels, is the only layer that reads the image.
    #expect(colours.parameters - grey.parameters == 2 * 9 * 16)
    #expect(colours.multiplyAccumulates - grey.multiplyAccumulates == 2 * 9 * 16 * 64)
    let wide = try Self.cost(
      "{name: x, input: {channels: 1, height: 4, width: 16}, classes: 10}")
    #expect(wide.parameters == grey.parameters)
    #expect(wide.multiplyAccumulates == grey.multiplyAccumulates)
    let spectrum = try Self.cost("{name: x, input: {height: 1, width: 64}, classes: 10}")
    #expect(spectrum.multiplyAccumulates == colours.multiplyAccumulates)
    let space = try Self.space("{name: x, input: {channels: 1, height: 4, width: 16}, classes: 10}")
    #expect(try space.dataSet().size == "4 x 16 pixels, 1 channel")
  }

  @Test(
    "What an image is has to be said once",
    arguments: [
      ("{name: x, classes: 10}", "has no \"resolution\", the side of its images"),
      (
        "{name: x, resolution: 8, input: {height: 4, width: 4}, classes: 10}",
        "has both \"resolution\" and \"input\""
      ),
      (
        "{name: x, channels: 1, input: {height: 4, width: 4}, classes: 10}",
        "has both \"channels\" and \"input\""
      ),
      ("{name: x, input: {height: 4}, classes: 10}", "has no key \"width\""),
      ("{name: x, resolution: 8, channels: 0, classes: 10}", "expected a whole number from 1"),
    ])
  func mistakes(dataSet: String, expected: String) throws {
    let text = sentence { _ = try Self.space(dataSet) }
    #expect(text?.contains(expected) == true, "\(text ?? "nothing thrown")")
  }
}
