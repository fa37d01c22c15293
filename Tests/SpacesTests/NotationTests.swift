import Randomness
import Spaces
import TestSupport
import Testing
import Wording

@Suite struct NotationTests {
  @Test("What is printed is read back, in every notation", arguments: Shipped.names)
  func roundTrip(name: String) throws {
    let space = try Shipped.space(name)
    let readable = space.readableNotationNames
    #expect(
      Set(space.notationNames).subtracting(readable) == (name == "nasbench101" ? ["hash"] : []))
    #expect(readable.contains("json"))
    var failures = 0
    for architecture in Shipped.architectures(of: space) {
      for notation in readable {
        let text = try space.notation(of: architecture, as: notation)
        if try space.architecture(parsing: text, as: notation) != architecture { failures += 1 }
        // Its numbers look like those of NASLib, in whose order they are read.
        if notation == "string-order" { continue }
        if try space.architecture(parsing: text) != architecture { failures += 1 }
        if try space.architecture(parsing: " \t\(text)\n") != architecture { failures += 1 }
      }
    }
    #expect(failures == 0)
  }

  @Test("What is nearly printed is read, or refused, as it is with white space around it")
  func nearlyPrinted() throws {
    let space = try Shipped.space("nasbench201")
    let signs = Array("|~+012_none")
    var random = SplitMix64(seed: 5)
    func draw(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    var (read, refused) = (0, 0)
    for _ in 0..<5_000 {
      var characters = Array(space.notation(of: space.sample(using: &random)))
      for _ in 0..<draw(3) {
        let place = draw(characters.count)
        switch draw(3) {
        case 0: characters.remove(at: place)
        case 1: characters[place] = signs[draw(signs.count)]
        default: characters.insert(signs[draw(signs.count)], at: place)
        }
      }
      let text = String(characters)
      switch (
        Result { try space.architecture(parsing: text) },
        Result { try space.architecture(parsing: " \(text) ") }
      ) {
      case (.success(let found), .success(let expected)):
        #expect(found == expected)
        read += 1
      case (.failure(let found), .failure(let expected)):
        let (found, expected) = (found as? ArchitectureError, expected as? ArchitectureError)
        #expect(found?.problem == expected?.problem)
        #expect(found?.character == expected?.character.map { $0 - 1 })
        refused += 1
      default:
        Issue.record("\(text): read with white space around it alone, or without alone")
      }
    }
    #expect(read > 1_000 && refused > 1_000)
  }

  @Test(
    "The first and the last architecture of a space are written as documented",
    arguments: [
      (
        "nasbench201", "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
        """
        |avg_pool_3x3~0|+|avg_pool_3x3~0|avg_pool_3x3~1|+|avg_pool_3x3~0|avg_pool_3x3~1|\
        avg_pool_3x3~2|
        """
      ),
      ("transnasbench101-micro", "64-41414-0_00_000", "64-41414-3_33_333"),
      ("transnasbench101-macro", "64-1114-basic", "64-444311-basic"),
      ("nasbench-macro", "00000000", "22222222"),
      (
        "nasbench101", "01/00:input|output",
        """
        0111000/0011000/0001000/0000100/0000010/0000001/0000000:input|maxpool3x3|maxpool3x3|\
        maxpool3x3|maxpool3x3|maxpool3x3|output
        """
      ),
    ])
  func canonicalTexts(name: String, first: String, last: String) throws {
    let space = try Shipped.space(name)
    var final: Architecture?
    for architecture in space.architectures { final = architecture }
    let start = try #require(space.architectures.first { _ in true })
    #expect(space.notation(of: start) == first)
    let end = space.notation(of: try #require(final))
    #expect(end == last)
  }

  @Test(
    "The spellings of one NAS-Bench-101 cell are read as the same architecture",
    arguments: [
      "011/001/000:input|maxpool3x3|output",
      "011/001/000,input|maxpool3x3|output",
      "011/001/000 input|maxpool3x3|output",
      "  011/001/000 : input|maxpool3x3|output ",
      #"""
      {"module_adjacency": [[0,1,1],[0,0,1],[0,0,0]], "module_operations": \#
      ["input","maxpool3x3","output"]}
      """#,
      #"{"ops": ["input","maxpool3x3","output"], "matrix": [[0,1,1],[0,0,1],[0,0,0]]}"#,
      // A vertex that feeds nothing, and one that nothing feeds.
      "01101/00001/00000/00001/00000:input|maxpool3x3|maxpool3x3|conv3x3-bn-relu|output",
    ])
  func spellings(text: String) throws {
    let space = try Shipped.space("nasbench101")
    let expected = try space.architecture(parsing: "011/001/000:input|maxpool3x3|output")
    let found = try space.architecture(parsing: text)
    if text.hasPrefix("01101") {
      // The last matrix has the direct edge as well.
      #expect(space.notation(of: found) == "011/001/000:input|maxpool3x3|output")
    }
    #expect(found == expected)
  }

  struct Mistake: CustomTestStringConvertible {
    let space: String
    let text: String
    let sentence: String
    init(_ space: String, _ text: String, _ sentence: String) {
      (self.space, self.text, self.sentence) = (space, text, sentence)
    }
    var testDescription: String { text }
  }

  @Test(
    "A malformed architecture is explained with its place",
    arguments: [
      Mistake(
        "nasbench201", "|nor_conv_7x7~0|+|none~0|none~1|+|none~0|none~1|none~2|",
        ", character 2: unknown operator \"nor_conv_7x7\", expected one of none, skip_connect, "
          + "nor_conv_1x1, nor_conv_3x3, avg_pool_3x3; did you mean \"nor_conv_1x1\"?"),
      Mistake(
        "nasbench201", "|none~0|+|none~1|none~1|+|none~0|none~1|none~2|",
        ", character 16: found \"1\", expected \"0\": \"none\" is on the edge from node 0"),
      Mistake(
        "nasbench201", "|none~0|+|none~0|none~1|",
        ", character 25: the text ends here, expected \"+\" before the operators of node 3"),
      Mistake(
        "nasbench201", "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|x",
        ", character 48: found \"x\", expected the end of the text"),
      Mistake(
        "nasbench201", "|~0|+|none~0|none~1|+|none~0|none~1|none~2|",
        ", character 2: found \"~\", expected one of none, skip_connect, nor_conv_1x1, "
          + "nor_conv_3x3, avg_pool_3x3"),
      Mistake(
        "nasbench201", "none~0|", ", character 1: found \"n\", expected \"|\""),
      Mistake(
        "nasbench201", "  ",
        ": is empty; expected something like |none~0|+|none~0|none~1|+|none~0|none~1|none~2|"),
      Mistake(
        "nasbench201", "banana",
        ": is in no notation of nasbench201 (nasbench201, naslib, string-order, index, json); "
          + "expected something like |none~0|+|none~0|none~1|+|none~0|none~1|none~2|"),
      Mistake(
        "transnasbench101-micro", "64-41414-1_04_333",
        ", character 13: found \"4\", expected the operator of the edge from node 1 to node 2: "
          + "0 (none), 1 (skip_connect), 2 (nor_conv_1x1), 3 (nor_conv_3x3)"),
      Mistake(
        "transnasbench101-micro", "1_02_333",
        ", character 1: found \"1\", expected \"6\": the text begins with \"64-41414-\""),
      Mistake(
        "transnasbench101-micro", "64-41414-1_02_33",
        ", character 17: the text ends here, expected the operator of the edge from node 2 to node "
          + "3: 0 (none), 1 (skip_connect), 2 (nor_conv_1x1), 3 (nor_conv_3x3)"),
      Mistake(
        "nasbench101", "01/0x:input|output",
        ", character 5: found \"x\", expected 0, 1, \"/\" between rows or \":\" after them"),
      Mistake(
        "nasbench101", "011/001/010:input|maxpool3x3|output",
        ", character 10: row 3, column 2 of the matrix is 1, but edges point forward: expected 0 "
          + "on and below the diagonal"),
      Mistake(
        "nasbench101", "011/01/000:input|maxpool3x3|output",
        ", character 5: row 2 of the matrix has 2 entries, expected 3"),
      Mistake(
        "nasbench101", "011/001/000:input|maxpool3x3",
        ": there are 2 operators for 3 vertices; expected one each"),
      Mistake(
        "nasbench101", "011/001/000",
        ", character 12: the text ends here, expected the operators, joined by \"|\""),
      Mistake(
        "nasbench101", "011/001/000:input|maxpool5x5|output",
        ", character 19: unknown operator \"maxpool5x5\", expected one of conv3x3-bn-relu, "
          + "conv1x1-bn-relu, maxpool3x3; did you mean \"maxpool3x3\"?"),
      Mistake(
        "nasbench101", "011/001/000:output|maxpool3x3|input",
        ", character 13: the first operator is \"output\", expected \"input\""),
      Mistake(
        "nasbench101", "010/000/000:input|maxpool3x3|output",
        ": the output cannot be reached from the input; add edges"),
      Mistake(
        "nasbench101",
        "01000000/00100000/00010000/00001000/00000100/00000010/00000001/00000000:"
          + "input|maxpool3x3|maxpool3x3|maxpool3x3|maxpool3x3|maxpool3x3|maxpool3x3|output",
        ": the cell has 8 vertices on paths from input to output; at most 7 belong to the space"),
      Mistake(
        "nasbench101",
        "01111/00111/00011/00001/00000:input|maxpool3x3|maxpool3x3|maxpool3x3|output",
        ": the cell has 10 edges; at most 9 belong to the space"),
      Mistake(
        "nasbench101", "{\"matrix\": [[0, 1], [0, 0]]",
        ", character 28: the text ends here, expected \",\" or \"}\""),
      Mistake(
        "nasbench101", "{\"matrx\": [[0, 1], [0, 0]], \"ops\": [\"input\", \"output\"]}",
        ", character 2: unknown key \"matrx\", expected module_adjacency, matrix, adjacency, "
          + "adjacency_matrix, original_matrix for the matrix and module_operations, ops, "
          + "operations, original_ops for the operators; did you mean \"matrix\"?"),
      Mistake(
        "nasbench101", "{\"matrix\": [[0, 2], [0, 0]], \"ops\": [\"input\", \"output\"]}",
        ", character 17: row 1, column 2 of the matrix is 2, expected 0 or 1"),
      Mistake(
        "nasbench101", "{\"matrix\": \"01\", \"ops\": [\"input\", \"output\"]}",
        ", character 12: found \"01\", expected a row of 0 and 1"),
      Mistake(
        "nasbench101", "00005c142e6f48ac74fdcf73e3439874",
        ": is a module hash, which does not tell the cell; give its matrix and operators instead"),
    ])
  func mistakes(mistake: Mistake) throws {
    let space = try Shipped.space(mistake.space)
    let error = #expect(throws: ArchitectureError.self) {
      try space.architecture(parsing: mistake.text)
    }
    let limit = 120
    let shown =
      mistake.text.count > limit ? "\(mistake.text.prefix(limit))..." : mistake.text
    #expect(error?.description == "architecture \"\(shown)\"" + mistake.sentence)
  }

  @Test("An unknown notation is answered with the known ones")
  func unknownNotation() throws {
    let space = try Shipped.space("nasbench101")
    let cell = try space.architecture(parsing: "01/00:input|output")
    let error = #expect(throws: UnknownNameError.self) {
      try space.notation(of: cell, as: "hsah")
    }
    #expect(
      error?.description
        == "unknown notation of nasbench101 \"hsah\"; known are matrix, json, naslib, hash; "
        + "did you mean \"hash\"?")
  }
}
