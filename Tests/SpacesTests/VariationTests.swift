import Randomness
import Spaces
import Testing

@Suite struct VariationTests {
  @Test(
    "Drawn, mutated and crossed architectures stay in the space",
    arguments: Shipped.names)
  func closure(name: String) throws {
    let space = try Shipped.space(name)
    var random = SplitMix64(seed: 5)
    var outside = 0
    var unchanged = 0
    var unlisted = 0
    for _ in 0..<3_000 {
      let (first, second) = (space.sample(using: &random), space.sample(using: &random))
      let mutant = space.mutate(first, using: &random)
      let child = space.crossover(first, second, using: &random)
      for architecture in [first, second, mutant, child] {
        if !space.contains(architecture) { outside += 1 }
        if space.representative(of: architecture) != architecture { unlisted += 1 }
      }
      if mutant == first { unchanged += 1 }
    }
    #expect(outside == 0)
    #expect(unchanged == 0)
    #expect(unlisted == 0)
  }

  @Test("A seed gives the same architectures again", arguments: Shipped.names)
  func seeds(name: String) throws {
    let space = try Shipped.space(name)
    func draw(_ seed: UInt64) -> [String] {
      var random = SplitMix64(seed: seed)
      var architecture = space.sample(using: &random)
      return (0..<20).map { _ in
        let other = space.sample(using: &random)
        architecture = space.crossover(
          space.mutate(architecture, using: &random), other, using: &random)
        return space.notation(of: architecture)
      }
    }
    #expect(draw(3) == draw(3))
    #expect(draw(3) != draw(4))
  }

  @Test("A mutation of an edge space changes exactly one edge, every other operator alike")
  func edgeMutation() throws {
    let space = try Shipped.space("nasbench201")
    var random = SplitMix64(seed: 8)
    let start = space.architecture(choosing: [Int](repeating: space.edgeOperators[0], count: 6))
    var seen = [String: Int]()
    for _ in 0..<24_000 {
      let changes = zip(
        space.choices(of: start), space.choices(of: space.mutate(start, using: &random))
      )
      .enumerated().filter { $0.element.0 != $0.element.1 }
      #expect(changes.count == 1)
      for change in changes { seen["\(change.offset) \(change.element.1)", default: 0] += 1 }
    }
    // 6 edges x 4 other operators, 1,000 each; 200 is more than six standard deviations.
    #expect(seen.count == 24)
    #expect(seen.values.allSatisfy { (800...1_200).contains($0) })
  }

  @Test("Samples of a small node space are uniform over its cells up to isomorphism")
  func uniformCells() throws {
    let space = try SearchSpace(yaml: Example.nodes(vertices: 4, edges: 6), path: "small.yaml")
    let all = Array(space.architectures)
    var random = SplitMix64(seed: 21)
    var seen = [Architecture: Int]()
    let draws = 400
    for _ in 0..<(draws * all.count) { seen[space.sample(using: &random), default: 0] += 1 }
    #expect(seen.count == all.count)
    // Six standard deviations of a Poisson count of 400 are 120.
    #expect(all.allSatisfy { abs(seen[$0, default: 0] - draws) < 120 })
  }

  @Test("Mutation reaches every cell of a small node space from every other")
  func mutationIsConnected() throws {
    let space = try SearchSpace(yaml: Example.nodes(vertices: 4, edges: 4), path: "small.yaml")
    let all = Array(space.architectures)
    var random = SplitMix64(seed: 2)
    for start in [all[0], all[all.count / 2], all[all.count - 1]] {
      var seen: Set<Architecture> = [start]
      var open = [start]
      while let next = open.popLast() {
        for _ in 0..<400 {
          let neighbour = space.mutate(next, using: &random)
          if seen.insert(neighbour).inserted { open.append(neighbour) }
        }
      }
      #expect(seen.count == all.count)
    }
  }

  @Test("A crossover of equal parents is their representative", arguments: Shipped.names)
  func equalParents(name: String) throws {
    let space = try Shipped.space(name)
    var random = SplitMix64(seed: 13)
    for _ in 0..<200 {
      let parent = space.sample(using: &random)
      #expect(space.crossover(parent, parent, using: &random) == parent)
    }
  }
}
