import Foundation
import Wording

extension CellDrawing {
  /// Numbers that colour the operators of an architecture: blue below zero, orange above, darker
  /// with the distance from zero.
  public struct Shading: Hashable, Sendable {
    /// The meaning of the numbers, above the legend.
    public let title: String
    /// One for each of `SearchSpace.places(of:)`; nil for an operator that keeps its colour.
    public let values: [Double?]
    /// The greatest absolute value of the finite numbers, the end of the scale. 0 when there is
    /// none.
    public let greatest: Double

    public init(title: String, values: [Double?]) {
      (self.title, self.values) = (title, values)
      greatest = values.compactMap { $0 }.filter(\.isFinite).map(abs).max() ?? 0
    }

    /// From -1 to 1, infinities included.
    func shade(of value: Double) -> Double {
      guard value.isFinite else { return value < 0 ? -1 : 1 }
      return greatest == 0 ? 0 : value / greatest
    }

    /// The number with its sign, to two or three digits of the greatest.
    func text(of value: Double) -> String {
      let magnitude = greatest > 0 ? wholeNumber(log10(greatest).rounded(.down)) : 0
      let digits = min(max(0, (magnitude < 0 ? 1 : 2) - magnitude), 6)
      let text =
        value.isFinite ? String(format: "%+.\(digits)f", value) : value < 0 ? "-inf" : "+inf"
      // Neither sign belongs to nothing.
      return text.contains { $0.isLetter || ("1"..."9").contains($0) } ? text : "0"
    }
  }
}

extension CellDrawing {
  /// The drawing with the operators coloured, each with its number behind its name.
  mutating func shade(by shading: Shading) {
    self.shading = shading
    func value(_ place: Int?) -> Double? {
      place.flatMap { shading.values[$0] }
    }
    for panel in panels.indices {
      for node in panels[panel].nodes.indices {
        guard let value = value(panels[panel].nodes[node].place) else { continue }
        panels[panel].nodes[node].label += " \(shading.text(of: value))"
        panels[panel].nodes[node].shade = shading.shade(of: value)
      }
      for edge in panels[panel].edges.indices {
        guard let value = value(panels[panel].edges[edge].place) else { continue }
        panels[panel].edges[edge].label += " \(shading.text(of: value))"
        panels[panel].edges[edge].shade = shading.shade(of: value)
      }
    }
  }
}
