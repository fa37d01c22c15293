import Drawing
import Plots
import Randomness
import Spaces
import Testing

@Suite struct ShadingTests {
  private static func shaded(
    _ architecture: Architecture, in space: SearchSpace, _ values: [Double?]
  ) -> CellDrawing {
    CellDrawing(
      of: architecture, in: space, attributes: Examples.attributes(of: space),
      shading: .init(title: "worth", values: values))
  }

  @Test(
    "Every place is drawn once, under its own name",
    arguments: Examples.spaces + Examples.pairs + ["einspace", "once-for-all-mobilenetv3"])
  func places(name: String) throws {
    let space = try Examples.space(name)
    var random = SplitMix64(seed: 2)
    for _ in 0..<20 {
      let architecture = space.sample(using: &random)
      let places = space.places(of: architecture)
      let drawing = Self.shaded(
        architecture, in: space, places.indices.map { Double($0 + 1) })
      var drawn: [Int] = []
      let items = drawing.panels.flatMap { panel in
        panel.nodes.map { ($0.place, $0.label, $0.shade) }
          + panel.edges.map { ($0.place, $0.label, $0.shade) }
      }
      for (place, label, shade) in items {
        guard let place else {
          #expect(shade == nil)
          continue
        }
        drawn.append(place)
        #expect(label.hasPrefix(space.operators[places[place].operator].name + " +"))
        #expect(shade == Double(place + 1) / Double(places.count))
      }
      // A part that a motif uses twice is drawn twice.
      if space.kind == "grammar" {
        #expect(Set(drawn) == Set(places.indices))
      } else {
        #expect(drawn.sorted() == Array(places.indices))
      }
    }
  }

  @Test("Texts are readable on every shade")
  func contrast() {
    func luminance(_ colour: String) -> Double {
      let digits = Array(colour.dropFirst())
      return DivergingColours.luminance(
        stride(from: 0, to: 6, by: 2).map {
          Double(Int(String(digits[$0...$0 + 1]), radix: 16) ?? 0)
        })
    }
    for step in -100...100 {
      let colours = Palette.colours(ofShade: Double(step) / 100)
      let (fill, text) = (luminance(colours.fill), luminance(colours.text))
      let contrast = (max(fill, text) + 0.05) / (min(fill, text) + 0.05)
      // WCAG 2, level AA.
      #expect(contrast >= 4.5, "\(step): \(colours.text) on \(colours.fill)")
    }
  }

  @Test("Blue is below zero and orange above, and whatever is infinite is darkest")
  func colours() throws {
    let space = try Examples.space("nasbench201")
    let architecture = try space.architecture(
      parsing: "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|")
    let drawing = Self.shaded(architecture, in: space, [-.infinity, nil, -0.5, nil, nil, 0.25])
    let edges = drawing.panels[0].edges
    #expect(edges.map(\.shade) == [-1, nil, -1, nil, nil, 0.5])
    #expect(
      edges.map(\.label) == [
        "nor_conv_3x3 -inf", "none", "nor_conv_1x1 -0.50", "none", "none", "skip_connect +0.25",
      ])
    let svg = SVGDrawing.text(of: drawing)
    #expect(Palette.colours(ofShade: -1).fill == "#2166ac")
    #expect(Palette.colours(ofShade: 1).fill == "#b35806")
    #expect(Palette.colours(ofShade: 0).fill == "#f7f7f7")
    for words in [">worth<", ">-0.50<", ">+0.50<", ">0<", "fill=\"#2166ac\""] {
      #expect(svg.contains(words), "\(words)")
    }
    // The colours of kinds that are not seen need no legend.
    #expect(!svg.contains(">convolution<"))
    #expect(svg.contains(">no connection<"))
  }

  @Test("Where nothing changes there is no scale to speak of")
  func zero() throws {
    let space = try Examples.space("nasbench201")
    let architecture = try space.architecture(
      parsing: "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|")
    let drawing = Self.shaded(architecture, in: space, [0, nil, nil, nil, nil, nil])
    #expect(drawing.panels[0].edges[0].shade == 0)
    #expect(drawing.panels[0].edges[0].label == "nor_conv_3x3 0")
  }
}
