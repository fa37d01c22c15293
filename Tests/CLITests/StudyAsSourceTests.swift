import Foundation
import TestSupport
import Testing

@Suite("A study in place of a space and an architecture")
struct StudyAsSourceTests {
  private static let other = "|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|"

  @Test("The best of a search is drawn and exported, and any other architecture")
  func search() throws {
    try Program.test { program in
      #expect(
        try program.run(
          "search", "nasbench201", "--strategy", "local", "--budget", "60", "--study", "cells",
          "--quiet"
        ).exitCode == 0)
      let best = try program.run("best", "cells", "--top", "1", "--format", "json").objects()
      let arch = try #require(best.first?["arch"] as? String)
      for (command, words) in [("draw", []), ("export", ["--to", "pytorch"])] {
        let run = try program.run([command, "cells"] + words)
        #expect(run.exitCode == 0)
        #expect(run.notes == ["note: the best of the study cells is \(arch)"])
        let same = try program.run([command, "nasbench201", arch] + words)
        #expect(run.standardOutput == same.standardOutput)
        let given = try program.run([command, "cells", Self.other] + words)
        #expect(given.standardOutput.contains(Self.other))
        #expect(given.notes.isEmpty)
      }
    }
  }

  @Test("The best of a training study is by its results, with the operators it was asked with")
  func trainings() throws {
    try Program.test { program in
      let addition = "conv5: 5x5 convolution with batch normalisation and ReLU"
      let added = ["--with-operator", addition]
      _ = try program.run(["ask", "loop", "--space", "nasbench201", "-n", "2", "--quiet"] + added)
      let worse = "|conv5~0|+|none~0|none~1|+|none~0|none~1|conv5~2|"
      let better = "|conv5~0|+|none~0|conv5~1|+|none~0|none~1|conv5~2|"
      #expect(try program.run("ask", "loop", "-n", "1", "--quiet").exitCode == 0)
      #expect(try program.run("tell", "loop", "\(worse)=40", "\(better)=90").exitCode == 0)
      let run = try program.run("export", "loop", "--to", "json")
      #expect(run.exitCode == 0)
      #expect(run.notes.contains("note: the best of the study loop is \(better)"))
    }
  }

  @Test("A study that is called like a space does not hide the space")
  func namesake() throws {
    try Program.test { program in
      let folder = ["--study", "nasbench201", "--budget", "20", "--quiet"]
      let search = try program.run(["search", "darts", "--strategy", "random"] + folder)
      #expect(search.exitCode == 0)
      let run = try program.run("draw", "nasbench201", Self.other)
      #expect(run.exitCode == 0 && run.standardOutput.hasPrefix("NAS-Bench-201\n"))
      #expect(try program.run("draw", "nasbench201").standardOutput.hasPrefix("DARTS\n"))
    }
  }

  @Test("What is no study, or of a space that cannot be found again, is refused")
  func mistakes() throws {
    try Program.test { program in
      expectFailure(
        try program.run("draw", "nasbench201"), code: 64,
        "Missing expected argument '<architecture>'")
      try FileManager.default.createDirectory(
        at: program.folder.appendingPathComponent("empty"), withIntermediateDirectories: false)
      expectFailure(try program.run("draw", "empty"), code: 64, "unknown search space \"empty\"")
      let addition = "conv5: 5x5 convolution with batch normalisation and ReLU"
      _ = try program.run(
        "search", "nasbench201", "--strategy", "random", "--budget", "20", "--study", "mine",
        "--with-operator", addition, "--quiet")
      expectFailure(try program.run("draw", "mine"), code: 1, "--with-operator")
      #expect(try program.run("draw", "mine", "--with-operator", addition).exitCode == 0)
    }
  }
}

@Suite struct TrainingScriptTests {
  private static let arch =
    "|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|"

  @Test("A file with training is the network and a script that Python can read")
  func compiles() throws {
    try Program.test { program in
      let base = ["export", "nasbench201", Self.arch, "--to", "pytorch", "--data-set", "cifar100"]
      let run = try program.run(base + ["--with-training", "-o", "train.py"])
      #expect(run.exitCode == 0)
      let text = try String(
        contentsOf: program.folder.appendingPathComponent("train.py"), encoding: .utf8)
      let network = try program.run(base).standardOutput
      let classes = try #require(network.range(of: "class Network"))
      let end = try #require(network.range(of: "\nif __name__"))
      #expect(text.contains(network[classes.lowerBound..<end.lowerBound]))
      #expect(text.contains("CLASSES = 100\n"))
      let check = try program.start(
        ["python3", "-m", "py_compile", "train.py"], executable: "/usr/bin/env")
      #expect(try check.wait(timeout: 60).exitCode == 0)
      expectFailure(
        try program.run("export", "nasbench201", Self.arch, "--to", "onnx", "--with-training"),
        code: 64, "--with-training is for --to pytorch only")
    }
  }
}

@Suite struct CompletionsCommandTests {
  /// What bash would offer for the last word of a command line.
  private func offered(_ words: [String], by program: Program) throws -> [String] {
    let script = """
      source tgnas.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMPREPLY=()
      _tgnas "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let path = try #require(Program.path)
    let run = try program.start(["-c", script, "bash", path] + words, executable: "/bin/bash")
      .wait(timeout: 60)
    return run.lines
  }

  @Test("Names of spaces, strategies, scores, notations and weights are completed")
  func names() throws {
    try Program.test { program in
      let script = try program.run("completions", "bash", "--help")
      #expect(script.exitCode == 0)
      let text = try program.run("completions", "bash").standardOutput
      try text.write(
        to: program.folder.appendingPathComponent("tgnas.bash"), atomically: true, encoding: .utf8)
      #expect(try offered(["rank", "nasbench2"], by: program) == ["nasbench201"])
      #expect(
        try offered(["search", "nasbench201", "--strategy", "pru"], by: program)
          == ["pruning-evolution", "pruning"])
      #expect(try offered(["rank", "nasbench201", "--by", "nas"], by: program) == ["naswot"])
      #expect(
        try offered(["convert", "nasbench201", "0", "--to", "nas"], by: program)
          == ["nasbench201", "naslib"])
      #expect(
        try offered(["rank", "darts", "--weights", "tg"], by: program) == ["tgnas-published"])
    }
  }

  @Test("zsh and fish have scripts, other shells do not")
  func shells() throws {
    try Program.test { program in
      #expect(try program.run("completions", "zsh").standardOutput.hasPrefix("#compdef tgnas"))
      #expect(try program.run("completions", "fish").standardOutput.contains("complete"))
      expectFailure(
        try program.run("completions", "tcsh"), code: 64, "unknown shell \"tcsh\"; known are ")
    }
  }
}
