import Testing

@Suite struct ConvertCommandTests {
  @Test("Architectures are written one a line, from arguments and from the standard input")
  func lines() throws {
    try Program.test { program in
      let run = try program.run(
        "convert", "nasbench201", "(4, 0, 3, 1, 4, 3)", "-", "0", "--to", "naslib",
        input: "\n9\n")
      #expect(run.exitCode == 0)
      // Bare numbers are read by conventions, which are told.
      #expect(
        run.standardError == """
          note: numbers such as (4, 0, 3, 1, 4, 3) are read in the notation naslib, as \
          |avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|; \
          --from string-order reads them in another order

          """)
      #expect(run.lines == ["(4, 0, 3, 1, 4, 3)", "(4, 1, 0, 1, 1, 2)", "(4, 3, 3, 0, 0, 0)"])
    }
  }

  @Test(
    "Samples come back through every notation that can be read",
    arguments: [
      ("nasbench101", ["matrix", "json", "naslib"]),
      ("nasbench201", ["naslib", "string-order", "index", "json"]),
      ("transnasbench101-micro", ["nasbench201", "json"]), ("transnasbench101-macro", ["json"]),
      ("nasbench-macro", ["json"]),
    ])
  func roundTrip(space: String, notations: [String]) throws {
    try Program.test { program in
      let sample = try program.run("spaces", "sample", space, "-n", "50", "--seed", "2")
      var text = sample.standardOutput
      for (from, to) in zip([nil] + notations, notations) {
        let source = from.map { ["--from", $0] } ?? []
        text = try program.run(["convert", space, "--to", to] + source, input: text).standardOutput
      }
      let canonical = space.hasPrefix("transnas") ? "transnasbench101" : space
      let last = space == "nasbench101" ? "matrix" : canonical
      let back = try program.run("convert", space, "-", "--to", last, input: text)
      #expect(back.standardOutput == sample.standardOutput)
    }
  }

  @Test("--to list shows the notations, and whether they can be read")
  func list() throws {
    try Program.test { program in
      let run = try program.run("convert", "nasbench101", "--to", "list")
      #expect(run.exitCode == 0)
      #expect(
        run.lines.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
          == ["notation read", "matrix yes", "json yes", "naslib yes", "hash no"])
    }
  }

  @Test(
    "Mistakes are answered in one sentence",
    arguments: [
      (
        ["convert", "nasbench201", "0", "--to", "nasilb"], 64,
        """
        unknown notation of nasbench201 \"nasilb\"; known are nasbench201, naslib, string-order, \
        index, json; did you mean \"naslib\"?
        """
      ),
      (
        ["convert", "nasbench201", "0", "--to", "naslib", "--from", "idx"], 64,
        "unknown notation of nasbench201 \"idx\""
      ),
      (
        ["convert", "nasbench201", "0", "--to", "naslib", "--from", "json"], 1,
        "architecture \"0\": "
      ),
      (
        ["convert", "nasbench101", "00005c142e6f48ac74fdcf73e3439874", "--to", "matrix"], 1,
        "is a module hash, which does not tell the cell"
      ),
      (
        ["convert", "nasbench201", "--to", "naslib"], 1,
        "standard input: line 2: architecture \"x\""
      ),
      (["convert", "nasbench201", "0"], 64, "Missing expected argument '--to <notation>'"),
    ])
  func mistakes(arguments: [String], code: Int32, sentence: String) throws {
    try Program.test { program in
      expectFailure(try program.run(arguments, input: "0\nx\n"), code: code, sentence)
    }
  }
}
