import Testing

/// The notes to users where scores cannot tell architectures apart or cannot be had.
@Suite struct ReadingNoteTests {
  /// Two layers of stride 2 on two pixels; `pool` takes more than there is.
  private static let small = """
    format: 1
    name: small
    operators:
      - {name: in, role: input, description: Input}
      - name: conv
        role: operation
        description: 3x3 convolution
        lowering: [{convolution: {kernel: 3, stride: 2}}, batch-norm, relu]
      - name: pool
        role: operation
        description: 3x3 max pooling
        lowering: [{max-pooling: {kernel: 2, stride: 2}}]
      - {name: out, role: output, description: Output}
    topology:
      kind: chain-of-choices
      positions: [{operators: [conv, pool], repeat: 2}]
    skeleton:
      stem: [{convolution: {kernel: 3, channels: 8}}]
      stages: [{cells: 1, channels: 8}]
      head: [global-average-pooling, {linear: {features: classes}}]
      data-sets: [{name: tiny, resolution: 2, classes: 10}]
    notations: [{name: json, kind: chain-json}]

    """

  private static let skips =
    "|skip_connect~0|+|skip_connect~0|none~1|+|skip_connect~0|none~1|none~2|"

  @Test("Notes on more than three operators become one, and --verbose tells each")
  func merged() throws {
    try Program.test { program in
      func notes(_ count: Int, _ more: String...) throws -> [String] {
        let kernels = [3, 5, 7, 9, 11].prefix(count)
        let added = kernels.flatMap {
          ["--with-operator", "c\($0): \($0)x\($0) convolution with batch normalisation and ReLU"]
        }
        let run = try program.run(
          ["score", "nasbench201", Self.skips, "--by", "flops"] + added + more)
        #expect(run.exitCode == 0)
        return run.notes
      }
      let merged = try notes(5)
      let layers = merged.filter { $0.contains("are built as their descriptions are read: c11: ") }
      #expect(layers.count == 1 && layers[0].hasPrefix("note: 5 operators"))
      #expect(!merged.contains { $0.contains("is built as its description") })
      let predicted = ["--by", "predictor"]
      let read = try notes(5, predicted[0], predicted[1])
      let sentence = try #require(read.first { $0.hasPrefix("note: 5 operators are read from") })
      for kernel in [3, 5, 7, 9, 11] {
        #expect(sentence.contains("c\(kernel) as convolution, kernel \(kernel)"))
      }
      #expect(sentence.hasSuffix("--verbose tells more"))
      let all = try notes(5, predicted[0], predicted[1], "--verbose")
      #expect(all.filter { $0.hasPrefix("note: operator c") }.count == 5)
      #expect(!all.contains { $0.contains("5 operators are read") })
      let few = try notes(3, predicted[0], predicted[1])
      #expect(few.filter { $0.hasPrefix("note: operator c") }.count == 3)
      #expect(try notes(5, predicted[0], predicted[1], "--quiet").isEmpty)
      expectFailure(
        try program.run("rank", "nasbench201", "--quiet", "--verbose"), code: 64,
        "--quiet and --verbose exclude each other")
    }
  }

  @Test("Doubtful operators keep a warning when they become one")
  func mergedDoubts() throws {
    try Program.test { program in
      let nonsense = ["frobnicate", "zorble quux", "glorp with cream", "xyzzy plugh", "wibble"]
      let added = nonsense.enumerated().flatMap {
        ["--with-operator", "x\($0.offset): \($0.element)"]
      }
      let run = try program.run(["score", "nasbench201", Self.skips] + added)
      let merged = run.notes.filter {
        $0.hasPrefix("warning: the descriptions of ") && $0.contains("resemble no operator")
      }
      #expect(merged.count == 1, "\(run.notes)")
      #expect(["x0 as ", "x1 as ", "x2 as "].allSatisfy { merged.first?.contains($0) == true })
    }
  }

  @Test("Networks too small for their strides are counted in a warning, with the reason")
  func misfits() throws {
    try Program.test { program in
      try program.write(Self.small, to: "small.yaml")
      let lost = #"{"operators":["conv","pool"]}"#
      let reason =
        "networks cannot be built and score -inf, such as \(lost): stage 1/cell 1/position 2 pool: "
        + "nothing is left of 8x1x1; expected a higher resolution or fewer strides"
      for arguments in [["rank"], ["rank", "--by", "flops"], ["search"]] {
        let run = try program.run([arguments[0], "small.yaml"] + arguments.dropFirst())
        #expect(run.exitCode == 0)
        #expect(run.notes.contains("warning: 2 of 4 " + reason), "\(run.notes)")
      }
      let rank = try program.run("rank", "small.yaml", "--quiet")
      #expect(rank.standardError == "")
      #expect(rank.lines.filter { $0.contains("-inf") }.count == 2)
      let score = try program.run(["score", "small.yaml"], input: "\(lost)\n")
      #expect(score.notes.contains("warning: 1 of 1 " + reason), "\(score.notes)")
      let cost = try program.run("cost", "small.yaml", "-", "--format", "csv", input: "\(lost)\n")
      #expect(cost.exitCode == 0)
      #expect(cost.lines.last?.hasSuffix(",,,,,,") == true)
      #expect(
        cost.notes.contains { $0.hasPrefix("warning: \(lost): stage 1/cell 1/position 2 pool:") })
      let check = try program.run("spaces", "check", "small.yaml")
      #expect(check.exitCode == 0)
      #expect(check.notes.contains { $0.hasPrefix("warning: ") && $0.contains(reason) })
      // Where no network fits there is nothing to score.
      try program.write(
        Self.small.replacing("resolution: 2", with: "resolution: 1").replacing(
          "[conv, pool]", with: "[pool]"), to: "none.yaml")
      expectFailure(try program.run("rank", "none.yaml"), "nothing is left of 8x1x1")
    }
  }

  @Test("Operators that are read alike are named, in one's own spaces only")
  func ties() throws {
    try Program.test { program in
      let sentence =
        "note: nor_conv_3x3 and mine are read alike: architectures that differ in these alone tie; "
        + "state \"attributes\" in a space file to tell them apart"
      let added = try program.run(
        "rank", "nasbench201", "--top", "1", "--with-operator",
        "mine: 3x3 convolution followed by batch normalisation and ReLU")
      #expect(added.notes.contains(sentence), "\(added.notes)")
      let other = try program.run(
        "rank", "nasbench201", "--top", "1", "--with-operator", "mine: 7x7 max pooling")
      #expect(!other.standardError.contains("read alike"))
      let shipped = try program.run("score", "nasbench101", "011/001/000:input|maxpool3x3|output")
      #expect(shipped.exitCode == 0)
      #expect(!shipped.standardError.contains("read alike"))
      try program.write(
        """
        format: 1
        name: mine
        extends: nasbench201
        operators:
          - name: a
            role: operation
            description: 3x3 convolution followed by batch normalisation and ReLU

        """, to: "mine.yaml")
      let check = try program.run("spaces", "check", "mine.yaml")
      #expect(check.notes.contains { $0.hasPrefix("note: nor_conv_3x3 and a are read alike") })
    }
  }
}
