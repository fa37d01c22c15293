import Drawing
import Networks
import Operators
import Randomness
import Spaces
import Wording

/// A page on a search space: Markdown text and a picture, made from the space file only.
public struct SpacePage {
  /// The space that the page describes.
  public let space: SearchSpace
  private let readings: [OperatorReading]
  /// The architecture with the most operators of a few random ones.
  private let example: Architecture

  /// - Throws: any error of the encoder when a description has to be embedded.
  public init(of space: SearchSpace, reader: OperatorReader) throws {
    self.space = space
    readings = try reader.read(space.operators)
    var random = SplitMix64(seed: 0)
    var found = (example: space.sample(using: &random), nodes: 0)
    for _ in 0..<32 {
      let drawn = space.sample(using: &random)
      let nodes = space.operatorGraph(of: drawn)?.nodes.count ?? 0
      if nodes > found.nodes { found = (drawn, nodes) }
    }
    example = found.example
  }

  /// The example as an SVG picture.
  public var picture: String {
    SVGDrawing.text(
      of: CellDrawing(
        of: example, in: space, attributes: readings.map(\.attributes), isCanonical: false))
  }

  /// The file name of the picture, beside the page.
  public var pictureName: String { "\(space.name).svg" }

  /// The number of architectures.
  var size: String { space.size.countable.map(grouped) ?? space.size.description }

  /// The page as Markdown.
  ///
  /// - Throws: `NetworkError` when the space has a skeleton and the example's network cannot be
  ///   built.
  public func markdown() throws -> String {
    let citation = space.citation.isEmpty ? "Unpublished." : Markdown.text(space.citation)
    let title = Markdown.text(space.title)
    let count = size == "1" ? "There is 1 architecture" : "There are \(size) architectures"
    var sections = [
      """
      # \(title)

      \(citation)

      \(space.summary) \(count).

      ![An architecture of \(title)](\(pictureName))

      The picture shows \(codeInMarkdown(space.notation(of: example))).

      """
    ]
    sections.append("## Operators\n\n\(operators)")
    sections.append("## Notations\n\n\(try notations())")
    if !space.skeletons.isEmpty {
      let bare = space.operators.filter { candidate in
        candidate.lowering == nil
          && [.operation, .identity, .projection].contains(candidate.role)
      }
      sections.append("## Networks\n\n\(networks)")
      if bare.isEmpty { sections.append("## Cost of the example\n\n\(try costs())") }
    }
    if let benchmark = space.benchmark {
      sections.append("## Benchmark\n\n" + table(of: benchmark))
    }
    sections.append("`tgnas spaces page` made this page from the space file.\n")
    return sections.joined(separator: "\n")
  }
}

extension SpacePage {
  /// Each operator with its description, its reading, and its layers.
  private var operators: String {
    let chosen = zip(space.operators, readings).filter { ![.input, .output].contains($0.0.role) }
    return Markdown.table(
      ["operator", "what it does", "read as", "layers"],
      chosen.map { candidate, reading in
        [
          Markdown.code(candidate.name), Markdown.text(candidate.description),
          Markdown.text(reading.words), Markdown.text(candidate.layersInWords),
        ]
      })
  }

  private func notations() throws -> String {
    let readable = space.readableNotationNames
    return Markdown.table(
      ["notation", "the example", "can be read back"],
      try space.notationNames.map { name in
        [
          Markdown.text(name), Markdown.code(try space.notation(of: example, as: name)),
          readable.contains(name) ? "yes" : "no",
        ]
      })
  }

  private var networks: String {
    space.skeletons.map { skeleton in
      let names = Markdown.text(list(skeleton.dataSets.map(\.name)))
      let heading = space.skeletons.count > 1 ? "### For \(names)\n\n" : ""
      return heading + network(skeleton)
    }.joined(separator: "\n")
  }

  private func network(_ skeleton: MacroSkeleton) -> String {
    var lines = ["Stem: \(skeleton.stem.words).\n"]
    if let second = skeleton.secondStem {
      lines.append("Behind it, for the nearer input of the first cell: \(second.words).\n")
    }
    // A row that occurs once needs no table.
    let isTable =
      space.isMadeOfCells || skeleton.stages.count > 1 || skeleton.stages[0].cells > 1
      || !skeleton.stages[0].entry.layers.isEmpty
    if isTable {
      let cells = space.isMadeOfCells ? "cells" : "times the row"
      let rows = skeleton.stages.enumerated().map { place, stage -> [String] in
        let entry = stage.entry.layers.isEmpty ? "" : stage.entry.words
        return ["\(place + 1)", "\(stage.cells)", "\(stage.channels)", "\(stage.stride)", entry]
      }
      lines.append(
        Markdown.table(["stage", cells, "channels", "stride", "before the first"], rows))
    }
    lines.append("Head: \(skeleton.head.words).\n")
    return lines.joined(separator: "\n")
  }

  private func costs() throws -> String {
    Markdown.table(
      [
        "data set", "pixels", "classes", "parameters", "multiply-accumulates", "depth",
        "receptive field",
      ],
      try space.skeletons.flatMap(\.dataSets).map { set -> [String] in
        let cost = NetworkCost(of: try space.network(of: example, for: set))
        return [
          Markdown.text(set.name), "\(set.size.replacing(" pixels", with: ""))", "\(set.classes)",
          grouped(cost.parameters), grouped(cost.multiplyAccumulates),
          "\(cost.depth)", "\(cost.receptiveField)",
        ]
      })
  }

  private func table(of benchmark: Benchmark) -> String {
    func names(_ columns: [String]) -> String {
      columns.map { codeInMarkdown($0) }.joined(separator: ", ")
    }
    let keys = "\(benchmark.keys.count > 1 ? "Keys" : "Key"): \(names(benchmark.keys))"
    return """
      \(codeInMarkdown("tgnas evaluate \(space.name) --benchmark \(benchmark.table)")) \
      compares scores with trained networks. \
      The table is not part of the project. \(keys). Accuracies: \(names(benchmark.accuracies)).

      """
  }
}

extension Operator {
  /// The layers, with those for changing shapes where these differ.
  fileprivate var layersInWords: String {
    guard let lowering else { return "" }
    return lowering.same == lowering.changing
      ? lowering.same.words
      : "\(lowering.same.words); where the shape changes: \(lowering.changing.words)"
  }
}

extension OperatorReading {
  /// The attributes in words.
  fileprivate var words: String {
    switch `operator`.role {
    case .zero: return "no connection"
    case .identity: return "plain connection"
    default: break
    }
    var names: [String] = []
    if attributes.learnable > 0 { names.append("learns") }
    if attributes.spatial > 0 { names.append("looks around") }
    if attributes.pooling > 0 { names.append("pools") }
    if attributes.convolution > 0 { names.append("convolves") }
    if names.isEmpty { names = ["computes nothing"] }
    return "\(names.joined(separator: ", ")); cost \(fixed(Double(attributes.cost), 2))"
  }
}
