import Files
import Foundation
import Randomness
import Spaces
import TestSupport
import Testing

@Suite struct OperatorGraphTests {
  /// Why the graph breaks a promise of its documentation; nil when it keeps them all.
  static func flaw(of graph: OperatorGraph, in space: SearchSpace) -> String? {
    let roles = graph.nodes.map { space.operators[Int($0)].role }
    let last = graph.nodes.count - 1
    if roles.first != .input || roles.last != .output { return "input first, output last" }
    for (node, role) in roles.enumerated() where node > 0 && node < last {
      if role != .operation && role != .projection { return "a \(role) node remains" }
    }
    for edge in graph.edges where edge.source >= edge.target { return "an edge points backward" }
    for edge in graph.edges where edge.count < 1 { return "an edge counts nothing" }
    let order = graph.edges.map { Int($0.target) * 256 + Int($0.source) }
    for (previous, next) in zip(order, order.dropFirst()) where previous >= next {
      return "edges out of order or twice"
    }
    for node in 0...last {
      if node > 0, !graph.edges.contains(where: { Int($0.target) == node }) { return "no producer" }
      if node < last, !graph.edges.contains(where: { Int($0.source) == node }) {
        return "no consumer"
      }
    }
    return nil
  }

  @Test(
    "Nodes compute, lie on a path from input to output and stand in topological order",
    arguments: Shipped.names)
  func promises(name: String) throws {
    let space = try Shipped.space(name)
    var flaws: Set<String> = []
    for architecture in Shipped.architectures(of: space) {
      guard let graph = space.operatorGraph(of: architecture) else { continue }
      if let flaw = OperatorGraphTests.flaw(of: graph, in: space) { flaws.insert(flaw) }
    }
    #expect(flaws.isEmpty)
  }

  @Test("Every operator graph of NAS-Bench-101 is a class of its own")
  func cellsAreDistinct() throws {
    let space = try Shipped.space("nasbench101")
    var forms: Set<OperatorGraph.CanonicalForm> = []
    for architecture in space.architectures {
      if let graph = space.operatorGraph(of: architecture) { forms.insert(graph.canonicalForm) }
    }
    #expect(forms.count == 423_624)
  }

  static func goldens() throws -> [[String]] {
    let text = try InputFile.text(
      at: Locations.goldens.appendingPathComponent("spaces/lowered.tsv").path)
    return text.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("The golden file is the one that its manifest describes")
  func manifest() throws {
    struct Manifest: Decodable {
      struct File: Decodable {
        let sha256: String
        let rows: Int
      }
      let files: [String: File]
    }
    let folder = Locations.goldens.appendingPathComponent("spaces")
    let manifest = try JSONDecoder().decode(
      Manifest.self, from: InputFile.bytes(at: folder.appendingPathComponent("manifest.json").path))
    let digest = try Digest.sha256(ofFile: folder.appendingPathComponent("lowered.tsv").path)
    #expect(manifest.files["lowered.tsv"]?.sha256 == digest)
    #expect(try manifest.files["lowered.tsv"]?.rows == OperatorGraphTests.goldens().count)
  }

  /// The graph that a row of the golden file spells.
  static func graph(of row: [String], in space: SearchSpace) throws -> OperatorGraph? {
    if row[2] == "disconnected" { return nil }
    let nodes = try row[2].split(separator: ",").map { name in
      UInt8(try #require(space.operators.firstIndex { $0.name == name }))
    }
    let edges = try row[3].split(separator: ",").map { text in
      let numbers = text.split { ">x".contains($0) }.compactMap { Int($0) }
      try #require(numbers.count == 3)
      return OperatorGraph.Edge(source: numbers[0], target: numbers[1], count: numbers[2])
    }
    return OperatorGraph(
      nodes: nodes, edges: edges.sorted { ($0.target, $0.source) < ($1.target, $1.source) })
  }

  @Test(
    "Cells compute what the independent lowering says",
    arguments: Shipped.names.filter { !Shipped.wholeNetworks.contains($0) })
  func goldenGraphs(name: String) throws {
    let space = try Shipped.space(name)
    let rows = try OperatorGraphTests.goldens().filter { $0[0] == name }
    #expect(rows.count == (space.topology is CellPair ? 100 : 300))
    for row in rows {
      let graph = space.operatorGraph(of: try space.architecture(parsing: row[1]))
      let expected = try OperatorGraphTests.graph(of: row, in: space)
      #expect(graph?.canonicalForm == expected?.canonicalForm, "\(row[1])")
    }
  }

  @Test("Module hashes are those of the independent implementation, idle vertices left out")
  func goldenHashes() throws {
    let space = try Shipped.space("nasbench101")
    for row in try OperatorGraphTests.goldens() where row[0] == "nasbench101" {
      let cell = try space.architecture(parsing: row[1])
      #expect(try space.notation(of: cell, as: "hash") == row[4])
      #expect(try space.notation(of: space.representative(of: cell), as: "hash") == row[4])
    }
  }

  @Test("Parallel skip connections are counted and an idle operator disappears")
  func multipleEdges() throws {
    let space = try Shipped.space("nasbench201")
    let cell = try space.architecture(
      parsing:
        "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|skip_connect~1|skip_connect~2|")
    let names = { (graph: OperatorGraph) in graph.nodes.map { space.operators[Int($0)].name } }
    let graph = try #require(space.operatorGraph(of: cell))
    #expect(names(graph) == ["input", "nor_conv_3x3", "output"])
    #expect(
      graph.edges == [
        OperatorGraph.Edge(source: 0, target: 1),
        OperatorGraph.Edge(source: 1, target: 2, count: 2),
      ])
    let dead = try space.architecture(
      parsing: "|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|")
    let rest = try #require(space.operatorGraph(of: dead))
    #expect(names(rest) == ["input", "output"])
  }

  @Test("A supernet with one operator an edge is the architecture, and a full one has them all")
  func alternatives() throws {
    let space = try Shipped.space("nasbench201")
    #expect(space.numberOfEdges == 6)
    for architecture in space.architectures {
      let choices = space.choices(of: architecture)
      #expect(space.architecture(choosing: choices) == architecture)
      #expect(
        space.operatorGraph(ofAlternatives: choices.map { [$0] })
          == space.operatorGraph(of: architecture))
    }
    let all = [[Int]](repeating: space.edgeOperators, count: space.numberOfEdges)
    let supernet = try #require(space.operatorGraph(ofAlternatives: all))
    #expect(OperatorGraphTests.flaw(of: supernet, in: space) == nil)
    #expect(supernet.nodes.count == 2 + 6 * 3)
    // The four ways to pass the input on unchanged: 0>3, 0>1>3, 0>2>3, 0>1>2>3.
    let direct = supernet.edges.first { $0.source == 0 && Int($0.target) == 19 }
    #expect(direct?.count == 4)
    #expect(space.operatorGraph(ofAlternatives: [[Int]](repeating: [], count: 6)) == nil)
  }
}
