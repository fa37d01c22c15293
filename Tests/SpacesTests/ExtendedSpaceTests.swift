import Documents
import Files
import Foundation
import Randomness
import Spaces
import TestSupport
import Testing
import Wording

@Suite struct ExtendedSpaceTests {
  private static let blur =
    "{name: blur, role: operation, description: 3x3 convolution with a blur filter}"

  /// Writes files into a fresh folder and reads the first one, in the installation.
  private func space(_ files: KeyValuePairs<String, String>) throws -> SearchSpace {
    try withTemporaryFolder { folder in
      for (name, text) in files {
        try AtomicFile.write(text, to: folder.appendingPathComponent(name).path)
      }
      return try SearchSpace(
        contentsOf: folder.appendingPathComponent(files[0].key).path, in: Shipped.installation)
    }
  }

  /// The sentence about the first of the files, or about one that it extends.
  private func sentence(_ files: KeyValuePairs<String, String>) -> String {
    do {
      _ = try space(files)
      return "no error"
    } catch {
      return "\(error)".replacing(/(\/private)?\/[^ :]*\/tgnas-tests-[^ \/]*\//, with: "")
    }
  }

  @Test("A new operator can stand on every edge, and everything else is the base's")
  func added() throws {
    let base = try Shipped.space("nasbench201")
    let space = try space([
      "mine.yaml":
        "format: 1\nname: mine\nextends: nasbench201\noperators:\n  - \(Self.blur)\n"
    ])
    #expect(space.name == "mine")
    #expect(space.title == "NAS-Bench-201, extended")
    #expect(space.bases == ["nasbench201"])
    #expect(space.citation == base.citation)
    #expect(space.aliases == [])
    #expect(space.skeletons == base.skeletons)
    #expect(space.benchmark == base.benchmark)
    #expect(space.size == 46_656)
    #expect(space.operators.dropLast() == base.operators[...])
    // The tuple and the index are those of the published space.
    #expect(space.notationNames == ["nasbench201", "json"])
    #expect(space.sha256 != base.sha256)
    let old = "|none~0|+|none~0|none~1|+|skip_connect~0|avg_pool_3x3~1|none~2|"
    #expect(space.notation(of: try space.architecture(parsing: old)) == old)
    let new = "|blur~0|+|none~0|blur~1|+|none~0|none~1|blur~2|"
    let graph = try #require(space.operatorGraph(of: space.architecture(parsing: new)))
    #expect(
      graph.nodes.map { space.operators[Int($0)].name } == [
        "input", "blur", "blur", "blur", "output",
      ])
  }

  @Test("Operators can be described anew, and everything said of a space can be replaced")
  func overridden() throws {
    let base = try Shipped.space("transnasbench101-micro")
    let space = try space([
      "x.yaml": """
      format: 1
      name: x
      extends: tnb.yaml
      title: X
      citation: nobody
      aliases: [y]
      operators:
        - {name: nor_conv_3x3, description: 3x3 depthwise convolution}
        - {name: shift, role: identity, description: Shifts the channels}
      topology:
        operators: [skip_connect, nor_conv_3x3]
      notations:
        - {name: text, kind: edges-json}

      """,
      "tnb.yaml": "format: 1\nname: tnb\nextends: transnasbench101-micro\n",
    ])
    #expect((space.title, space.citation, space.aliases) == ("X", "nobody", ["y"]))
    #expect(space.bases == ["tnb", "transnasbench101-micro"])
    #expect(space.size == 64)
    #expect(space.notationNames == ["text"])
    let place = try #require(base.operators.firstIndex { $0.name == "nor_conv_3x3" })
    #expect(space.operators[place].description == "3x3 depthwise convolution")
    #expect(space.operators[place].role == .operation)
    // Statements about the old description do not hold of the new one.
    #expect(space.operators[place].attributes == nil)
    #expect(space.operators[place].lowering == nil)
    #expect(space.operators[place - 1] == base.operators[place - 1])
  }

  @Test("A file that changes no choice keeps all notations")
  func renamed() throws {
    let space = try space(["x.yaml": "format: 1\nname: x\nextends: nasbench201\ntitle: X\n"])
    #expect(space.notationNames == (try Shipped.space("nasbench201")).notationNames)
    #expect(space.size == 15_625)
  }

  @Test(
    "More operators keep the promises of a space",
    arguments: Shipped.names)
  func adding(name: String) throws {
    let base = try Shipped.space(name)
    let space = try base.adding([
      Operator(name: "blur", role: .operation, description: "3x3 convolution with a blur filter")
    ])
    #expect(space.name == "\(name)+blur")
    #expect(space.title == "\(base.title) with blur")
    #expect(space.bases == [name] + base.bases)
    #expect(space.notationNames.contains("json"))
    var random = SplitMix64(seed: 3)
    var (new, failures) = (0, 0)
    for _ in 0..<200 {
      let sample = space.mutate(space.sample(using: &random), using: &random)
      let text = space.notation(of: sample)
      if text.contains("blur") { new += 1 }
      if try space.architecture(parsing: text) != sample { failures += 1 }
      if !space.contains(space.crossover(sample, space.sample(using: &random), using: &random)) {
        failures += 1
      }
      if let graph = space.operatorGraph(of: sample),
        let flaw = OperatorGraphTests.flaw(of: graph, in: space)
      {
        Issue.record("\(flaw): \(text)")
      }
    }
    #expect(new > 50)
    #expect(failures == 0)
    // An architecture of the base keeps its graph.
    let old = base.sample(using: &random)
    let same = try space.architecture(parsing: base.notation(of: old, as: "json"))
    #expect(space.operatorGraph(of: same) == base.operatorGraph(of: old))
  }

  @Test("Operators that cannot be added are refused in one sentence")
  func refusals() throws {
    let base = try Shipped.space("nasbench201")
    func sentence(_ names: String...) -> String {
      do {
        return try base.adding(
          names.map { Operator(name: $0, role: .operation, description: "x") }
        ).name
      } catch {
        return "\(error)"
      }
    }
    #expect(sentence() == "nasbench201")
    #expect(sentence("a", "b") == "nasbench201+a+b")
    #expect(sentence("a", "a") == "nasbench201 has an operator \"a\" already; choose another name")
    #expect(
      sentence("none") == "nasbench201 has an operator \"none\" already; choose another name")
    #expect(
      sentence("a b")
        == "the name \"a b\" of an operator contains \" \"; use letters, digits, _ and -")
    let many = (0..<60).map { Operator(name: "o\($0)", role: .operation, description: "x") }
    let error = #expect(throws: UserError.self) { try base.adding(many) }
    #expect(
      error?.description == "nasbench201 would be too large with these operators; add fewer")
  }

  private static let known = (Shipped.names + Shipped.grammars + ["x"]).sorted().joined(
    separator: ", ")

  @Test(
    "A mistake is explained with line, column and what to do",
    arguments: [
      (
        "extends: nasbench210\n",
        """
        3:10: unknown search space \"nasbench210\"; known are \(known); did you mean \
        \"nasbench201\"?
        """
      ),
      ("extends: [nasbench201]\n", "3:10: \"extends\" of the space file is a list; expected text"),
      (
        "extends: missing.yaml\n",
        "3:10: the space \"missing.yaml\", which is extended, cannot be read: missing.yaml: no "
          + "such file"
      ),
      (
        "extends: nasbench201\noperator: []\n",
        "4:1: unknown key \"operator\" in the space file; expected one of format, extends, name, "
          + "title, aliases, citation, operators, topology, skeleton, benchmark, notations; did "
          + "you mean \"operators\"?"
      ),
      (
        "extends: nasbench201\noperators:\n  - {name: none, description: x, role: identity}\n",
        "5:40: operator \"none\" has the role zero in the base, not identity; leave it out or give "
          + "the operator a new name"
      ),
      (
        "extends: nasbench201\noperators:\n  - {name: new, description: x}\n",
        "5:5: operator \"new\" has no key \"role\"; add \"role: ...\""
      ),
      (
        "extends: nasbench201\noperators:\n  - {name: new, description: x, role: input}\n",
        "5:5: operator \"new\" has the role input, and so has \"input\"; expected exactly one"
      ),
      (
        "extends: nasbench201\noperators:\n  - \(blur)\n  - \(blur)\n",
        "6:5: two operators have the name \"blur\"; remove or rename one"
      ),
      (
        "extends: nasbench201\ntopology: {operators: [nor_conv_5x5]}\n",
        "4:24: element 1 of \"operators\" of the topology names the operator \"nor_conv_5x5\", "
          + "which the file does not have; expected one of input, none, skip_connect, "
          + "nor_conv_1x1, nor_conv_3x3, avg_pool_3x3, output; did you mean \"nor_conv_1x1\"?"
      ),
      (
        "extends: transnasbench101-macro\ntopology: {operators: [residual_keep]}\n",
        "4:11: with these operators the space has no architecture, or too large a supernet; list "
          + "fewer or others"
      ),
      (
        "extends: nasbench201\nnotations: [{name: n, kind: matrix}]\n",
        "4:13: the notation kind matrix needs a topology of the kind operators-on-nodes"
      ),
    ])
  func mistakes(rest: String, sentence: String) {
    #expect(self.sentence(["x.yaml": "format: 1\nname: x\n" + rest]) == "x.yaml:" + sentence)
  }

  @Test("Spaces that extend each other are a mistake, and so is one that extends itself")
  func circles() {
    let header = "format: 1\nname: "
    #expect(
      sentence(["a.yaml": "\(header)a\nextends: a\n"])
        == "a.yaml:3:10: the spaces extend each other in a circle: a.yaml -> a.yaml; remove one of "
        + "their \"extends\"")
    let found = sentence([
      "a.yaml": "\(header)a\nextends: b\n", "b.yaml": "\(header)b\nextends: ./c.yaml\n",
      "c.yaml": "\(header)c\nextends: a\n",
    ])
    #expect(
      found.hasSuffix(
        "c.yaml:3:10: the spaces extend each other in a circle: a.yaml -> b.yaml -> c.yaml -> "
          + "a.yaml; remove one of their \"extends\""))
    #expect(
      found.hasPrefix(
        "a.yaml:3:10: the space \"b\", which is extended, cannot be read: b.yaml:3:10: "))
  }

  @Test("A mistake in the base is told with its own place")
  func mistakeInBase() {
    #expect(
      sentence([
        "a.yaml": "format: 1\nname: a\nextends: b\n",
        "b.yaml": "format: 1\nname: b\nextends: nasbench201\ntitel: B\n",
      ]).hasPrefix(
        "a.yaml:3:10: the space \"b\", which is extended, cannot be read: b.yaml:4:1: unknown key "
          + "\"titel\""))
  }

  @Test("A space does not take the name of one that it extends")
  func sameName() {
    #expect(
      sentence(["x.yaml": "format: 1\nname: nasbench201\nextends: nasbench201\n"])
        == "x.yaml:2:7: \"name\" of the space file is \"nasbench201\", which is what the extended "
        + "space is called; choose another")
  }
}
