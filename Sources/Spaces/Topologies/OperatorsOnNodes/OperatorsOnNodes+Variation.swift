import Randomness

extension OperatorsOnNodes {
  /// One step, each kind equally likely among those tried: another operator on one vertex, an edge
  /// more or less between two vertices, or a new vertex between two others. Vertices that are no
  /// longer on a path from input to output are dropped. A step out of the space or to an isomorphic
  /// cell is drawn again. The result is the listed representative.
  package func mutate(
    _ architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    let start = representative(of: architecture)
    let cell = cell(start)
    for _ in 0..<1_000 {
      guard let changed = step(from: cell, using: &generator)?.pruned(),
        changed.numberOfEdges <= maximumEdges
      else { continue }
      let result = self.architecture(changed.canonical())
      if result != start { return result }
    }
    return start
  }

  private func step(
    from cell: LabelledCell, using generator: inout some RandomNumberGenerator
  ) -> LabelledCell? {
    let vertices = cell.numberOfVertices
    switch generator.integer(below: 3) {
    case 0:
      guard vertices > 2 else { return nil }
      var changed = cell
      changed.labels[generator.integer(below: vertices - 2)] = UInt8(
        generator.integer(below: vertexOperators.count))
      return changed
    case 1:
      let source = generator.integer(below: vertices - 1)
      let target = 1 + generator.integer(below: vertices - 1)
      guard source != target else { return nil }
      return cell.toggling(source, target)
    default:
      guard vertices < maximumVertices else { return nil }
      let source = generator.integer(below: vertices - 1)
      let target = source + 1 + generator.integer(below: vertices - 1 - source)
      let label = UInt8(generator.integer(below: vertexOperators.count))
      return cell.inserting(label, between: source, and: target)
    }
  }

  /// Every entry of the adjacency matrix and every operator from either parent with equal chance.
  /// The smaller parent is padded with idle vertices before its output; a child outside the space
  /// is drawn again, and after 100 of them the first parent's representative is returned.
  package func crossover(
    _ first: Architecture, _ second: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    let (a, b) = (cell(first), cell(second))
    let vertices = max(a.numberOfVertices, b.numberOfVertices)
    let (left, right) = (a.padded(to: vertices), b.padded(to: vertices))
    for _ in 0..<100 {
      var child = left
      for target in 1..<vertices {
        for source in 0..<target where generator.integer(below: 2) == 1 {
          let bit = UInt16(1) << source
          child.predecessors[target] =
            child.predecessors[target] & ~bit | right.predecessors[target] & bit
        }
      }
      for vertex in child.labels.indices {
        // An idle vertex has no operator of its own to give.
        let isIdle = (vertex >= a.labels.count, vertex >= b.labels.count)
        if isIdle.0 || (!isIdle.1 && generator.integer(below: 2) == 1) {
          child.labels[vertex] = right.labels[vertex]
        }
      }
      if let child = child.pruned(), child.numberOfEdges <= maximumEdges {
        return architecture(child.canonical())
      }
    }
    return representative(of: first)
  }
}

extension LabelledCell {
  /// The cell with the edge removed, or added if that closes no cycle.
  fileprivate func toggling(_ source: Int, _ target: Int) -> LabelledCell? {
    var changed = self
    changed.predecessors[target] ^= 1 << source
    if source < target { return changed }
    // A backward edge: sort anew, with the target's other paths still to come after the source.
    var order = CellOrder()
    var placed: UInt16 = 0
    for place in 0..<numberOfVertices {
      guard
        let next = (0..<numberOfVertices).first(where: {
          placed >> $0 & 1 == 0 && changed.predecessors[$0] & ~placed == 0
        })
      else { return nil }
      order[place] = next
      placed |= 1 << next
    }
    guard order[numberOfVertices - 1] == numberOfVertices - 1 else { return nil }
    return changed.reordered(order)
  }

  /// The cell with one more vertex, fed by `source` and feeding `target`.
  fileprivate func inserting(_ label: UInt8, between source: Int, and target: Int) -> LabelledCell {
    var changed = self
    // Bits from the target on move up by one to make room for the new vertex.
    let low = (UInt16(1) << target) - 1
    changed.predecessors = predecessors.map { $0 & low | ($0 & ~low) << 1 }
    changed.predecessors.insert(1 << source, at: target)
    changed.predecessors[target + 1] |= 1 << target
    changed.labels.insert(label, at: target - 1)
    return changed
  }

  /// The cell with idle vertices before its output.
  fileprivate func padded(to vertices: Int) -> LabelledCell {
    var changed = self
    let missing = vertices - numberOfVertices
    changed.predecessors.insert(
      contentsOf: [UInt16](repeating: 0, count: missing), at: numberOfVertices - 1)
    changed.labels.append(contentsOf: [UInt8](repeating: 0, count: missing))
    return changed
  }
}
