extension OperatorGraph {
  /// A key that two graphs share exactly when they are isomorphic: when some renumbering of nodes
  /// turns one into the other with operators, directions and edge counts.
  ///
  /// It compares graphs of one space (operators are the space's indices). It may change between
  /// versions, so it is not to be stored.
  public struct CanonicalForm: Hashable, Sendable {
    /// The number of nodes, their operators in canonical order, then source, target and count of
    /// each edge in that order; see ``Layout``.
    let bytes: [UInt8]

    /// Numbers of nodes take a byte each; in graphs with more than 255 nodes, whose form begins
    /// with a 0, they take two, the higher byte first.
    struct Layout {
      let isWide: Bool
      /// Bytes before the operators.
      var header: Int { isWide ? 3 : 1 }
      /// Bytes of an edge.
      var edge: Int { isWide ? 5 : 3 }
      let nodes: Int

      init(nodes: Int) {
        self.nodes = nodes
        isWide = nodes > 255
      }

      func size(edges: Int) -> Int { header + nodes + edge * edges }
    }

    /// The key as text.
    var text: String { bytes.map(String.init).joined(separator: " ") }
  }

  /// The graph's isomorphism class.
  ///
  /// Nodes are coloured by their producers and consumers until the colours settle. Where colours
  /// still tie, each tied node in turn is set apart and the smallest result counts (McKay, 1981).
  ///
  /// - Complexity: O(nodes x edges) when the colours of all nodes differ, as nearly always; k sets
  ///   of tied nodes that symmetries exchange multiply this by about k², ties without a symmetry by
  ///   up to the factorial of their size.
  public var canonicalForm: CanonicalForm {
    // One word a node for its colour and one for scratch.
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * nodes.count) { words in
      let colours = UnsafeMutableBufferPointer(rebasing: words[..<nodes.count])
      let scratch = UnsafeMutableBufferPointer(rebasing: words[nodes.count...])
      for node in nodes.indices { colours[node] = mix(UInt64(nodes[node]) &+ 1) }
      return CanonicalForm(bytes: forms(colours, scratch).smallest)
    }
  }

  /// Refines the colours and splits ties until every node has its own.
  ///
  /// - Parameter isGreedy: whether to follow the first of several tied nodes alone
  /// - Returns: the smallest form, and the one found by always following the first tied node.
  private func forms(
    _ colours: UnsafeMutableBufferPointer<UInt64>, _ scratch: UnsafeMutableBufferPointer<UInt64>,
    isGreedy: Bool = false
  ) -> (smallest: [UInt8], first: [UInt8]) {
    var distinct = refine(colours, scratch)
    if distinct < nodes.count {
      distinct += tellTwinsApart(colours)
      _ = sortDistinct(colours, into: scratch)
    }
    guard distinct < nodes.count, let tied = smallestTiedColour(scratch) else {
      let form = form(colours, scratch)
      return (form, form)
    }
    let saved = Array(colours)
    var best: [UInt8]?
    /// Of the tied nodes that were followed to the end.
    var firsts: [[UInt8]] = []
    for node in nodes.indices where saved[node] == tied {
      func setApart() {
        for place in saved.indices { colours[place] = saved[place] }
        colours[node] = mix(colours[node] ^ 0xA5A5_A5A5_A5A5_A5A5)
      }
      setApart()
      if !firsts.isEmpty {
        // Equal forms are an automorphism that takes an earlier node to this one. Following the
        // node would find the same forms again. So nested symmetries cost their number, not 2 to
        // its power.
        let first = forms(colours, scratch, isGreedy: true).first
        if firsts.contains(first) { continue }
        setApart()
      }
      let found = forms(colours, scratch, isGreedy: isGreedy)
      if isGreedy { return found }
      firsts.append(found.first)
      if let known = best, !found.smallest.lexicographicallyPrecedes(known) { continue }
      best = found.smallest
    }
    guard let best else { preconditionFailure("a tie has at least two nodes") }
    return (best, firsts[0])
  }

  /// Gives nodes that can be exchanged without changing any edge colours of their own. Which of
  /// them gets which colour does not matter.
  ///
  /// - Returns: the number of new colours.
  private func tellTwinsApart(_ colours: UnsafeMutableBufferPointer<UInt64>) -> Int {
    var new = 0
    for node in nodes.indices.dropFirst() {
      let colour = colours[node]
      var twins: UInt64 = 0
      for other in 0..<node where nodes[other] == nodes[node] {
        // An earlier twin that was told apart from a still earlier one counts as well.
        if colours[other] &- colour <= 255, areTwins(other, node) { twins += 1 }
      }
      if twins > 0 {
        colours[node] = colour &+ twins
        new += 1
      }
    }
    return new
  }

  /// Replaces each colour by one that also tells the colours around the node, until no more colours
  /// appear. Sums make the result independent of the numbering. A collision of hashes could only
  /// leave a tie; it never changes the graph's smallest form. Leaves the sorted colours in
  /// `scratch`.
  ///
  /// - Returns: the number of different colours.
  private func refine(
    _ colours: UnsafeMutableBufferPointer<UInt64>, _ scratch: UnsafeMutableBufferPointer<UInt64>
  ) -> Int {
    var known = 0
    while true {
      // Edges stand in the order of targets, so one pass forward carries a colour from the input to
      // the output, and one pass backward carries it back.
      var edge = 0
      for node in nodes.indices {
        var sum: UInt64 = 0
        while edge < edges.count, Int(edges[edge].target) == node {
          let source = colours[Int(edges[edge].source)]
          sum &+= mix(source &+ UInt64(edges[edge].count))
          edge += 1
        }
        colours[node] = mix(colours[node] ^ mix(sum))
      }
      for node in nodes.indices { scratch[node] = 0 }
      for edge in edges.reversed() {
        // All edges out of this target are done: they have later targets.
        let source = Int(edge.source)
        let target = Int(edge.target)
        scratch[source] &+= mix(colours[target] &+ mix(scratch[target]) &+ UInt64(edge.count))
      }
      for node in nodes.indices { colours[node] = mix(colours[node] &+ mix(scratch[node])) }
      let distinct = sortDistinct(colours, into: scratch)
      if distinct == nodes.count || distinct == known { return distinct }
      known = distinct
    }
  }

  /// - Returns: the number of different colours.
  private func sortDistinct(
    _ colours: UnsafeMutableBufferPointer<UInt64>,
    into sorted: UnsafeMutableBufferPointer<UInt64>
  ) -> Int {
    var distinct = 0
    for node in colours.indices {
      let colour = colours[node]
      var place = node
      while place > 0, sorted[place - 1] > colour {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
      sorted[place] = colour
    }
    for place in sorted.indices where place == 0 || sorted[place] != sorted[place - 1] {
      distinct += 1
    }
    return distinct
  }

  private func smallestTiedColour(_ sorted: UnsafeMutableBufferPointer<UInt64>) -> UInt64? {
    for place in sorted.indices.dropFirst() where sorted[place] == sorted[place - 1] {
      return sorted[place]
    }
    return nil
  }

  /// Whether exchanging the two nodes leaves every edge in place.
  private func areTwins(_ first: Int, _ second: Int) -> Bool {
    let incoming = haveEqualEdges { edge in
      Int(edge.target) == first ? 1 : Int(edge.target) == second ? 2 : 0
    } otherEnd: { edge in
      edge.source
    }
    guard incoming else { return false }
    return haveEqualEdges { edge in
      Int(edge.source) == first ? 1 : Int(edge.source) == second ? 2 : 0
    } otherEnd: { edge in
      edge.target
    }
  }

  /// Whether the edges of side 1 and those of side 2 have the same other ends and counts. Both
  /// stand in the order of their other ends, so that each is met by its partner.
  private func haveEqualEdges(
    side: (Edge) -> Int, otherEnd: (Edge) -> UInt16
  ) -> Bool {
    var (left, right) = (0, 0)
    while true {
      while left < edges.count, side(edges[left]) != 1 { left += 1 }
      while right < edges.count, side(edges[right]) != 2 { right += 1 }
      guard left < edges.count, right < edges.count else {
        return left == edges.count && right == edges.count
      }
      guard otherEnd(edges[left]) == otherEnd(edges[right]),
        edges[left].count == edges[right].count
      else { return false }
      left += 1
      right += 1
    }
  }

  /// The graph with its nodes in the order of their colours.
  private func form(
    _ colours: UnsafeMutableBufferPointer<UInt64>, _ sorted: UnsafeMutableBufferPointer<UInt64>
  ) -> [UInt8] {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: edges.count) { keys in
      func place(_ node: Int) -> Int {
        let colour = colours[node]
        var place = 0
        while sorted[place] != colour { place += 1 }
        return place
      }
      for (number, edge) in edges.enumerated() {
        let (source, target) = (place(Int(edge.source)), place(Int(edge.target)))
        let key = UInt64(source) << 24 | UInt64(target) << 8 | UInt64(edge.count)
        var slot = number
        while slot > 0, keys[slot - 1] > key {
          keys[slot] = keys[slot - 1]
          slot -= 1
        }
        keys[slot] = key
      }
      let layout = CanonicalForm.Layout(nodes: nodes.count)
      return [UInt8](unsafeUninitializedCapacity: layout.size(edges: edges.count)) {
        bytes, count in
        bytes[0] = UInt8(layout.isWide ? 0 : nodes.count)
        if layout.isWide {
          bytes[1] = UInt8(nodes.count >> 8)
          bytes[2] = UInt8(nodes.count & 255)
        }
        for node in nodes.indices { bytes[layout.header + place(node)] = nodes[node] }
        var end = layout.header + nodes.count
        for key in keys {
          if layout.isWide {
            bytes[end] = UInt8(key >> 32)
            bytes[end + 1] = UInt8(key >> 24 & 255)
            bytes[end + 2] = UInt8(key >> 16 & 255)
            bytes[end + 3] = UInt8(key >> 8 & 255)
          } else {
            bytes[end] = UInt8(key >> 24)
            bytes[end + 1] = UInt8(key >> 8 & 255)
          }
          end += layout.edge
          bytes[end - 1] = UInt8(key & 255)
        }
        count = end
      }
    }
  }

  /// Spreads a word over all bits (the finaliser of SplitMix64).
  private func mix(_ word: UInt64) -> UInt64 {
    var z = word &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
