import Randomness

extension ChainOfChoices {
  /// One step, each possible one equally likely. A step is another operator at one position (at all
  /// positions of a group that holds one operator), or a position more or less, with the operators
  /// after it moving along. In a group of variable depth it is the next depth, with the last
  /// operators dropped or random ones added.
  ///
  /// - Complexity: O(positions² x operators)
  package func mutate(
    _ architecture: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    let genes = architecture.genes
    var neighbours: [[UInt8]] = []
    for position in genes.indices where genes[position] < positions[position].count {
      if uniformGroup(of: position).map({ $0.lowerBound < position }) ?? false { continue }
      for gene in positions[position].indices where gene != genes[position] {
        neighbours.append(changing(genes, at: position, to: UInt8(gene)))
      }
    }
    if counts.stages.isEmpty {
      neighbours += resized(genes)
    } else {
      for stage in counts.stages { neighbours += redeepened(genes, stage, using: &generator) }
    }
    let valid = neighbours.filter { counts.contains($0) }
    return generator.element(of: valid).map { Architecture(genes: $0) } ?? architecture
  }

  /// The positions of the group that the position is in, where these hold the same operator.
  private func uniformGroup(of position: Int) -> Range<Int>? {
    groups.first { $0.isUniform && $0.positions.contains(position) }?.positions
  }

  /// With another gene at a position, and at all others that are filled of a group whose positions
  /// hold the same operator.
  func changing(_ genes: [UInt8], at position: Int, to gene: UInt8) -> [UInt8] {
    var changed = genes
    for place in uniformGroup(of: position) ?? position..<position + 1
    where genes[place] < positions[place].count {
      changed[place] = gene
    }
    return changed
  }

  /// With one position more or one less.
  private func resized(_ genes: [UInt8]) -> [[UInt8]] {
    let operators = choices(of: genes)
    var found: [[UInt8]] = []
    var seen: Set<[UInt8]> = []
    func consider(_ operators: [Int]) {
      if let changed = self.genes(choosing: operators), seen.insert(changed).inserted {
        found.append(changed)
      }
    }
    for position in genes.indices {
      consider(Array(operators[..<position] + operators[(position + 1)...]))
    }
    if genes.count < positions.count {
      for position in 0...genes.count {
        for inserted in positions[position] {
          consider(operators[..<position] + [inserted] + operators[position...])
        }
      }
    }
    return found
  }

  /// With the next smaller and the next larger depth of a group.
  private func redeepened(
    _ genes: [UInt8], _ stage: SequenceCounts.Stage,
    using generator: inout some RandomNumberGenerator
  ) -> [[UInt8]] {
    let depth = stage.positions.prefix { genes[$0] < positions[$0].count }.count
    guard let place = stage.lengths.firstIndex(of: depth) else { return [] }
    var found: [[UInt8]] = []
    for next in [place - 1, place + 1] where stage.lengths.indices.contains(next) {
      var changed = genes
      for (offset, position) in stage.positions.enumerated() {
        if offset >= stage.lengths[next] {
          changed[position] = UInt8(positions[position].count)
        } else if offset >= depth {
          changed[position] =
            stage.isUniform
            ? genes[stage.positions.lowerBound]
            : UInt8(generator.integer(below: positions[position].count))
        }
      }
      found.append(changed)
    }
    return found
  }

  /// Draws the length from either parent, the depth of each group from either, and every gene from
  /// either parent that has the position filled, each with equal chance. A group that holds one
  /// operator comes from one parent. A child outside the space
  /// is drawn again. After 100 such children the first parent is returned.
  package func crossover(
    _ first: Architecture, _ second: Architecture, using generator: inout some RandomNumberGenerator
  ) -> Architecture {
    let (a, b) = (first.genes, second.genes)
    for _ in 0..<100 {
      let length = generator.integer(below: 2) == 0 ? a.count : b.count
      var child = (0..<length).map { position in
        guard position < a.count else { return b[position] }
        guard position < b.count else { return a[position] }
        return generator.integer(below: 2) == 0 ? a[position] : b[position]
      }
      for stage in counts.stages {
        let model = generator.integer(below: 2) == 0 ? a : b
        for position in stage.positions {
          let empty = UInt8(positions[position].count)
          if stage.isUniform || model[position] == empty || child[position] == empty {
            child[position] = model[position]
          }
        }
      }
      if counts.contains(child) { return Architecture(genes: child) }
    }
    return first
  }
}
