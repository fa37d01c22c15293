/// A way to put parts together, as data: a small graph of feature maps whose edges carry the parts,
/// for instance the `Residual` and `Diamond` of Schrodi et al. (NeurIPS 2023).
struct Motif: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// One of the parts that are put together, counted from 0. The same part may stand on several
    /// edges: they have one structure, and weights of their own.
    case argument(Int)
    /// Always the same operator.
    case `operator`(Int)
  }

  struct Edge: Hashable, Sendable {
    let source: Int
    let target: Int
    let content: Content
  }

  /// The name of the motif in expressions.
  let name: String
  /// The number of parts.
  let arity: Int
  /// Whether each node concatenates its incoming edges instead of adding them up. Node 0 is where
  /// the motif begins, the last one where it ends.
  let concatenates: [Bool]
  /// From smaller to larger numbers; every node lies on a path from the first to the last.
  let edges: [Edge]

  var nodeCount: Int { concatenates.count }
}

extension Motif {
  /// The motifs that take any number of parts and need no description.
  static let builtIn = ["sequence", "sum", "concatenation"]

  /// One of ``builtIn``: parts one after the other, or side by side.
  init(builtIn name: String, arity: Int) {
    let isSequence = name == "sequence"
    self.init(
      name: name, arity: arity,
      concatenates: (0...(isSequence ? arity : 1)).map { $0 > 0 && name == "concatenation" },
      edges: (0..<arity).map { part in
        isSequence
          ? Edge(source: part, target: part + 1, content: .argument(part))
          : Edge(source: 0, target: 1, content: .argument(part))
      })
  }

  /// The change of shape by the motif when its parts change the shape in these ways.
  ///
  /// - Returns: the change, or a sentence that says where the parts do not fit.
  func change(
    of parts: [ShapeChange], operators: (Int) -> ShapeChange
  ) -> Result<ShapeChange, ShapeMismatch> {
    var nodes: [ShapeChange] = [.none]
    for node in 1..<nodeCount {
      var found: ShapeChange?
      for edge in edges where edge.target == node {
        let part =
          switch edge.content {
          case .argument(let number): parts[number]
          case .operator(let index): operators(index)
          }
        guard let arriving = nodes[edge.source].followed(by: part) else {
          return .failure(ShapeMismatch("changes the shape beyond any network"))
        }
        guard let known = found else {
          found = arriving
          continue
        }
        if concatenates[node] {
          guard let both = known.concatenated(with: arriving) else {
            return .failure(
              ShapeMismatch(
                "\(name) concatenates what \(known) and what \(arriving); expected one resolution"))
          }
          found = both
        } else if known != arriving {
          return .failure(
            ShapeMismatch("\(name) adds up what \(known) and what \(arriving)"))
        }
      }
      nodes.append(found ?? .none)
    }
    return .success(nodes[nodeCount - 1])
  }
}

/// Parts of a motif that do not fit together, in one sentence.
struct ShapeMismatch: Error {
  let sentence: String

  init(_ sentence: String) {
    self.sentence = sentence
  }
}
