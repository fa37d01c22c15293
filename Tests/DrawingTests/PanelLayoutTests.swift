import Drawing
import Randomness
import Spaces
import Testing

@Suite("Layouts of panels")
struct PanelLayoutTests {
  /// A point of the line, a picture's pixels from the left and top.
  private typealias Point = PanelLayout.Point

  /// Points along a route, so many for each of its pieces.
  private func samples(of route: PanelLayout.Route) -> [Point] {
    zip(route.points, route.points.dropFirst()).flatMap { start, end in
      (0...16).map { step in
        let t = Double(step) / 16
        // A cubic curve whose inner control points are half-way down, below and above its ends.
        let across = 3 * t * t - 2 * t * t * t
        let middle = (start.y + end.y) / 2
        let down =
          (1 - t) * (1 - t) * (1 - t) * start.y + 3 * t * (1 - t) * middle + t * t * t * end.y
        return Point(x: start.x + across * (end.x - start.x), y: down)
      }
    }
  }

  /// How far a point lies within a box; negative outside of it.
  private func depth(_ point: Point, in box: PanelLayout.Box) -> Double {
    min(
      box.width / 2 - abs(point.x - box.middle.x), box.height / 2 - abs(point.y - box.middle.y))
  }

  private func check(_ panel: CellDrawing.Panel, _ subject: String) {
    let layout = PanelLayout(panel)
    #expect(
      layout.boxes.count == panel.nodes.count + panel.edges.filter { $0.isWritten }.count,
      "\(subject)")
    for (index, box) in layout.boxes.enumerated() {
      #expect(box.middle.x - box.width / 2 >= -0.01, "\(subject)")
      #expect(box.middle.x + box.width / 2 <= layout.width + 0.01, "\(subject)")
      #expect(box.middle.y - box.height / 2 >= -0.01, "\(subject)")
      #expect(box.middle.y + box.height / 2 <= layout.height + 0.01, "\(subject)")
      for other in layout.boxes[..<index] {
        let apart = max(
          abs(box.middle.x - other.middle.x) - (box.width + other.width) / 2,
          abs(box.middle.y - other.middle.y) - (box.height + other.height) / 2)
        #expect(apart >= 8, "\(subject): two boxes touch")
      }
    }
    #expect(layout.routes.map(\.edge) == Array(panel.edges.indices), "\(subject)")
    for route in layout.routes {
      let edge = panel.edges[route.edge]
      let own: [LayeredGraph.Content] = [
        .node(edge.source), .node(edge.target), .label(edge: route.edge),
      ]
      for (point, next) in zip(route.points, route.points.dropFirst()) {
        #expect(point.y <= next.y + 0.01, "\(subject): a line goes up")
      }
      let samples = samples(of: route)
      for point in samples {
        #expect(point.x >= -0.01 && point.x <= layout.width + 0.01, "\(subject)")
      }
      for box in layout.boxes where !own.contains(box.content) {
        let deepest = samples.map { depth($0, in: box) }.max() ?? 0
        #expect(deepest < 0, "\(subject): a line runs through a box")
      }
      // Lines begin and end on the borders of their boxes.
      for (point, node) in [(samples.first, edge.source), (samples.last, edge.target)] {
        guard let point, let box = layout.boxes.first(where: { $0.content == .node(node) }) else {
          Issue.record("\(subject): no line or no box")
          continue
        }
        #expect(abs(depth(point, in: box)) < box.height / 2, "\(subject)")
      }
    }
  }

  @Test(
    "Boxes keep apart and lines run forward around them",
    arguments: Examples.spaces + Examples.pairs)
  func shipped(name: String) throws {
    let space = try Examples.space(name)
    var random = SplitMix64(seed: 1)
    for _ in 0..<150 {
      let architecture = space.sample(using: &random)
      for isCanonical in [false, true] {
        let drawing = Examples.drawing(architecture, in: space, isCanonical: isCanonical)
        for panel in drawing.panels { check(panel, drawing.subtitle) }
      }
    }
  }

  @Test("So they do in cells that other kinds of space will have")
  func others() {
    for drawing in [Examples.cellPair, Examples.chain, Examples.awkward] {
      for panel in drawing.panels { check(panel, drawing.title) }
    }
  }

  @Test("So they do in random graphs, however tangled", arguments: 0..<40)
  func random(seed: Int) {
    check(Examples.randomPanel(seed: seed), "seed \(seed)")
  }

  @Test("A cell that can be drawn without crossings is")
  func planar() throws {
    let drawing = try Examples.drawing(
      "|nor_conv_3x3~0|+|skip_connect~0|nor_conv_3x3~1|+|skip_connect~0|none~1|nor_conv_1x1~2|",
      in: "nasbench201")
    let layout = PanelLayout(drawing.panels[0])
    for route in layout.routes {
      for other in layout.routes[..<route.edge] {
        // Routes go down throughout, so two that cross change sides.
        let gaps = samples(of: route).flatMap { point in
          samples(of: other).filter { abs($0.y - point.y) < 0.5 }.map { point.x - $0.x }
        }
        #expect(gaps.allSatisfy { $0 > -2 } || gaps.allSatisfy { $0 < 2 })
      }
    }
  }

  @Test("A drawing without panels, and a panel without nodes, are drawn")
  func nothing() {
    let empty = CellDrawing.Panel(nodes: [], edges: [])
    check(empty, "no nodes")
    for format in DrawingFormats.registered {
      for panels in [[], [empty]] {
        let text = format.text(of: CellDrawing(title: "nothing", subtitle: "", panels: panels))
        #expect(text.contains("nothing"))
      }
    }
  }
}

extension CellDrawing.Edge {
  /// Whether something is written on the edge.
  fileprivate var isWritten: Bool { !label.isEmpty || count > 1 }
}
