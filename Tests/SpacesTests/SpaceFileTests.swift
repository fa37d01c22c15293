import Documents
import Foundation
import Spaces
import TestSupport
import Testing
import Wording

@Suite struct SpaceFileTests {
  private static let kinds = Topologies.kinds.map { $0.kind }.joined(separator: ", ")

  /// A mistake made by replacing one text of an example, and all that is said about it.
  struct Mistake: CustomTestStringConvertible {
    let old: String
    let new: String
    let sentences: [String]
    var nodes = false

    init(_ old: String, _ new: String, _ sentences: String..., nodes: Bool = false) {
      (self.old, self.new, self.sentences, self.nodes) = (old, new, sentences, nodes)
    }
    var testDescription: String { "\(old) -> \(new)" }
  }

  @Test(
    "Names are no paths, and steer no terminal",
    arguments: ["../up", "a/b", "/etc/x", ".hidden", "..", "x\\u202ey", "x\\e[31m", "x\\x9b2J"])
  func names(name: String) {
    let old = "{name: skip, role"
    let text = Example.edges.replacing(old, with: "{name: \"\(name)\", role")
    let error = #expect(throws: DocumentError.self) { try SearchSpace(yaml: text, path: "x.yaml") }
    #expect(error?.description.contains("\"name\" of operator") == true)
    #expect(error?.description.unicodeScalars.contains { $0 != "\n" && isControl($0) } == false)
  }

  @Test("Numbers beyond any type, and to the base 60, are refused")
  func numbers() {
    for number in [
      "9223372036854775808", "1:59:59:59:59:59:59:59:59:59:59:59:59", "0x7fffffffffffffff", "1e400",
    ] {
      let text = Example.edges.replacing("format: 1", with: "format: \(number)")
      let error = #expect(throws: DocumentError.self) {
        try SearchSpace(yaml: text, path: "x.yaml")
      }
      #expect(error?.description.contains("expected a whole number from 1") == true)
    }
  }

  @Test("Aliases that stand for too much are refused in time, also as keys")
  func aliases() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let element = "*a\(level - 1)"
      text +=
        "a\(level): &a\(level) [\(Array(repeating: element, count: 8).joined(separator: ", "))]\n"
    }
    for text in [text, text + "? *a12\n: 1\n", text + "*a12 : 1\n"] {
      let start = ContinuousClock().now
      #expect(throws: DocumentError.self) { try SearchSpace(yaml: text, path: "x.yaml") }
      #expect(ContinuousClock().now - start < .seconds(5))
    }
    let deep = "a: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(throws: DocumentError.self) { try SearchSpace(yaml: deep, path: "x.yaml") }
  }

  @Test("The first twenty of many problems are listed")
  func manyProblems() throws {
    let text = Example.edges + (1...20_000).map { "k\($0): 1\n" }.joined()
    let start = ContinuousClock().now
    let error = try #require(
      #expect(throws: DocumentError.self) { try SearchSpace(yaml: text, path: "x.yaml") })
    #expect(ContinuousClock().now - start < .seconds(10))
    #expect(error.description.split(separator: "\n").count == 21)
    #expect(error.description.hasSuffix("x.yaml: and 19,980 more problems"))
  }

  @Test("A byte order mark is no text")
  func byteOrderMark() throws {
    #expect(try SearchSpace(yaml: "\u{FEFF}" + Example.edges, path: "x.yaml").size == 27)
  }

  @Test("Both examples are valid before anything is changed")
  func examples() throws {
    #expect(try SearchSpace(yaml: Example.edges, path: "x.yaml").size == 27)
    let nodes = try SearchSpace(yaml: Example.nodes(vertices: 5, edges: 6), path: "x.yaml")
    #expect(nodes.operators.map(\.name) == ["input", "conv", "pool", "output"])
    #expect(nodes.operators[1].attributes == nil)
  }

  @Test(
    "A mistake is explained with line, column and what to do",
    arguments: [
      Mistake(
        "{name: skip, role: identity, description:", "{name: skip, role: identity, descripton:",
        "8:34: unknown key \"descripton\" in operator \"skip\"; expected one of name, role, "
          + "description, attributes, lowering, lowering-where-shape-changes, over; did you mean "
          + "\"description\"?"),
      Mistake(
        "name: skip, role: identity", "name: none, role: identity",
        "8:5: two operators have the name \"none\"; remove or rename one",
        "17:21: element 2 of \"operators\" of the topology names the operator \"skip\", which "
          + "the file does not have; expected one of in, none, none, conv, out"),
      Mistake(
        "role: identity", "role: identitty",
        "8:24: \"role\" of operator \"skip\" is \"identitty\"; expected one of operation, zero, "
          + "identity, input, output, projection; did you mean \"identity\"?"),
      Mistake(
        "name: skip, role: identity", "name: skip, role: input",
        "8:5: operator \"skip\" has the role input, and so has \"in\"; expected exactly one",
        "17:21: operator \"skip\" has the role input, which \"operators\" of the topology cannot "
          + "hold; expected an operator with one of the roles operation, zero, identity"),
      Mistake(
        "role: output", "role: operation",
        "6:3: no operator has the role output; add one with \"role: output\""),
      Mistake(
        "name: skip,", "name: \"s|kip\",",
        "8:12: \"name\" of operator \"s|kip\" is \"s|kip\", which contains \"|\"; use letters, "
          + "digits, _ and -"),
      Mistake(
        "name: skip,", "name: no,",
        "8:12: \"name\" of operator \"no\" is the truth value no; expected text: put it in "
          + "quotes, \"no\""),
      Mistake(
        "description: Skip connection", "description: 3",
        "8:47: \"description\" of operator \"skip\" is the number 3; expected text: put it in "
          + "quotes, \"3\""),
      Mistake(
        "description: Skip connection", "description: \" \"",
        "8:47: \"description\" of operator \"skip\" is blank; expected text"),
      Mistake(
        "{name: skip, role: identity, description: Skip connection}", "skip",
        "8:5: element 3 of \"operators\" of the space file is the text \"skip\"; expected the "
          + "keys name, role, description, attributes, lowering, lowering-where-shape-changes, "
          + "over"),
      Mistake(
        "description: Skip connection}",
        """
        description: Skip connection, attributes: {learnable: 1, spatial: 0, pooling: 0, \
        convolution: 0}}
        """,
        "8:76: \"attributes\" of operator \"skip\" has no key \"cost\"; add \"cost: ...\""),
      Mistake(
        "description: Skip connection}",
        """
        description: Skip connection, attributes: {learnable: 1, spatial: 0, pooling: 0, \
        convolution: 0, cost: 1/0}}
        """,
        "8:137: \"cost\" of \"attributes\" of operator \"skip\" is the text \"1/0\"; expected a "
          + "number of 0 or more, or a fraction such as 1/9"),
      Mistake(
        "description: Skip connection}",
        """
        description: Skip connection, attributes: {learnable: -1, spatial: yes, pooling: 0, \
        convolution: 0, cost: 1/9}}
        """,
        "8:88: \"learnable\" of \"attributes\" of operator \"skip\" is the number -1; expected a "
          + "number of 0 or more, or a fraction such as 1/9",
        "8:101: \"spatial\" of \"attributes\" of operator \"skip\" is the truth value yes; "
          + "expected a number of 0 or more, or a fraction such as 1/9"),
      Mistake(
        "format: 1", "format: 2",
        "1:9: the file has format 2, this program reads format 1; use a program of the "
          + "file's version"),
      Mistake(
        "format: 1\n", "",
        "1:1: the space file has no key \"format\"; add \"format: ...\""),
      Mistake(
        "title: Tiny", "title: [Tiny]",
        "3:8: \"title\" of the space file is a list; expected text"),
      Mistake(
        "citation:", "citaton:",
        "4:1: unknown key \"citaton\" in the space file; expected one of format, name, operators, "
          + "topology, notations, title, citation, aliases, skeleton, benchmark, extends; did you "
          + "mean \"citation\"?"
      ),
      Mistake(
        "kind: operators-on-edges", "kind: operators-on-edge",
        "12:9: \"kind\" of the topology is \"operators-on-edge\"; expected one of "
          + "\(kinds); did you mean \"operators-on-edges\"?"
      ),
      Mistake(
        "  kind: operators-on-edges\n", "",
        "12:3: the topology has no key \"kind\"; add \"kind: ...\" with one of "
          + "\(kinds)"),
      Mistake(
        "nodes: 3", "nodes: three",
        "13:10: \"nodes\" of the topology is the text \"three\"; expected a whole number from 2 "
          + "to 64"),
      Mistake(
        "nodes: 3", "nodes: 65",
        "13:10: \"nodes\" of the topology is the number 65; expected a whole number from 2 to 64"),
      Mistake(
        "input: 0", "input: 3",
        "14:10: \"input\" of the topology is the number 3; expected a whole number from 0 to 2"),
      Mistake(
        "[1, 2]]", "[1, 3]]",
        "16:31: an edge names node 3, but the cell has the nodes 0 to 2; correct the edge or "
          + "raise \"nodes\""),
      Mistake(
        "[1, 2]]", "[1, 2, 0]]",
        "16:27: element 3 of \"edges\" of the topology has 3 numbers; expected two, [source, "
          + "target]"),
      Mistake(
        "[1, 2]]", "[0, 2]]",
        "16:27: the edge [0, 2] is listed twice; remove one"),
      Mistake(
        "[1, 2]]", "1]",
        "16:27: element 3 of \"edges\" of the topology is the number 1; expected a list"),
      Mistake(
        "[[0, 1], [0, 2], [1, 2]]", "[[0, 1], [0, 2], [1, 2], [2, 1]]",
        "16:10: the cell is cyclic: 1 -> 2 -> 1; remove one of these edges"),
      Mistake(
        "[[0, 1], [0, 2], [1, 2]]", "[[0, 1], [0, 2], [1, 2], [1, 1]]",
        "16:10: the cell is cyclic: 1 -> 1; remove one of these edges"),
      Mistake(
        "[[0, 1], [0, 2], [1, 2]]", "[]",
        "16:10: the cell is empty: \"edges\" of the topology lists no edge; add [0, 1]"),
      Mistake(
        "[[0, 1], [0, 2], [1, 2]]", "[[0, 1]]",
        "16:10: the output, node 2, cannot be reached from the input, node 0; add edges"),
      Mistake(
        "[[0, 1], [0, 2], [1, 2]]", "[[0, 1], [0, 2]]",
        "16:10: node 1 is on no path from the input, node 0, to the output, node 2; remove "
          + "it or add edges"),
      Mistake(
        "operators: [none, skip, conv]", "operators: [none, skpi, conv, conv]",
        "17:21: element 2 of \"operators\" of the topology names the operator \"skpi\", which "
          + "the file does not have; expected one of in, none, skip, conv, out; did you mean "
          + "\"skip\"?",
        "17:33: \"conv\" is listed twice in \"operators\" of the topology; remove one"),
      Mistake(
        "operators: [none, skip, conv]", "operators: []",
        "17:14: \"operators\" of the topology is an empty list; expected at least one element"),
      Mistake(
        "operators: [none, skip, conv]", "operators: [none, out]",
        "17:21: operator \"out\" has the role output, which \"operators\" of the topology cannot "
          + "hold; expected an operator with one of the roles operation, zero, identity"),
      Mistake(
        "stem: [{convolution: {kernel: 3, channels: 16}}]", "stem: relu",
        "19:9: \"stem\" of the skeleton is the text \"relu\"; expected a list"),
      Mistake(
        "[{convolution: {kernel: 3, channels: 16}}]", "[batchnorm]",
        "19:10: element 1 of \"stem\" of the skeleton is \"batchnorm\", which is no layer; "
          + "expected one of batch-norm, instance-norm, map-norm, layer-norm, "
          + "global-average-pooling, class-token, take-class-token, drop-class-token, "
          + "position-embedding, relu, relu6, swish, sigmoid, gelu, hard-swish, hard-sigmoid, "
          + "mish, leaky-relu, or a mapping with one of convolution, average-pooling, max-pooling, "
          + "linear, sum, concatenation, residual, gate, squeeze-excite, attention, "
          + "patch-embedding, split, channel-shuffle, graph, across-positions; "
          + "did you mean \"batch-norm\"?"
      ),
      Mistake(
        "convolution: {kernel", "convolutoin: {kernel",
        "19:24: \"convolutoin\" is no layer; expected one of convolution, average-pooling, "
          + "max-pooling, linear, sum, concatenation, residual, gate, squeeze-excite, attention, "
          + "patch-embedding, split, channel-shuffle, graph, across-positions; "
          + "did you mean \"convolution\"?"),
      Mistake(
        "kernel: 3, channels: 16", "kernel: 3, channels: two input",
        "19:46: \"channels\" of the convolution is \"two input\"; expected a number, \"place\", a "
          + "share such as \"1/2 place\", or a multiple such as \"3 input\", \"3.5 input\" or "
          + "\"1/4 current\""
      ),
      Mistake(
        "kernel: 3, channels: 16", "kernel: [3], channels: 16",
        "19:33: \"kernel\" of the convolution has 1 numbers; expected height and width"),
      Mistake(
        "stride: 1}]", "stride: 0}]",
        "20:45: \"stride\" of element 1 of \"stages\" of the skeleton is the number 0; expected a "
          + "whole number from 1 to 8"),
      Mistake(
        "classes: 10", "clases: 10",
        "22:47: unknown key \"clases\" in element 1 of \"data-sets\" of the skeleton; expected "
          + "one of name, classes, resolution, channels, input; did you mean \"classes\"?"),
      Mistake(
        "kind: edges-by-node", "kind: edges-by-nodes",
        "24:24: \"kind\" of element 1 of \"notations\" of the space file is \"edges-by-nodes\"; "
          + "expected one of \(Notations.kinds.map { $0.kind }.joined(separator: ", ")); "
          + "did you mean \"edges-by-node\"?"),
      Mistake(
        "kind: edges-by-node", "kind: matrix",
        "24:5: the notation kind matrix needs a topology of the kind operators-on-nodes"),
      Mistake(
        "{name: text, kind: edges-by-node}", "{name: digits, kind: edges-by-node}",
        "25:12: two notations have the name \"digits\"; rename one"),
      Mistake(
        "{name: text, kind: edges-by-node}", "{name: text, kind: edges-by-node, prefix: x}",
        "24:39: unknown key \"prefix\" in element 1 of \"notations\" of the space file; expected "
          + "one of name, kind"),
      Mistake(
        "skip: 1, conv: 2", "skip: 0, conv: 22",
        "25:72: \"skip\" of \"digits\" of element 2 of \"notations\" of the space file is \"0\"; "
          + "expected one sign that no other operator has",
        "25:81: \"conv\" of \"digits\" of element 2 of \"notations\" of the space file is "
          + "\"22\"; expected one sign that no other operator has"),
      Mistake(
        "skip: 1, conv: 2", "skip: 1",
        "25:56: \"digits\" of element 2 of \"notations\" of the space file has no key \"conv\"; "
          + "add \"conv: ...\""),
      Mistake(
        "maximum-vertices: 5", "maximum-vertices: 8",
        "12:21: \"maximum-vertices\" of the topology is the number 8; expected a whole number "
          + "from 2 to 7",
        nodes: true),
      Mistake(
        "operators: [conv, pool]", "operators: [conv, pool]\n  projection: pool",
        "15:15: operator \"pool\" has the role operation; expected the role projection",
        nodes: true),
      Mistake(
        "kind: operators-on-nodes", "kind: operators-on-edges",
        "11:3: the topology has no keys \"nodes\", \"input\", \"output\", \"edges\"; add "
          + "\"nodes: ...\", \"input: ...\", \"output: ...\", \"edges: ...\"",
        "12:3: unknown key \"maximum-vertices\" in the topology; expected one of kind, nodes, "
          + "input, output, edges, operators",
        "13:3: unknown key \"maximum-edges\" in the topology; expected one of kind, nodes, "
          + "input, output, edges, operators",
        nodes: true),
    ])
  func mistakes(mistake: Mistake) throws {
    let yaml = mistake.nodes ? Example.nodes(vertices: 5, edges: 6) : Example.edges
    try #require(yaml.contains(mistake.old))
    let changed = yaml.replacing(mistake.old, with: mistake.new)
    let error = #expect(throws: DocumentError.self) {
      try SearchSpace(yaml: changed, path: "spaces/x.yaml")
    }
    let expected = mistake.sentences.map { "spaces/x.yaml:\($0)" }.joined(separator: "\n")
    #expect(error?.description == expected)
  }
}
