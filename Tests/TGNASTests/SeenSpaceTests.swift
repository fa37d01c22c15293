import Foundation
import TGNAS
import TestSupport
import Testing
import Wording

@Suite("Copies of spaces whose labels were seen")
struct SeenSpaceTests {
  private let installation = Installation(root: Locations.root.path)

  private func yaml(_ name: String) throws -> String {
    try String(
      contentsOf: Locations.spaces.appendingPathComponent("\(name).yaml"), encoding: .utf8)
  }

  /// A copy under another name, without the keys that name the table.
  private func copy(of name: String) throws -> String {
    var lines = try yaml(name).split(separator: "\n", omittingEmptySubsequences: false)
    if let start = lines.firstIndex(of: "benchmark:") {
      let rest = lines[(start + 1)...]
      lines.removeSubrange(start..<(rest.firstIndex { !$0.hasPrefix(" ") } ?? lines.endIndex))
    }
    return lines.joined(separator: "\n")
      .replacingOccurrences(of: "\nname: \(name)\n", with: "\nname: mine\n")
  }

  /// The weights' refusal of a space; nil when they score it.
  private func refusal(
    _ yaml: String, weights: String = "universal", adding operators: [Operator] = []
  ) throws -> String? {
    let space = try SearchSpace(yaml: yaml, path: "mine.yaml").adding(operators)
    do {
      _ = try installation.predictor(for: space, weights: weights)
      return nil
    } catch let error as UserError {
      return "\(error)"
    }
  }

  private let expected =
    "the weights \"universal\" were trained on labels of nasbench201, which mine looks like (they "
    + "differ in names, wording, order or skeleton at most), so scores of it would be no "
    + "prediction; choose other weights with weights, or pass allowSeenLabels: true"

  @Test("A copy without its table is known, and so is every disguise of it")
  func disguises() throws {
    let copy = try copy(of: "nasbench201")
    #expect(!copy.contains("benchmark"))
    #expect(try refusal(copy) == expected)
    let renamed = copy.replacingOccurrences(of: "nor_conv_3x3", with: "alpha")
      .replacingOccurrences(of: "avg_pool_3x3", with: "beta")
    #expect(try refusal(renamed) == expected)
    let reordered = renamed.replacingOccurrences(
      of: "[none, skip_connect, nor_conv_1x1, alpha, beta]",
      with: "[beta, alpha, none, nor_conv_1x1, skip_connect]")
    #expect(reordered != renamed)
    #expect(try refusal(reordered) == expected)
    let renumbered = reordered.replacingOccurrences(
      of: "edges: [[0, 1], [0, 2], [1, 2], [0, 3], [1, 3], [2, 3]]",
      with: "edges: [[2, 3], [1, 3], [2, 1], [0, 1], [0, 3], [0, 2]]")
    #expect(renumbered.contains("[[2, 3], [1, 3]"))
    // The notation of NASLib names the edges.
    let lines = renumbered.split(separator: "\n").filter { !$0.hasPrefix("    edges:") }
    let plain = lines.joined(separator: "\n").replacingOccurrences(
      of: "kind: edge-indices", with: "kind: edges-json"
    )
    .components(separatedBy: "    operators: [skip_connect, none")[0]
    #expect(try refusal(plain) == expected)
  }

  @Test("Layers alone and sentences alone give a copy away")
  func halves() throws {
    let copy = try copy(of: "nasbench201")
    let reworded = copy.replacingOccurrences(
      of: "description: 3x3 convolution with batch normalisation and ReLU",
      with: "description: 7x7 max pooling")
    #expect(reworded != copy)
    #expect(try refusal(reworded) == expected)
    let lines = copy.split(separator: "\n").filter { !$0.hasPrefix("    lowering:") }
    #expect(try refusal(lines.joined(separator: "\n")) == expected)
    let both = lines.joined(separator: "\n").replacingOccurrences(
      of: "description: 3x3 convolution with batch normalisation and ReLU",
      with: "description: 7x7 max pooling")
    #expect(try refusal(both) == nil)
  }

  @Test("What extends a copy extends the space")
  func extended() throws {
    let blur = Operator(
      name: "blur", role: .operation, description: "3x3 convolution with an anti-aliasing blur")
    let sentence = try refusal(try copy(of: "nasbench201"), adding: [blur])
    #expect(sentence?.contains("labels of nasbench201, which mine+blur looks like") == true)
  }

  @Test(
    "Copies of every space that was trained on are known",
    arguments: ["nasbench101", "transnasbench101-micro"])
  func others(name: String) throws {
    let sentence = try refusal(try copy(of: name))
    #expect(sentence?.contains("labels of \(name), which mine looks like") == true)
  }

  @Test("A space that merely has the same topology is no copy")
  func innocent() throws {
    // NAS-Bench-201 has the topology of TransNAS-Bench-101 micro and one operator more.
    for name in ["nasbench101-zero-shot", "nasbench201-zero-shot"] {
      let seen = try PredictorWeights(contentsOf: installation.path(ofWeights: name)).provenance
      let other = seen.labelsSeen.contains("nasbench201") ? "nasbench101" : "nasbench201"
      #expect(try refusal(try copy(of: other), weights: name) == nil)
    }
    let copy = try copy(of: "nasbench201")
    let separable = copy.replacingOccurrences(
      of: "description: 3x3 convolution with batch normalisation and ReLU\n    lowering: [relu, {",
      with: "description: Depthwise separable 3x3 convolution\n    lowering: [{")
    #expect(separable != copy)
    #expect(try refusal(separable) == nil)
    let smaller = copy.replacingOccurrences(
      of: "[none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3]",
      with: "[none, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3]")
    #expect(smaller != copy)
    #expect(
      try refusal(
        smaller.components(separatedBy: "  # NASLib's tuple")[0]) == nil)
  }
}
