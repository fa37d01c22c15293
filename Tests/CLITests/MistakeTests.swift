import Foundation
import TensorFiles
import TestSupport
import Testing

/// Every mistake ends in one sentence that says what is wrong and what to do.
@Suite struct MistakeTests {
  /// A command line and what its error must contain.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let code: Int32
    let sentence: String
    init(_ line: String, code: Int32 = 1, _ sentence: String) {
      arguments = line.split(separator: " ").map(String.init)
      (self.code, self.sentence) = (code, sentence)
    }
    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(
    "Wrong usage is answered with what is expected, and exit code 64",
    arguments: [
      Mistake("rank nasbench201 --top 0", code: 64, "--top is 0; expected 1 or more"),
      Mistake("rank nasbench201 --top three", code: 64, "'three' is invalid for '--top <n>'"),
      Mistake("rank nasbench201 --tpo 3", code: 64, "Did you mean '--top'?"),
      Mistake("rank nasbench201 --threads 0", code: 64, "--threads is 0; expected 1 or more"),
      Mistake("score nasbench201 --threads 0", code: 64, "--threads is 0; expected 1 or more"),
      Mistake("search nasbench201 --budget 0", code: 64, "--budget is 0; expected 1 or more"),
      Mistake("search nasbench201 --knob x", code: 64, "--knob is \"x\"; expected a name and a"),
      Mistake("search nasbench201 --knob a=", code: 64, "--knob is \"a=\"; expected a name"),
      Mistake("search nasbench201 --knob a=b", code: 64, "unknown knob of exhaustive \"a\""),
      Mistake("search nasbench201 --cold-start", code: 64, "--oracle, which is missing"),
      Mistake("rank nasbench201 --encoding graf", code: 64, "--labels, which is missing"),
      Mistake(
        "rank nasbench201 --surrogate forest --labels-from a.csv:b", code: 64,
        "--labels, which is missing"),
      Mistake(
        "search nasbench201 --oracle a.csv --labels b.csv", code: 64, "leave out one"),
      Mistake("rank nasbench201 --by luck", code: 64, "unknown score \"luck\"; known are "),
      Mistake("rank nasbench201 --columns parms", code: 64, "did you mean \"params\"?"),
      Mistake("search nasbench201 --objectives scor", code: 64, "did you mean \"score\"?"),
      Mistake("search nasbench201 --seed x", code: 64, "'x' is invalid for '--seed <n>'"),
      Mistake("spaces sample nasbench201 -n 0", code: 64, "--count is 0; expected 1 or more"),
      Mistake("encode x --neighbours 0", code: 64, "--neighbours is 0; expected 1 or more"),
      Mistake("train --recipe x --tables x --threads 0", code: 64, "--threads is 0; expected 1"),
      Mistake("train --recipe x", code: 64, "no benchmark tables: name their folder with --tables"),
      Mistake("train --tables x", code: 64, "Missing expected argument '--recipe <file>'"),
      Mistake("rank nasbench201 --format xml", code: 64, "one of 'table', 'csv' or 'json'"),
      Mistake("draw nasbench201 x --as xml", code: 64, "one of 'text', 'svg' or 'dot'"),
      Mistake("draw nasbench201", code: 64, "Missing expected argument '<architecture>'"),
      Mistake("rank", code: 64, "Missing expected argument '<space>'"),
      Mistake("encode", code: 64, "Missing expected argument '<descriptions> ...'"),
      Mistake("serach nasbench201", code: 64, "unknown command \"serach\""),
      Mistake("help rnak", code: 64, "did you mean \"rank\"?"),
      Mistake("spaces chek", code: 64, "did you mean \"check\"?"),
      Mistake("--frobnicate", code: 64, "Unknown option '--frobnicate'"),
    ])
  func usage(mistake: Mistake) throws {
    try Program.test { program in
      expectFailure(
        try program.run(mistake.arguments), code: mistake.code, mistake.sentence)
    }
  }

  @Test("An empty path of the output is refused")
  func emptyOutput() throws {
    try Program.test { program in
      expectFailure(
        try program.run("rank", "nasbench201", "--output", ""), code: 64,
        "--output is empty; expected the path of a file")
    }
  }

  @Test("An empty description is refused", arguments: ["", " ", "\t\n"])
  func emptyDescription(description: String) throws {
    try Program.test { program in
      expectFailure(
        try program.run("encode", description), code: 64, "the description is empty")
    }
  }

  @Test(
    "What does not exist is answered with what does",
    arguments: [
      Mistake("rank nasbench20", code: 64, "unknown search space \"nasbench20\"; known are "),
      Mistake("rank nasbench20", code: 64, "did you mean \"nasbench201\"?"),
      Mistake("spaces show nb20", code: 64, "did you mean \"nb201\"?"),
      Mistake("draw nasbench20 x", code: 64, "unknown search space \"nasbench20\"; known are "),
      Mistake("draw nasbench201 x", "\"x\": is in no notation of nasbench201"),
      Mistake("rank missing.yaml", "missing.yaml: no such file"),
      Mistake("spaces check ./missing", "./missing: no such file"),
      Mistake("spaces check .", code: 64, "unknown search space \".\""),
      Mistake(
        "rank nasbench201 --weights nasbench21-zero-shot", code: 64,
        "unknown weights \"nasbench21-zero-shot\""),
      Mistake(
        "rank nasbench201 --weights nasbench21-zero-shot", code: 64,
        "did you mean \"nasbench201-zero-shot\"?"),
      Mistake("rank nasbench201 --weights missing.h5", "missing.h5: no such file"),
      Mistake("rank nasbench201 --weights ./", "./: is a folder, not a file"),
      Mistake("search nasbench201 --strategy prune", code: 64, "unknown search strategy \"prune\""),
      Mistake("search nasbench201 --strategy exaustive", code: 64, "did you mean \"exhaustive\"?"),
      Mistake(
        "search once-for-all-mobilenetv3 --strategy exhaustive",
        "has 2.2 x 10^19 architectures, too many to score them all (at most 10000000); choose "
          + "--strategy pruning-evolution"),
      Mistake("rank autoformer-small", "has 7.7 x 10^13 architectures, too many to rank"),
      Mistake("train --recipe missing.yaml --tables .", "missing.yaml: no such file"),
    ])
  func unknown(mistake: Mistake) throws {
    try Program.test { program in
      expectFailure(
        try program.run(mistake.arguments), code: mistake.code, mistake.sentence)
    }
  }

  @Test(
    "A malformed architecture is explained with the wrong character",
    arguments: [
      (
        "|nor_conv_7x7~0|+|none~0|none~1|+|none~0|none~1|none~2|",
        "character 2: unknown operator \"nor_conv_7x7\""
      ),
      ("|none~0|+|none~1|none~1|+|none~0|none~1|none~2|", "character 16: found \"1\""),
      ("|none~0|+|none~0|none~1|", "character 25: the text ends here"),
      ("banana", "\"banana\": is in no notation of nasbench201"),
      ("", "is empty"),
      ("\u{0}\u{1F}🧠", "is in no notation of nasbench201"),
      (String(repeating: "|none~0|+", count: 5_000), "character 18"),
    ])
  func architecture(text: String, sentence: String) throws {
    try Program.test { program in
      let arguments = ["score", "nasbench201", text]
      guard !text.utf8.contains(0) else {
        // No argument can hold a NUL character, but a line can.
        expectFailure(try program.run("score", "nasbench201", input: text), sentence)
        return
      }
      let run = try program.run(arguments)
      expectFailure(run, sentence)
      #expect(run.standardError.count < 500)
    }
  }

  @Test(
    "A mistake in a space file is explained with its line and column",
    arguments: [
      ("^citation:", "citatoin:", "space.yaml:5:1: unknown key \"citatoin\""),
      (
        "name: nor_conv_1x1", "name: nor_conv_3x3",
        "space.yaml:26:5: two operators have the name \"nor_conv_3x3\""
      ),
      (
        "  edges: .*", "  edges: [[0, 1], [1, 2], [2, 1], [2, 3]]",
        "space.yaml:43:10: the cell is cyclic: 1 -> 2 -> 1"
      ),
      ("  edges: .*", "  edges: []", "space.yaml:43:10: the cell is empty"),
      ("^format: 1", "[format: 1", "space.yaml:2:5: is not valid YAML"),
      ("(?s).*", "", "space.yaml: is empty"),
    ])
  func spaceFile(pattern: String, replacement: String, sentence: String) throws {
    try Program.test { program in
      let yaml = try String(
        contentsOf: Locations.spaces.appendingPathComponent("nasbench201.yaml"), encoding: .utf8)
      let expression = try Regex(pattern).anchorsMatchLineEndings()
      let changed = yaml.replacing(expression, with: replacement, maxReplacements: 1)
      #expect(changed != yaml)
      try program.write(changed, to: "space.yaml")
      for command in [["spaces", "check"], ["rank"], ["spaces", "show"], ["spaces", "sample"]] {
        let run = try program.run(command + ["space.yaml"])
        #expect(run.exitCode == 1)
        #expect(run.standardOutput == "")
        #expect(run.notes.first?.hasPrefix("Error: \(sentence)") == true)
        // Every mistake of the file is told, one line each.
        #expect(run.notes.dropFirst().allSatisfy { $0.hasPrefix("space.yaml:") })
      }
    }
  }

  @Test("Damaged weights are refused with what is wrong with them")
  func weights() throws {
    let path = Locations.weights.appendingPathComponent("nasbench201-zero-shot.h5")
    let bytes = try Data(contentsOf: path)
    try Program.test { program in
      let arguments = ["rank", "nasbench201", "--weights", "damaged.h5"]
      for length in [0, 1, 8, 100, 2_048, bytes.count / 2, bytes.count - 1] {
        try bytes.prefix(length).write(to: program.file("damaged.h5"))
        expectFailure(try program.run(arguments), "Error: damaged.h5: ")
      }
      try bytes.prefix(bytes.count / 2).write(to: program.file("damaged.h5"))
      expectFailure(try program.run(arguments), "damaged.h5: is damaged, or was changed")
      try program.write("These are no weights.\n", to: "damaged.h5")
      expectFailure(try program.run(arguments), "damaged.h5: is not an HDF5 file")
      try FileManager.default.copyItem(
        at: Locations.weights.appendingPathComponent("operator-embeddings.h5"),
        to: program.file("embeddings.h5"))
      expectFailure(
        try program.run("rank", "nasbench201", "--weights", "embeddings.h5"),
        "embeddings.h5: is an HDF5 file but holds no predictor")
    }
  }

  @Test("Weights with a tensor of another shape, one too few or one too many are refused")
  func tensors() throws {
    let path = Locations.weights.appendingPathComponent("nasbench201-zero-shot.h5").path
    let file = try TensorFile(path: path)
    let name = try #require(file.contents.filter { $0.value.shape.count == 2 }.keys.min())
    let tensor = try file.tensor(name)
    try Program.test { program in
      /// Writes the weights with another tensor in the place of one.
      func write(_ changed: Tensor?, also added: String? = nil) throws {
        var writer = TensorFileWriter()
        for (key, value) in file.attributes.sorted(by: { $0.key < $1.key }) {
          writer.set(key, value)
        }
        for key in file.contents.keys.sorted() {
          if key != name {
            writer.add(key, try file.tensor(key))
          } else if let changed {
            writer.add(key, changed)
          }
        }
        if let added { writer.add(added, shape: [1], [0]) }
        try writer.write(to: program.file("changed.h5").path)
      }
      let arguments = ["rank", "nasbench201", "--top", "1", "--weights", "changed.h5"]
      try write(tensor)
      let same = try program.run(arguments)
      #expect(same.exitCode == 0)
      try write(Tensor(shape: tensor.shape + [1], elements: tensor.elements))
      let sizes = tensor.shape.map(String.init).joined(separator: "x")
      expectFailure(try program.run(arguments), "changed.h5: tensor \"\(name)\" is \(sizes)x1")
      try write(nil)
      expectFailure(try program.run(arguments), "changed.h5: tensor \"\(name)\" is missing")
      try write(tensor, also: "members/0/other")
      expectFailure(
        try program.run(arguments), "changed.h5: tensor \"members/0/other\" is not known")
    }
  }

  @Test("An installation without weights for a space says so")
  func noWeights() throws {
    try Program.test { program in
      let installation = try LinkedInstallation(in: program)
      for name in try FileManager.default.contentsOfDirectory(
        atPath: installation.root.appendingPathComponent("weights").path)
      where name.hasSuffix(".h5") && !name.hasPrefix("operator-") {
        try installation.remove("weights/\(name)")
      }
      expectFailure(
        try installation.program.run("rank", "nasbench201"),
        "has no weights for nasbench201")
      expectFailure(
        try installation.program.run("encode", "a description that nobody has read before"),
        "encoder-minilm-l6.h5: no such file")
    }
  }
}
