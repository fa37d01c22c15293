import Documents
import Randomness
import Spaces
import Testing

@Suite struct ChainOfChoicesTests {
  @Test("The example has as many architectures as one counts by hand")
  func example() throws {
    let space = try SearchSpace(yaml: Example.chain, path: "x.yaml")
    // One or two of two positions pool: 9 - 4 = 5; of three: 3 x 2 x 2 + 3 x 2 = 18.
    #expect(space.size == 23)
    let texts = space.architectures.map { space.notation(of: $0) }
    #expect(texts.prefix(6) == ["<02>", "<12>", "<20>", "<21>", "<22>", "<002>"])
    #expect(texts.last == "<221>")
    #expect(Set(texts).count == 23)
  }

  /// A list of every sequence, made by trying all.
  static func allowed(in space: SearchSpace, longest: Int) -> Set<Architecture> {
    var found: Set<Architecture> = []
    for length in 0...longest {
      var genes = [UInt8](repeating: 0, count: length)
      repeat {
        let architecture = Architecture(genes: genes)
        if space.contains(architecture) { found.insert(architecture) }
      } while advance(&genes, base: 5)
    }
    return found
  }

  private static func advance(_ genes: inout [UInt8], base: UInt8) -> Bool {
    for place in genes.indices.reversed() {
      genes[place] += 1
      if genes[place] < base { return true }
      genes[place] = 0
    }
    return false
  }

  @Test("The listing holds exactly what is contained", arguments: ["transnasbench101-macro", ""])
  func listing(name: String) throws {
    let space =
      try name.isEmpty ? SearchSpace(yaml: Example.chain, path: "x.yaml") : Shipped.space(name)
    #expect(ChainOfChoicesTests.allowed(in: space, longest: 7) == Set(space.architectures))
  }

  @Test("Samples are uniform over all lengths")
  func uniform() throws {
    let space = try SearchSpace(yaml: Example.chain, path: "x.yaml")
    let all = Array(space.architectures)
    var random = SplitMix64(seed: 4)
    var seen = [Architecture: Int]()
    let draws = 1_000
    for _ in 0..<(draws * all.count) { seen[space.sample(using: &random), default: 0] += 1 }
    #expect(seen.count == all.count)
    // Six standard deviations of a Poisson count of 1,000 are 190.
    #expect(all.allSatisfy { abs(seen[$0, default: 0] - draws) < 190 })
  }

  @Test("A space too large to count is sampled and listed all the same")
  func large() throws {
    let yaml = Example.chain
      .replacing("repeat: 3", with: "repeat: 64").replacing(
        "lengths: [2, 3]", with: "lengths: [64]")
    let space = try SearchSpace(yaml: yaml, path: "x.yaml")
    // Each of 64 or two of 2,016 pairs a pooling, and two choices for each of the others.
    let expected: UInt128 = 64 << 63 + 2_016 << 62
    #expect(space.size.exact == expected)
    var random = SplitMix64(seed: 4)
    var pools = 0
    for _ in 0..<400 {
      let sample = space.sample(using: &random)
      #expect(space.contains(sample))
      pools += space.notation(of: sample).count { $0 == "2" }
    }
    // One pooling with chance 2 x 64 / (2 x 64 + 2016), else two; six standard deviations are 28.
    #expect((748...800).contains(pools))
    let first = space.architectures.prefix(2).map { space.notation(of: $0) }
    let zeros = String(repeating: "0", count: 63)
    #expect(first == ["<\(zeros)2>", "<\(zeros.dropLast())12>"])
  }

  @Test("Mutation reaches every chain from every other, one step at a time")
  func mutation() throws {
    let space = try SearchSpace(yaml: Example.chain, path: "x.yaml")
    let all = Array(space.architectures)
    var random = SplitMix64(seed: 2)
    for start in [all[0], all[all.count / 2], all[all.count - 1]] {
      var seen: Set<Architecture> = [start]
      var open = [start]
      while let next = open.popLast() {
        for _ in 0..<400 {
          let neighbour = space.mutate(next, using: &random)
          #expect(abs(neighbour.genes.count - next.genes.count) <= 1)
          if seen.insert(neighbour).inserted { open.append(neighbour) }
        }
      }
      #expect(seen.count == all.count)
    }
  }

  @Test("A zero is allowed only where the file says so, and cuts the chain")
  func zeros() throws {
    let yaml = Example.chain.replacing(
      "operators: [skip, conv, pool]", with: "operators: [none, conv]"
    )
    .replacing("operators: [pool]", with: "operators: [conv]")
    .replacing("skip: 0, conv: 1, pool: 2", with: "none: 0, conv: 1")
    let error = #expect(throws: DocumentError.self) {
      try SearchSpace(yaml: yaml, path: "x.yaml")
    }
    #expect(
      error?.description
        == "x.yaml:15:20: operator \"none\" has the role zero, which \"operators\" of element 1 of "
        + "\"positions\" of the topology cannot hold; expected an operator with one of the roles "
        + "operation, identity")
    let space = try SearchSpace(
      yaml: yaml.replacing("lengths:", with: "zeros: true\n  lengths:"), path: "x.yaml")
    let cut = try space.architecture(parsing: "<101>")
    #expect(space.operatorGraph(of: cut) == nil)
    #expect(space.drawnGraph(of: cut).nodes.count == 5)
  }

  @Test("Identities are spliced, and drawn all the same")
  func identities() throws {
    let space = try Shipped.space("nasbench-macro")
    let idle = try space.architecture(parsing: "00000000")
    let names = { (graph: OperatorGraph?) in
      graph?.nodes.map { space.operators[Int($0)].name } ?? []
    }
    let projection = "projection_1x1_stride2"
    #expect(
      names(space.operatorGraph(of: idle))
        == ["input", projection, projection, projection, "output"])
    #expect(names(space.drawnGraph(of: idle)).count { $0 == "identity" } == 5)
    #expect(space.numberOfEdges == 0)
  }

  @Test(
    "A mistake in a chain is explained with line, column and what to do",
    arguments: [
      (
        "repeat: 3", "repeat: 0",
        """
        15:47: \"repeat\" of element 1 of \"positions\" of the topology is the number 0; expected \
        a whole number from 1 to 64
        """
      ),
      (
        "repeat: 3", "repeat: 64}\n    - {operators: [skip]",
        "15:5: \"positions\" of the topology are more than 64, the most that are supported"
      ),
      (
        "- {operators: [skip, conv, pool]", "- {operator: [skip, conv, pool]",
        """
        15:8: unknown key \"operator\" in element 1 of \"positions\" of the topology; expected one \
        of operators, repeat, lengths, equal, channels, stride; did you mean \"operators\"?
        """
      ),
      (
        "repeat: 3", "repeet: 3",
        """
        15:39: unknown key \"repeet\" in element 1 of \"positions\" of the topology; expected one \
        of operators, repeat, lengths, equal, channels, stride; did you mean \"repeat\"?
        """
      ),
      (
        "lengths: [2, 3]", "lengths: [2, 4]",
        """
        16:16: element 2 of \"lengths\" of the topology is the number 4; expected a whole number \
        from 1 to 3
        """
      ),
      ("lengths: [2, 3]", "lengths: [2, 2]", "16:16: the length 2 is listed twice; remove one"),
      (
        "minimum: 1, maximum: 2", "minimum: 2, maximum: 1",
        """
        17:53: \"maximum\" of element 1 of \"counts\" of the topology is the number 1; expected a \
        whole number from 2 to 3
        """
      ),
      (
        ", minimum: 1, maximum: 2", "",
        """
        17:12: element 1 of \"counts\" of the topology limits nothing; add \"minimum: ...\" or \
        \"maximum: ...\"
        """
      ),
      (
        "operators: [pool]", "operators: [none]",
        "17:24: no position can hold the operator \"none\""
      ),
      (
        "minimum: 1, maximum: 2}", "maximum: 1}, {operators: [pool], minimum: 2}",
        """
        17:11: no architecture satisfies \"counts\" of the topology; lower a minimum or raise a \
        maximum
        """
      ),
      (
        "conv: 1, pool: 2", "conv: 1, pool: 1",
        """
        24:94: \"pool\" of \"digits\" of element 1 of \"notations\" of the space file is \"1\"; \
        expected one sign that no other operator of the same position has
        """
      ),
      (
        "kind: digit-chain, prefix: <, suffix: \">\", digits: {skip: 0, conv: 1, pool: 2}",
        "kind: edges-by-node",
        "24:5: the notation kind edges-by-node needs a topology of the kind operators-on-edges"
      ),
    ])
  func mistakes(old: String, new: String, sentence: String) throws {
    try #require(Example.chain.contains(old))
    let error = #expect(throws: DocumentError.self) {
      try SearchSpace(yaml: Example.chain.replacing(old, with: new), path: "x.yaml")
    }
    #expect(error?.description == "x.yaml:" + sentence)
  }

  @Test(
    "A wrong chain is explained with the character",
    arguments: [
      (
        "transnasbench101-macro", "64-1114-basik",
        "character 13: found \"k\", expected \"c\": the text ends with \"-basic\""
      ),
      (
        "transnasbench101-macro", "64-115-basic",
        """
        character 6: found \"5\", expected the operator at position 3: 1 (residual_keep), 2 \
        (residual_double), 3 (residual_halve), 4 (residual_double_halve)
        """
      ),
      (
        "transnasbench101-macro", "64-1111111-basic",
        "character 10: found \"1\", expected \"-\": the text ends with \"-basic\""
      ),
      (
        "transnasbench101-macro", "64-1111-basic",
        "character 4: 0 of the choices are residual_halve or residual_double_halve, expected 1 to 4"
      ),
      (
        "transnasbench101-macro", "64-2222-basic",
        "character 4: 0 of the choices are residual_halve or residual_double_halve, expected 1 to 4"
      ),
      (
        "transnasbench101-macro", "64-4444-basic",
        """
        character 4: 4 of the choices are residual_double or residual_double_halve, expected 1 to 3
        """
      ),
      (
        "nasbench-macro", "0000000",
        """
        character 8: the text ends here, expected the operator at position 8: 0 (identity), 1 \
        (mbconv_expansion3_3x3), 2 (mbconv_expansion6_5x5)
        """
      ),
      ("nasbench-macro", "000000000", "character 9: found \"0\", expected the end of the text"),
      (
        "nasbench-macro", "00000003",
        """
        is in no notation of nasbench-macro (nasbench-macro, json); expected something like \
        00000000
        """
      ),
    ])
  func wrongTexts(name: String, text: String, sentence: String) throws {
    let space = try Shipped.space(name)
    let error = #expect(throws: ArchitectureError.self) { try space.architecture(parsing: text) }
    let separator = sentence.hasPrefix("character") ? ", " : ": "
    #expect(error?.description == "architecture \"\(text)\"\(separator)\(sentence)")
  }
}
