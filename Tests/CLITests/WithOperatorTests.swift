import Testing

@Suite struct WithOperatorTests {
  private static let blur = "blur_conv: anti-aliased 3x3 convolution with a binomial blur"
  private static let space = """
    format: 1
    name: mine
    extends: nasbench201
    operators:
      - name: blur_conv
        role: operation
        description: anti-aliased 3x3 convolution with a binomial blur

    """

  @Test("An operator that is added is ranked among the others, like one in a file")
  func rank() throws {
    try Program.test { program in
      let run = try program.run(
        "rank", "nasbench201", "--with-operator", Self.blur, "--format", "csv")
      #expect(run.exitCode == 0)
      #expect(run.lines.count == 46_657)
      #expect(run.standardOutput.contains("|blur_conv~0|"))
      #expect(
        run.notes.contains {
          $0.hasPrefix(
            "note: operator blur_conv is read as blurred convolution, kernel 3 (")
        })
      try program.write(Self.space, to: "mine.yaml")
      let file = try program.run("rank", "mine.yaml", "--format", "csv")
      #expect(file.standardOutput == run.standardOutput)
      // A cell without it scores as in the space alone, but for the rounding of the product with
      // the table of operators, which has a row more.
      let cell = "|nor_conv_1x1~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|none~1|none~2|"
      let alone = try program.run("score", "nasbench201", cell, "--format", "csv")
      let expected = try #require(alone.cells.last.flatMap { Double($0[1]) })
      let found = try #require(run.cells.first { $0[1] == cell }.flatMap { Double($0[2]) })
      #expect(abs(found - expected) < 1e-6)
    }
  }

  @Test("score, search and spaces take it as well, several times")
  func others() throws {
    try Program.test { program in
      let options = ["--with-operator", Self.blur, "--with-operator", "pool: 3x3 max pooling"]
      let cell = "|blur_conv~0|+|none~0|pool~1|+|none~0|none~1|skip_connect~2|"
      let scored = try program.run(["score", "nasbench201", cell, "--format", "csv"] + options)
      #expect(try scored.column("arch") == [cell])
      let found = try program.run(["search", "nasbench201", "--format", "json"] + options)
      #expect(found.exitCode == 0)
      let shown = try program.run(["spaces", "show", "nasbench201"] + options)
      #expect(shown.notes.first == "NAS-Bench-201 with blur_conv, pool: 117649 architectures")
      #expect(shown.lines.last?.hasPrefix("pool ") == true)
      let sampled = try program.run(["spaces", "sample", "nasbench201", "-n", "30"] + options)
      #expect(sampled.standardOutput.contains("pool~"))
    }
  }

  @Test("draw, convert and cost know it; what has no layers cannot be built")
  func architectures() throws {
    try Program.test { program in
      let option = ["--with-operator", Self.blur]
      let cell = "|blur_conv~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|"
      let drawn = try program.run(["draw", "nasbench201", cell] + option)
      #expect(drawn.exitCode == 0)
      #expect(drawn.standardOutput.contains("blur_conv"))
      let json = try program.run(["convert", "nasbench201", cell, "--to", "json"] + option)
      #expect(json.standardOutput.contains(#"[0,1,"blur_conv"]"#))
      let back = try program.run(
        ["convert", "nasbench201", "--to", "nasbench201"] + option, input: json.standardOutput)
      #expect(back.lines == [cell])
      let plain = "|skip_connect~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|"
      let counted = try program.run(["cost", "nasbench201", plain, "--format", "csv"] + option)
      #expect(
        try counted.standardOutput
          == program.run("cost", "nasbench201", plain, "--format", "csv").standardOutput)
      let sentence =
        "operator \"blur_conv\" has no \"lowering\" and none from its description (no layers are "
        + "known of the kind \"blurred-convolution\"), so networks with it cannot be built; give "
        + "it one in the space file or in a file that extends the space"
      expectFailure(try program.run(["cost", "nasbench201", cell] + option), sentence)
      expectFailure(
        try program.run(["export", "nasbench201", cell, "--to", "pytorch"] + option), sentence)
    }
  }

  @Test("What is described by a sentence has the layers of its kind, and a note says which")
  func layers() throws {
    try Program.test { program in
      let cells =
        "Genotype(normal=[('skip_connect', 0), ('conv5', 1), ('dil_conv_3x3', 0), "
        + "('skip_connect', 1), ('avg_pool_3x3', 1), ('max_pool_3x3', 2), ('sep_conv_3x3', 0), "
        + "('dil_conv_3x3', 2)], reduce=[('dil_conv_3x3', 0), ('sep_conv_3x3', 1), "
        + "('sep_conv_5x5', 0), ('dil_conv_3x3', 1), ('skip_connect', 2), ('dil_conv_3x3', 3), "
        + "('max_pool_3x3', 1), ('dil_conv_5x5', 4)])"
      let run = try program.run(
        "cost", "darts", cells, "--format", "json",
        "--with-operator", "conv5: 5x5 convolution with batch normalisation and ReLU")
      // 2,734,822 with a separable convolution in its place, and 6 cells of each width, in each
      // 25 C^2 + 2 C instead of 2 C^2 + 54 C.
      #expect(try run.objects().map { $0["params"] as? Int } == [6_412_006])
      #expect(
        run.notes.contains(
          "note: conv5 is built as its description is read: 5x5 convolution, batch norm, ReLU; "
            + "other layers are stated by \"lowering\" in a space file"))
      let published = try program.run(
        "score", "once-for-all-mobilenetv3",
        "k3e3,k3e3|k3e3,k3e3|k3e3,k3e3|k3e3,k3e3|k3e3,k3e3", "--with-operator",
        "ghost: Ghost bottleneck")
      #expect(published.exitCode == 0)
    }
  }

  @Test("The base's table evaluates it, and its seen labels are still seen")
  func evaluate() throws {
    try Program.test { program in
      try ToyTable.nasbench201(for: program).write(to: "table.csv", in: program)
      let arguments = [
        "evaluate", "nasbench201", "--benchmark", "table.csv", "--with-operator", Self.blur,
      ]
      let run = try program.run(arguments)
      #expect(run.exitCode == 0)
      #expect(run.notes.contains { $0.hasPrefix("note: operator blur_conv is read as ") })
      expectFailure(
        try program.run(arguments + ["--weights", "universal"]),
        "labels of nasbench201, which nasbench201+blur_conv extends, so")
    }
  }

  @Test("Weights that saw the labels of a space are refused for what extends it")
  func honesty() throws {
    try Program.test { program in
      try program.write(Self.space, to: "mine.yaml")
      let sentence =
        "the weights \"universal\" were trained on labels of nasbench201, which mine extends, so "
        + "scores of it would be no prediction"
      expectFailure(try program.run("rank", "mine.yaml", "--weights", "universal"), sentence)
      expectFailure(
        try program.run(
          "rank", "nasbench201", "--with-operator", Self.blur, "--weights", "universal"),
        "labels of nasbench201, which nasbench201+blur_conv extends, so")
      let allowed = try program.run(
        "rank", "mine.yaml", "--weights", "universal", "--allow-seen-labels", "--top", "1")
      #expect(allowed.exitCode == 0)
      #expect(
        allowed.notes.contains {
          $0.hasPrefix("warning: the weights \"universal\" saw labels of nasbench201: ")
        })
    }
  }

  @Test("A description that resembles nothing is scored with a warning")
  func doubtful() throws {
    try Program.test { program in
      let run = try program.run(
        "rank", "nasbench201", "--with-operator", "odd: banana milkshake", "--top", "1")
      #expect(run.exitCode == 0)
      #expect(
        run.notes.contains {
          $0.hasPrefix("warning: \"banana milkshake\" resembles no operator that is known")
        })
    }
  }

  @Test(
    "Mistakes are answered in one sentence",
    arguments: [
      ("blur_conv", 64, "--with-operator is \"blur_conv\"; expected a name, a colon and a"),
      (": blur", 64, "--with-operator is \": blur\"; expected a name, a colon and a"),
      ("blur: ", 64, "--with-operator is \"blur: \"; expected a name, a colon and a"),
      ("none: x", 1, "nasbench201 has an operator \"none\" already; choose another name"),
      ("a|b: x", 1, "the name \"a|b\" of an operator contains \"|\"; use letters, digits, _ and -"),
    ])
  func mistakes(text: String, code: Int32, sentence: String) throws {
    try Program.test { program in
      expectFailure(
        try program.run("rank", "nasbench201", "--with-operator", text), code: code, sentence)
    }
  }

  @Test("An operator that no label tells of is scored by what a closed form taught, with a note")
  func unknownKind() throws {
    try Program.test { program in
      let cells = [
        "|conv_7x7~0|+|none~0|none~1|+|none~0|none~1|conv_7x7~2|",
        "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|nor_conv_3x3~2|",
      ]
      let run = try program.run(
        ["score", "nasbench201", "--with-operator", "conv_7x7: 7x7 convolution"] + cells)
      #expect(run.exitCode == 0)
      #expect(
        run.notes.contains(
          "note: labels tell nothing of operators such as conv_7x7: scored by the networks of "
            + "\"nasbench201-zero-shot\" that also learned from a closed form; "
            + "labels of this space had been looked at when usable_size was designed, so that its "
            + "figures here are not blind"))
      let plain = try program.run(["score", "nasbench201", cells[1]])
      #expect(!plain.standardError.contains("labels tell nothing"))
    }
  }
}
