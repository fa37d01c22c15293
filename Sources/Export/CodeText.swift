import Networks
import Spaces
import Wording

/// An architecture as code that a language model reads: the classes of its cells, or of all its
/// parts where it has no cells.
///
/// A cell with operators on edges is written as COLE (arXiv 2605.15649) writes those of
/// NAS-Bench-201: a member for each operator that has layers, a variable for each node. Other parts
/// have a member for each run of layers of one place, and a line for what comes of it.
public struct CodeText: NetworkExporter {
  public static let name = "code"
  public static let summary = "the classes of its cells, as language models read them"

  public static func file(of exported: ExportedNetwork) throws(NetworkError) -> [UInt8] {
    Array(CodeText(of: exported).text.utf8)
  }

  /// A class of the text.
  package struct Class {
    package let name: String
    /// What its constructor is given for the first part that it is of: "16", or nothing.
    package let argument: String
    /// The trainable parameters of that part.
    package let parameters: Int
  }

  /// Python, which without the context of a network needs `torch` and `nn` to be imported, and in
  /// the form that excludes helpers the classes ``helpers``.
  public let text: String
  /// The classes of parts, in order.
  package let classes: [Class]
  /// The classes that the text calls and does not define.
  package let helpers: String

  public init(of exported: ExportedNetwork) {
    let (network, style) = (exported.network, exported.codeStyle)
    let parts = Part.parts(of: network)
    let uses = CodeText.uses(in: network)
    let written = parts.map { PartCode($0, exported, uses) }
    let isWhole = style.context == .network
    let chosen = isWhole ? Array(parts.indices) : CodeText.chosen(parts, in: network)
    var names: [String: String] = [:]
    var (classes, bodies): ([Class], [String]) = ([], [])
    var helpers: [String: String] = [:]
    for place in chosen {
      let code = written[place]
      helpers.merge(code.helpers) { first, _ in first }
      guard names[code.body] == nil else { continue }
      // Alone of its kind, a class needs no number.
      let kind = parts[place].kind
      let isAlone =
        Set(chosen.filter { parts[$0].kind == kind }.map { written[$0].body }).count == 1
      let stem = kind.prefix(1).uppercased() + kind.dropFirst()
      let number = classes.count { $0.name.hasPrefix(stem) } + 1
      let name = isAlone ? stem : "\(stem)\(number)"
      names[code.body] = name
      classes.append(
        Class(
          name: name, argument: code.channels.map { "\($0)" } ?? "",
          parameters: parts[place].layers.reduce(0) {
            $0 + network.layers[$1].parameters(in: network)
          }))
      bodies.append("class \(name)(nn.Module):\n" + code.body)
    }
    self.classes = classes
    // Layers that PyTorch has no module for come with the helpers.
    let definitions =
      PyTorchLayers.classes(for: network) + helpers.sorted { $0.key < $1.key }.map(\.value)
    let isComplete = isWhole || style.form != .excludeHelper
    self.helpers = isComplete ? "" : definitions.joined(separator: "\n\n")
    var sections: [String] = []
    if isWhole { sections.append("import torch\nfrom torch import nn\n") }
    if style.context == .comment { sections.append(CodeText.comment(exported, parts)) }
    if isComplete { sections += definitions }
    sections += bodies
    let calls = parts.indices.map { place in
      "\(names[written[place].body] ?? "")(\(written[place].channels.map { "\($0)" } ?? ""))"
    }
    if isWhole {
      sections.append(PyTorchModule.network(parts, calls, exported))
    } else if chosen.count == parts.count, parts.count > 1 {
      sections.append(PyTorchModule.network(parts, calls))
    }
    text = sections.joined(separator: "\n\n")
  }

  /// How many layers read each layer; the output is read once more.
  private static func uses(in network: Network) -> [Int] {
    var uses = [Int](repeating: 0, count: network.layers.count)
    for layer in network.layers { for input in network.inputs(of: layer) { uses[input] += 1 } }
    uses[uses.count - 1] += 1
    return uses
  }

  /// The cells that differ in more than their widths; all parts where there are no cells.
  private static func chosen(_ parts: [Part], in network: Network) -> [Int] {
    let cells = parts.indices.filter { parts[$0].kind == "cell" }
    guard !cells.isEmpty else { return Array(parts.indices) }
    var known: Set<[String]> = []
    return cells.filter { cell in
      let signature = parts[cell].layers.compactMap { index -> String? in
        let layer = network.layers[index]
        let place = parts[cell].place(of: index, in: network)
        // What adapts the inputs is the cell's place in the network, not the cell.
        if place.contains("preprocessing") || place.contains("projection") { return nil }
        let isSmaller = network.inputs(of: layer).first.map {
          network.layers[$0].shape.height > layer.shape.height
        }
        return "\(place) \(isSmaller ?? false)"
      }
      return known.insert(signature).inserted
    }
  }

  /// A comment on task, skeleton and training.
  private static func comment(_ exported: ExportedNetwork, _ parts: [Part]) -> String {
    let (network, dataSet) = (exported.network, exported.dataSet)
    let image = network.layers[0].shape
    var runs: [(text: String, count: Int)] = []
    for part in parts {
      guard let output = part.output, !network.isVector(output) else { continue }
      let shape = network.layers[output].shape
      let text = "\(part.kind) (\(shape.channels) channels, \(shape.height)x\(shape.width))"
      if runs.last?.text == text {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((text, 1))
      }
    }
    let skeleton = runs.map { $0.count > 1 ? "\($0.count) x \($0.text)" : $0.text }
    return "\"\"\""
      + escapedForPython(
        "Part of a network for image classification on \(dataSet.name): images of \(image.channels)"
          + "x\(image.height)x\(image.width), \(dataSet.classes) classes. Skeleton of "
          + "\(exported.title): \(skeleton.joined(separator: ", ")), global average pooling and a "
          + "linear layer. Training: stochastic gradient descent with Nesterov momentum 0.9, "
          + "cosine schedule, cross-entropy.") + "\"\"\"\n"
  }
}
