import Documents
import Spaces
import Testing
import Wording

@Suite struct GrammarMistakeTests {
  @Test(
    "A mistake in a grammar is explained with line, column and what to do",
    arguments: [
      (
        "- Twice(edge)", "- Twice(edgee)",
        """
        25:9: element 2 of \"cell\" of \"rules\" of the topology, \"Twice(edgee)\", character 7: \
        edgee is no rule and no operator, expected one of cell, edge, net, conv, down, none, pool, \
        skip; did you mean \"edge\"?
        """
      ),
      (
        "- Twice(edge)", "- Twice(edge, edge)",
        """
        25:9: element 2 of \"cell\" of \"rules\" of the topology, \"Twice(edge, edge)\", character \
        1: Twice has 2 parts, expected 1
        """
      ),
      (
        "- Twice(edge)", "- Thrice(edge)",
        """
        25:9: element 2 of \"cell\" of \"rules\" of the topology, \"Thrice(edge)\", character 1: \
        Thrice is no motif, expected one of Residual, Twice, sequence, sum, concatenation
        """
      ),
      (
        "- Twice(edge)", "- Twice(edge",
        """
        25:9: element 2 of \"cell\" of \"rules\" of the topology, \"Twice(edge\", character 11: \
        the text ends here, expected \",\" or \")\" in Twice(...); in a list in brackets, put an \
        expression with commas in quotes
        """
      ),
      (
        "- Twice(edge)", "- Twice(cell)",
        """
        24:7: the rule \"cell\" can stand within itself, so that the space has no end; add \
        \"maximum-depth: ...\", how many rules may stand within each other
        """
      ),
      (
        "- Twice(edge)", "- conv",
        """
        25:9: productions 1 and 2 of the rule \"cell\" can make the same architecture, which would \
        count twice; remove or change one
        """
      ),
      (
        "- Twice(edge)", "- cell",
        """
        24:7: the rule \"cell\" can become itself and nothing else; remove the production that is \
        a rule of this circle alone
        """
      ),
      (
        "- Twice(edge)", "- down",
        """
        25:9: element 2 of \"cell\" of \"rules\" of the topology makes 2 times the channels and \
        1/2 of the resolution, where the rule \"cell\" keeps the shape; change it, or \"shapes\" \
        of the topology
        """
      ),
      (
        "- Twice(edge)", "- sum(edge, down)",
        """
        25:9: the shapes in element 2 of \"cell\" of \"rules\" of the topology do not fit: sum \
        adds up what keeps the shape and what makes 2 times the channels and 1/2 of the resolution
        """
      ),
      (
        "- Twice(edge)", "- concatenation(edge, edge)",
        """
        25:9: element 2 of \"cell\" of \"rules\" of the topology makes 2 times the channels, where \
        the rule \"cell\" keeps the shape; change it, or \"shapes\" of the topology
        """
      ),
      (
        "- Twice(edge)", "- concatenation(edge, down)",
        """
        25:9: the shapes in element 2 of \"cell\" of \"rules\" of the topology do not fit: \
        concatenation concatenates what keeps the shape and what makes 2 times the channels and \
        1/2 of the resolution; expected one resolution
        """
      ),
      (
        "- conv\n      - none", "- sum(edge, conv)",
        """
        28:7: the rule \"edge\" never comes to an end: each of its productions leads to it or to \
        another such rule; add a production with operators alone
        """
      ),
      (
        "edge:\n", "other:\n      - pool\n    edge:\n",
        """
        28:7: the rule \"other\" is never used: nothing leads to it from \"net\"; remove it or \
        mention it
        """
      ),
      (
        "  rules:", "  maximum-depth: 1\n  rules:",
        """
        22:7: the rule \"net\" has no derivation with at most 1 rules within each other; raise \
        \"maximum-depth\"
        """
      ),
      (
        "rules:\n", "start: nett\n  rules:\n",
        """
        19:10: \"start\" of the topology is \"nett\", which no rule is called; expected one of \
        cell, edge, net; did you mean \"net\"?
        """
      ),
      (
        "    edge:\n", "    conv:\n",
        "28:7: the name \"conv\" is taken by an operator; choose another"
      ),
      (
        "down: {channels: 2, resolution: 1/2}\n", "down: {channels: 2, resolution: 2}\n",
        """
        18:37: \"resolution\" of \"down\" of \"shapes\" of the topology is \"2\"; expected a share \
        from 1/64 to 1
        """
      ),
      (
        "    down: {channels", "    skip: {channels",
        "18:11: operator \"skip\" has the role identity and keeps the shape; leave it out"
      ),
      (
        "    down: {channels", "    dwon: {channels",
        """
        18:11: \"dwon\" is no rule and no operator; expected one of cell, conv, down, edge, net, \
        none, pool, skip; did you mean \"down\"?
        """
      ),
      (
        "[[0, 1], [0, 2], [1, 2]]", "[[0, 1], [0, 3], [1, 3]]",
        """
        14:31: \"edges\" of element 1 of \"motifs\" of the topology leave a node aside; expected \
        every node on a path from 0 to 3
        """
      ),
      (
        "[[0, 1], [0, 2], [1, 2]]", "[[0, 1, 0], [0, 2, 0], [1, 2, 2]]",
        """
        14:31: \"edges\" of element 1 of \"motifs\" of the topology carry 2 parts, the last of \
        them number 2; expected at least one, and every number from 0 on
        """
      ),
      (
        "[[0, 1], [0, 2], [1, 2]]", "[[0, 1], [0, 2], [2, 1]]",
        """
        14:52: element 2 of element 3 of \"edges\" of element 1 of \"motifs\" of the topology is \
        the number 1; expected a whole number from 3 to 31
        """
      ),
      (
        "{name: expression, kind: expression}", "{name: expression, kind: chain-json}",
        "31:5: the notation kind chain-json needs a topology of the kind chain-of-choices"
      ),
    ])
  func mistakes(old: String, new: String, sentence: String) throws {
    try #require(Example.grammar.contains(old))
    let error = #expect(throws: DocumentError.self) {
      try SearchSpace(
        yaml: Example.grammar.replacing(old, with: new, maxReplacements: 1), path: "x.yaml")
    }
    #expect(error?.description == "x.yaml:" + sentence)
  }

  @Test("Architectures with too many operators are refused, however many there are")
  func tooLarge() throws {
    let error = #expect(throws: DocumentError.self) {
      try SearchSpace(yaml: Example.recursion(depth: 12), path: "x.yaml")
    }
    #expect(
      error?.description
        == "x.yaml:11:18: an architecture can have 2048 operators; at most 2000 are supported: "
        + "lower \"maximum-depth\" or nest less")
    let huge = #expect(throws: DocumentError.self) {
      try SearchSpace(yaml: Example.recursion(depth: 64), path: "x.yaml")
    }
    #expect(huge?.description.contains("1000000 or more operators") == true)
    let large = try SearchSpace(yaml: Example.recursion(depth: 11), path: "x.yaml").size
    #expect(large.exact == nil && large.countable == nil && large.approximate > 0x1p128)
  }

  @Test(
    "A wrong expression is explained with the place",
    arguments: [
      ("sequence(conv)", "character 1: sequence has 1 parts where net stands, expected 2 or 3"),
      ("sequence(conv, down)", "character 10: found conv, expected Residual(...)"),
      (
        "sequence(conv, pool, conv)",
        "character 16: found pool, expected down"
      ),
      (
        "sequence(conv, down, Twice(pool))",
        "character 28: found pool where edge stands, expected one of conv, none"
      ),
      (
        "sequence(conv, down, Twice(conv, conv))",
        "character 22: Twice has 2 parts where cell stands, expected 1"
      ),
      (
        "sequence(conv, down, Residual(conv, conv, conv))",
        """
        character 22: found Residual(...) where cell stands, expected one of Twice(...), conv, \
        none, pool
        """
      ),
      (
        "sequence(conv, down conv)",
        "character 21: found \"c\", expected \",\" or \")\" in sequence(...)"
      ),
      ("sequence(conv, , conv)", "character 16: found \",\", expected a name"),
      ("sequence(conv, down, conv))", "character 27: found \")\", expected the end of the text"),
      (
        "(net sequence (cell pool) down (cell edge))",
        "character 38: found edge where cell stands, expected one of Twice(...), conv, none, pool"
      ),
      (
        "(net sequence (cell pool) down (cell pool)",
        "character 43: the text ends here, expected \")\""
      ),
      (
        "(net sequence (edge pool) down (cell pool))",
        "character 16: found \"edge\", expected \"cell\""
      ),
      (
        "(net sequence (cell pool) down (cell (edge conv)))) x",
        "character 50: the first parenthesis is closed here, expected the end of the text"
      ),
      (
        "{\"architecture\":[\"sequence\",\"pool\",\"down\",[\"Twice\",\"pool\"]]}",
        "architecture[3][1]: found pool where edge stands, expected one of conv, none"
      ),
      (
        "{\"architecture\":[\"sequence\",3,\"down\",\"pool\"]}",
        "character 29: architecture[1] is neither a name nor a list"
      ),
    ])
  func wrongTexts(text: String, sentence: String) throws {
    let space = try GrammarTests.tree()
    let error = #expect(throws: ArchitectureError.self) { try space.architecture(parsing: text) }
    let separator = sentence.hasPrefix("character") ? ", " : ": "
    #expect(error?.description == "architecture \"\(text)\"\(separator)\(sentence)")
  }

  @Test("What is nested deeper than the grammar allows, or than anything is, is refused")
  func depth() throws {
    let space = try SearchSpace(yaml: Example.recursion(depth: 3), path: "x.yaml")
    let error = #expect(throws: ArchitectureError.self) {
      try space.architecture(parsing: "sum(conv, sum(conv, sum(conv, pool)))")
    }
    #expect(
      error?.description
        == "architecture \"sum(conv, sum(conv, sum(conv, pool)))\", character 21: is nested too "
        + "deep here: at most 3 rules may stand within each other")
    for opening in ["sum(", "sequence(conv,"] {
      let text = String(repeating: opening, count: 100_000)
      #expect(throws: ArchitectureError.self) { try space.architecture(parsing: text) }
    }
    let tree = try GrammarTests.tree()
    for (opening, closing) in [
      ("(net ", ")"), ("{\"architecture\":[", "]}"), ("[", "]"), ("(", ")"),
    ] {
      let text = String(repeating: opening, count: 5_000) + String(repeating: closing, count: 5_000)
      #expect(throws: ArchitectureError.self) { try tree.architecture(parsing: text) }
    }
  }
}
