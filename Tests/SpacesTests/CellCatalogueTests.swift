import Randomness
import Spaces
import Testing

@Suite struct CellCatalogueTests {
  /// Every upper triangular matrix with every labelling, as text.
  static func allMatrices(vertices: Int, operators: [String]) -> [String] {
    let pairs = (0..<vertices).flatMap { row in (row + 1..<vertices).map { (row, $0) } }
    var labellings: [[String]] = [[]]
    for _ in 0..<vertices - 2 {
      labellings = labellings.flatMap { labels in operators.map { labels + [$0] } }
    }
    return (0..<1 << pairs.count).flatMap { bits in
      var matrix = [[Int]](
        repeating: [Int](repeating: 0, count: vertices), count: vertices)
      for (place, pair) in pairs.enumerated() where bits >> place & 1 == 1 {
        matrix[pair.0][pair.1] = 1
      }
      let rows = matrix.map { $0.map(String.init).joined() }.joined(separator: "/")
      return labellings.map { "\(rows):\((["input"] + $0 + ["output"]).joined(separator: "|"))" }
    }
  }

  @Test(
    "The listing has one representative of every valid matrix and nothing else",
    arguments: [(2, 1), (3, 3), (4, 4), (4, 6), (5, 6), (5, 10)])
  func completeness(vertices: Int, edges: Int) throws {
    let space = try SearchSpace(
      yaml: Example.nodes(vertices: vertices, edges: edges), path: "small.yaml")
    let listed = Array(space.architectures)
    #expect(Set(listed).count == listed.count)
    #expect(listed == listed.sorted())
    #expect(space.size == SpaceSize(listed.count))
    var found: Set<Architecture> = []
    var representatives: [OperatorGraph.CanonicalForm: Architecture] = [:]
    for text in CellCatalogueTests.allMatrices(vertices: vertices, operators: ["conv", "pool"]) {
      let architecture: Architecture
      do {
        architecture = try space.architecture(parsing: text)
      } catch {
        continue
      }
      let representative = space.representative(of: architecture)
      found.insert(representative)
      // The canonical form knows nothing of matrices: two ways to tell cells apart must agree.
      let form = try #require(space.operatorGraph(of: architecture)).canonicalForm
      if let known = representatives[form] {
        #expect(known == representative)
      } else {
        representatives[form] = representative
      }
    }
    #expect(found == Set(listed))
    #expect(representatives.count == listed.count)
  }

  @Test("Cells with renumbered vertices have one representative, one hash and one operator graph")
  func renumbering() throws {
    let space = try Shipped.space("nasbench101")
    let topology = try #require(space.topology as? OperatorsOnNodes)
    var random = SplitMix64(seed: 77)
    var changed = 0
    for _ in 0..<2_000 {
      let cell = space.sample(using: &random)
      let other = topology.architecture(
        CellCatalogueTests.renumbered(topology.cell(cell), using: &random))
      if other != cell { changed += 1 }
      #expect(space.contains(other))
      #expect(space.representative(of: other) == cell)
      #expect(
        space.operatorGraph(of: other)?.canonicalForm
          == space.operatorGraph(of: cell)?.canonicalForm)
      #expect(try space.notation(of: other, as: "hash") == space.notation(of: cell, as: "hash"))
    }
    #expect(changed > 500)
  }

  /// The cell with its vertices in a random topological order.
  static func renumbered(_ cell: LabelledCell, using random: inout SplitMix64) -> LabelledCell {
    var order = CellOrder()
    var placed: UInt16 = 0
    for place in 0..<cell.numberOfVertices {
      let open = (0..<cell.numberOfVertices).filter {
        placed >> $0 & 1 == 0 && cell.predecessors[$0] & ~placed == 0
      }
      order[place] = random.element(of: open) ?? 0
      placed |= 1 << order[place]
    }
    return cell.reordered(order)
  }

  @Test("A branch that leads nowhere or comes from nowhere changes nothing")
  func deadBranches() throws {
    let space = try Shipped.space("nasbench101")
    var random = SplitMix64(seed: 78)
    for _ in 0..<500 {
      let cell = space.sample(using: &random)
      let parts = space.notation(of: cell).split(separator: ":")
      var rows = parts[0].split(separator: "/").map { Array($0) }
      var operators = parts[1].split(separator: "|").map(String.init)
      let count = rows.count
      // A new vertex before the output: fed by random ones, or feeding the output, never both.
      let feeds = random.integer(below: 2) == 0
      for row in 0..<count {
        let bit: Character = !feeds && row < count - 1 && random.integer(below: 2) == 1 ? "1" : "0"
        rows[row].insert(bit, at: count - 1)
      }
      var new = [Character](repeating: "0", count: count + 1)
      new[count] = feeds ? "1" : "0"
      rows.insert(new, at: count - 1)
      operators.insert("maxpool3x3", at: count - 1)
      let text =
        rows.map { String($0) }.joined(separator: "/") + ":" + operators.joined(separator: "|")
      #expect(try space.architecture(parsing: text) == cell, "\(text)")
    }
  }
}
