import Randomness
import Spaces
import Testing
import Wording

/// Pairs that others have published, or that follow from their code by hand.
@Suite struct ConventionTests {
  private static let counting =
    "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|none~2|"

  @Test(
    "NAS-Bench-201's conventions name the same cell",
    arguments: [
      // The first and the tenth cell: assertions in AutoDL-Projects' generate_meta_info.
      (
        "index", "0",
        """
        |avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|\
        skip_connect~2|
        """
      ),
      (
        "index", "9",
        "|avg_pool_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|nor_conv_3x3~2|"
      ),
      // By NASLib's EDGE_LIST and OP_NAMES_NB201: 0>1, 0>2, 0>3, 1>2, 1>3, 2>3.
      ("naslib", "(2, 1, 0, 3, 4, 1)", counting),
      (
        "naslib", "(4, 0, 3, 1, 4, 3)",
        "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|"
      ),
      (
        "json",
        #"""
        {"edges":[[0,1,"nor_conv_3x3"],[0,2,"none"],[1,2,"nor_conv_1x1"],[0,3,"skip_connect"],[1,\#
        3,"avg_pool_3x3"],[2,3,"none"]]}
        """#,
        counting
      ),
    ])
  func cells201(notation: String, text: String, string: String) throws {
    let space = try Shipped.space("nasbench201")
    let cell = try space.architecture(parsing: string)
    #expect(try space.notation(of: cell, as: notation) == text)
    #expect(try space.architecture(parsing: text) == cell)
    #expect(try space.architecture(parsing: text, as: notation) == cell)
  }

  @Test("DARTS' conventions name the same cells")
  func darts() throws {
    let space = try Shipped.space("darts")
    // The first-order cells as the DARTS code has them.
    let cells = try space.architecture(
      parsing: """
        Genotype(normal=[('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 0), \
        ('sep_conv_3x3', 1), ('skip_connect', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), \
        ('skip_connect', 2)], normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), \
        ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 0), ('max_pool_3x3', 0), \
        ('skip_connect', 2), ('skip_connect', 2), ('avg_pool_3x3', 0)], reduce_concat=[2, 3, 4, 5])
        """)
    // By NASLib's convert_genotype_to_compact: pairs of the node and the operator in its list.
    let naslib = """
      (((0, 3), (1, 3), (0, 2), (1, 3), (0, 2), (1, 3), (0, 3), (2, 2)), \
      ((0, 0), (1, 0), (0, 0), (2, 2), (0, 0), (2, 2), (0, 1), (2, 2)))
      """
    #expect(try space.notation(of: cells, as: "naslib") == naslib)
    #expect(try space.architecture(parsing: naslib) == cells)
    // In the order of the DARTS code, too.
    let unordered = naslib.replacing("(((0, 3), (1, 3), ", with: "(((1, 3), (0, 3), ")
    #expect(try space.architecture(parsing: unordered) == cells)
  }

  @Test("Chains are written as JSON by the names of their operators")
  func chains() throws {
    let space = try Shipped.space("transnasbench101-macro")
    let chain = try space.architecture(parsing: "64-1234-basic")
    #expect(
      try space.notation(of: chain, as: "json")
        == #"""
        {"operators":["residual_keep","residual_double","residual_halve","residual_double_halve"]}
        """#
    )
  }

  @Test(
    "Tuples may have other spacing and brackets", arguments: ["(2,1,0,3,4,1)", "[2, 1, 0,3 ,4,1 ]"])
  func spacing(text: String) throws {
    let space = try Shipped.space("nasbench201")
    #expect(space.notation(of: try space.architecture(parsing: text)) == ConventionTests.counting)
  }

  @Test(
    "What is wrong with a text is said in one sentence",
    arguments: [
      (
        "(2, 1, 0, 3, 4, 5)",
        """
        , character 17: found 5, expected the number of the operator of the edge from node 2 to \
        node 3, 0 to 4
        """
      ),
      (
        "(2, 1, 0, 3, 4)",
        ", character 1: found a list of 5, expected 6 numbers, one for each edge"
      ),
      (
        "(2, 1, 0, 3, 4, 1, 1)",
        ", character 1: found a list of 7, expected 6 numbers, one for each edge"
      ),
      (
        "(2, 1, -1, 3, 4, 1)",
        """
        , character 8: found -1, expected the number of the operator of the edge from node 0 to \
        node 3, 0 to 4
        """
      ),
      ("15625", ": is no index of the list; expected a number from 0 to 15624"),
      ("{\"edges\":[]}", ": there are 0 edges, expected 6"),
      (
        "{\"edges\":[[0,1]]}",
        ", character 11: edge 1 is not of the form [source, target, \"operator\"]"
      ),
      (
        "{\"edges\":[[0,4,\"none\"]]}",
        ", character 11: there is no edge from node 0 to node 4 in the space"
      ),
      (
        "{\"edges\":[[0,1,\"nnoe\"]]}",
        """
        , character 16: unknown operator \"nnoe\", expected one of none, skip_connect, \
        nor_conv_1x1, nor_conv_3x3, avg_pool_3x3; did you mean \"none\"?
        """
      ),
      (
        "{\"edges\":[[0,1,\"none\"],[0,1,\"none\"]]}",
        ", character 24: the edge from node 0 to node 1 is given twice"
      ),
      (
        "{\"edge\":[]}",
        """
        , character 2: unknown key "edge", expected "edges", or one for each edge, such as "0_1"; \
        did you mean "edges"?
        """
      ),
      ("{\"edges\":{}}", ", character 10: expected \"edges\" to be a list"),
      ("{\"edges\":", ", character 10: the text ends here, expected a value"),
    ])
  func mistakes(text: String, sentence: String) throws {
    let space = try Shipped.space("nasbench201")
    let error = #expect(throws: ArchitectureError.self) { try space.architecture(parsing: text) }
    #expect(error?.description == "architecture \"\(text)\"" + sentence)
  }

  @Test(
    "What is wrong with a chain in JSON is said in one sentence",
    arguments: [
      (
        #"{"operators":["identity"]}"#,
        """
        , character 15: position 1 cannot hold the operator \"identity\", expected one of \
        projection_1x1_stride2, mbconv_expansion3_3x3_stride2, mbconv_expansion6_5x5_stride2
        """
      ),
      (#"{"operators":[]}"#, ", character 1: there are 0 choices, expected 8"),
      (#"{"operators":[1]}"#, ", character 1: there are 1 choices, expected 8"),
      (
        #"{"operators":[{}]}"#,
        ", character 15: found a dictionary, expected the name of an operator in quotes"
      ),
    ])
  func chainMistakes(text: String, sentence: String) throws {
    let space = try Shipped.space("nasbench-macro")
    let error = #expect(throws: ArchitectureError.self) { try space.architecture(parsing: text) }
    #expect(error?.description == "architecture \"\(text)\"" + sentence)
  }

  @Test("A notation that the space lacks is answered with those it has")
  func unknown() throws {
    let space = try Shipped.space("nasbench201")
    let error = #expect(throws: UnknownNameError.self) {
      try space.architecture(parsing: "0", as: "indx")
    }
    #expect(
      error?.description
        == "unknown notation of nasbench201 \"indx\"; known are nasbench201, naslib, string-order, "
        + "index, json; did you mean \"index\"?")
  }

  @Test(
    "A notation that does not fit its space is a mistake with line and column",
    arguments: [
      (
        "kind: edge-indices, edges: [[0, 1], [0, 2]], operators: [none, skip, conv]",
        """
        25:47: \"edges\" of element 2 of \"notations\" of the space file are 2; expected each of \
        the topology's 3 edges once
        """
      ),
      (
        "kind: edge-indices, edges: [[0, 1], [0, 2], [2, 1]], operators: [none, skip, conv]",
        """
        25:64: element 3 of \"edges\" of element 2 of \"notations\" of the space file is no edge \
        of the topology, or one listed before
        """
      ),
      (
        "kind: edge-indices, edges: [[0, 1], [0, 2], [1, 2]], operators: [none, skip]",
        """
        25:84: \"operators\" of element 2 of \"notations\" of the space file are not the \
        topology's; expected each of its 3 operators once
        """
      ),
      (
        "kind: shuffled-index, seed: -1",
        """
        25:48: \"seed\" of element 2 of \"notations\" of the space file is the number -1; expected \
        a whole number from 0 to 4294967295
        """
      ),
      (
        "kind: chain-json",
        "25:5: the notation kind chain-json needs a topology of the kind chain-of-choices"
      ),
    ])
  func misfits(keys: String, sentence: String) {
    let old = "kind: digits, separator: _, digits: {none: 0, skip: 1, conv: 2}"
    let error = #expect(throws: (any Error).self) {
      try SearchSpace(yaml: Example.edges.replacing(old, with: keys), path: "x.yaml")
    }
    #expect(error.map { "\($0)" } == "x.yaml:" + sentence)
  }
}
