/// Names of layers as paths, such as `stage 1/cell 2/edge 0-3 nor_conv_3x3`. Thousands of layers
/// share their beginnings, and nobody asks for most names, so that one is written only when it is
/// read.
struct LayerNames: Hashable, Sendable {
  /// A path, by its number.
  typealias Place = Int

  /// The last part of a path.
  enum Part: Hashable, Sendable {
    case text(String)
    /// `cell 2`.
    case number(String, Int)
    /// The way from one node of a cell to another; further ones between the same nodes are
    /// numbered.
    case edge(Int, Int, copy: Int)
    /// What a node adds up: `from 0`.
    case source(Int)
    /// The name of an operator.
    case candidate(String)

    fileprivate var text: String {
      switch self {
      case .text(let text), .candidate(let text): text
      case .number(let word, let number): "\(word) \(number)"
      case .edge(let source, let target, let copy):
        "edge \(source)-\(target)" + (copy > 1 ? " (\(copy))" : "")
      case .source(let node): "from \(node)"
      }
    }

    /// What stands before it.
    fileprivate var separator: String {
      switch self {
      case .text, .number, .edge: "/"
      case .source, .candidate: " "
      }
    }
  }

  private struct Entry: Hashable, Sendable {
    var part: Part
    /// The path that the part is appended to.
    var parent: Place?
  }

  private var entries: [Entry] = []

  var count: Int { entries.count }

  mutating func add(_ part: Part, to parent: Place? = nil) -> Place {
    entries.append(Entry(part: part, parent: parent))
    return entries.count - 1
  }

  /// Adds copies of paths that all begin with the first of them; the copy of the first has another
  /// last part.
  mutating func repeatAll(in range: Range<Place>, as part: Part) {
    let distance = entries.count - range.lowerBound
    for place in range {
      var entry = entries[place]
      if place == range.lowerBound { entry.part = part }
      if let parent = entry.parent, range.contains(parent) { entry.parent = parent + distance }
      entries.append(entry)
    }
  }

  subscript(place: Place) -> String {
    let entry = entries[place]
    guard let parent = entry.parent else { return entry.part.text }
    return self[parent] + entry.part.separator + entry.part.text
  }
}
