import Drawing
import Spaces
import Testing

@Suite("Drawings of grammars")
struct GrammarDrawingTests {
  /// Trees of sums and sequences, 2^(depth - 1) operators each at most.
  private static func space(depth: Int) throws -> SearchSpace {
    try SearchSpace(
      yaml: """
        format: 1
        name: trees
        operators:
          - {name: in, role: input, description: Input of the cell}
          - {name: conv, role: operation, description: 3x3 convolution}
          - {name: half, role: operation, description: 1x1 convolution}
          - {name: out, role: output, description: Output of the cell}
        topology:
          kind: grammar
          maximum-depth: \(depth)
          shapes: {half: {channels: 1/2}}
          rules:
            block:
              - sum(block, sequence(block, conv))
              - concatenation(half, half)
              - conv
        notations:
          - {name: expression, kind: expression}

        """, path: "trees.yaml")
  }

  @Test("Sums and concatenations of several feature maps are circles")
  func circles() throws {
    let space = try GrammarDrawingTests.space(depth: 3)
    let text = "sum(concatenation(half, half), sequence(sum(conv, sequence(conv, conv)), conv))"
    let panel = try #require(
      Examples.drawing(space.architecture(parsing: text), in: space).panels.first)
    #expect(
      panel.nodes.map(\.label)
        == ["in", "half", "half", "concat", "conv", "conv", "conv", "+", "conv", "out"])
    #expect(
      panel.edges.map { [$0.source, $0.target] }
        == [
          [0, 1], [0, 2], [1, 3], [2, 3], [0, 4], [0, 5], [4, 6], [5, 7], [6, 7], [7, 8], [3, 9],
          [8, 9],
        ])
  }

  @Test("Hundreds of operators are drawn without boxes upon each other", .timeLimit(.minutes(1)))
  func deep() throws {
    let space = try GrammarDrawingTests.space(depth: 9)
    var text = "conv"
    for _ in 0..<8 { text = "sum(\(text), sequence(\(text), conv))" }
    let drawing = Examples.drawing(try space.architecture(parsing: text), in: space)
    let panel = try #require(drawing.panels.first)
    #expect(panel.nodes.count { $0.label == "conv" } == 511)
    let layout = PanelLayout(panel)
    let boxes = layout.boxes.sorted { ($0.middle.y, $0.middle.x) < ($1.middle.y, $1.middle.x) }
    var overlaps = 0
    for (left, right) in zip(boxes, boxes.dropFirst()) where left.middle.y == right.middle.y {
      if left.middle.x + left.width / 2 > right.middle.x - right.width / 2 { overlaps += 1 }
    }
    #expect(overlaps == 0)
    for format in DrawingFormats.registered {
      let text = format.text(of: drawing)
      #expect(text.count > 10_000, "\(format.name)")
    }
  }
}
