import Foundation
import TestSupport
import Testing

@Suite struct TrainCommandTests {
  /// A recipe that trains in a moment. Keys that recipes gain have to be added here and nowhere
  /// else.
  static func recipe(epochs: Int = 3, repetitions: Int = 2) -> String {
    """
    format: 1
    name: toy
    network: {kind: directed, width: 16, layers: 2, signals: true}
    sources:
      - {space: transnasbench101-micro, table: toy.csv, column: class_scene_val, repetitions: \
    \(repetitions)}
    loss: {kind: ranking, margin: 0.02}
    optimiser: {rate: 0.002, decay: 0.02, schedule: one-cycle}
    epochs: \(epochs)
    batch: 16
    feature-noise: 0.1
    signal-dropout: 0.25
    seeds: [0, 1]

    """
  }

  /// Takes a second or two, so that it can be interrupted in the middle.
  static let longRecipe = recipe(epochs: 20, repetitions: 100)

  /// Calls `body` with a program beside a toy table and a recipe.
  private func test(_ recipe: String = Self.recipe(), _ body: (Program) throws -> Void) throws {
    try Program.test { program in
      try ToyTable.transnasbench101(for: program).write(to: "toy.csv", in: program)
      try program.write(recipe, to: "toy.yaml")
      try body(program)
    }
  }

  private let arguments = ["train", "--recipe", "toy.yaml", "--tables", "."]

  private func files(_ program: Program) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
      .filter { $0.contains(".h5") }.sorted()
  }

  @Test("The same recipe and tables give the same bytes on one thread and on two")
  func threads() throws {
    try test { program in
      let one = try program.run(arguments + ["-o", "one.h5", "--threads", "1"])
      #expect(one.exitCode == 0)
      #expect(one.standardOutput == "")
      #expect(one.notes.last == "wrote one.h5")
      let two = try program.run(arguments + ["-o", "two.h5", "--threads", "2", "--quiet"])
      #expect(two.exitCode == 0)
      #expect(two.standardError == "")
      let bytes = try Data(contentsOf: program.file("one.h5"))
      #expect(!bytes.isEmpty)
      #expect(try Data(contentsOf: program.file("two.h5")) == bytes)
      // The recipe's name is the default, and the folder of tables can come from the environment.
      var withFolder = program
      withFolder.environment["TGNAS_BENCHMARKS"] = program.folder.path
      #expect(try withFolder.run("train", "--recipe", "toy.yaml").exitCode == 0)
      #expect(try Data(contentsOf: program.file("toy.h5")) == bytes)
      // No checkpoint and no half-written file is left.
      #expect(try files(program) == ["one.h5", "toy.h5", "two.h5"])
    }
  }

  @Test("What was trained scores another space, and its own only when allowed")
  func scores() throws {
    try test { program in
      _ = try program.run(arguments)
      let ranked = try program.run(
        "rank", "nasbench201", "--weights", "toy.h5", "--format", "csv")
      #expect(ranked.exitCode == 0)
      #expect(ranked.lines.count == 15_626)
      expectFailure(
        try program.run("rank", "transnasbench101-micro", "--weights", "toy.h5"),
        "the weights \"toy\" were trained on labels of transnasbench101-micro")
    }
  }

  @Test("Where the standard error is no terminal, progress is plain lines")
  func progress() throws {
    try test { program in
      let run = try program.run(arguments)
      #expect(run.exitCode == 0)
      #expect(!run.standardError.utf8.contains { $0 < 0x20 && $0 != 0x0A })
      #expect(run.standardError.utf8.allSatisfy { $0 < 0x80 })
      let expected = (1...2).flatMap { network in
        (1...3).map { "network \(network)/2  epoch \($0)/3" }
      }
      #expect(run.notes == expected + ["wrote toy.h5"])
    }
  }

  @Test("On a terminal, progress is one line that is redrawn and then removed")
  func progressLine() throws {
    try test(Self.recipe(epochs: 10_000, repetitions: 100)) { program in
      let terminal = try PseudoTerminal()
      // The line appears when a second has passed.
      let run = try program.start(arguments, standardError: terminal.path).interrupted {
        terminal.text.count { $0 == "\r" } > 3
      }
      #expect(run.exitCode == 1)
      // A terminal makes a carriage return and a line feed of a line feed.
      let lines = terminal.close().split(separator: "\r\n")
      #expect(lines.count == 1)
      let frames = try #require(lines.first).split(separator: "\r")
      #expect(frames.count > 4)
      for frame in frames.dropLast(2) {
        let start = /░{24} 0 %  network 1\/2  epoch \d+\/10000  loss \d\.\d{4}/
        #expect(try start.prefixMatch(in: frame) != nil, "\(frame)")
        // A line that does not fit the terminal is cut off, as it could not be drawn over.
        #expect(frame.count < 80)
      }
      // Before the error the line is covered with spaces.
      let cover = try #require(frames.dropLast().last)
      #expect(cover.allSatisfy { $0 == " " })
      #expect(cover.count >= frames.dropLast(2).last?.trimmed().count ?? 0)
      #expect(frames.last?.hasPrefix("Error: stopped; nothing is lost") == true)
    }
  }

  @Test("On a terminal, --quiet shows no progress")
  func quietOnTerminal() throws {
    try test { program in
      let terminal = try PseudoTerminal()
      let run = try program.start(
        arguments + ["--quiet"], standardError: terminal.path
      ).wait()
      #expect(run.exitCode == 0)
      #expect(terminal.close() == "")
    }
  }

  @Test("A training that is interrupted goes on from its checkpoint to the same bytes")
  func resume() throws {
    try test(Self.longRecipe) { program in
      let whole = try program.run(arguments + ["-o", "whole.h5"])
      #expect(whole.exitCode == 0)

      let started = try program.start(arguments + ["-o", "toy.h5"])
      let stopped = started.interrupted(after: "network 2/2  epoch 2/20")
      #expect(stopped.exitCode == 1)
      #expect(stopped.standardOutput == "")
      #expect(
        stopped.notes.last
          == "Error: stopped; nothing is lost: the checkpoint is toy.h5.checkpoint, go on with "
          + "--resume")
      #expect(try files(program) == ["toy.h5.checkpoint", "whole.h5"])

      let resumed = try program.run(arguments + ["-o", "toy.h5", "--resume"])
      #expect(resumed.exitCode == 0)
      #expect(resumed.notes.first?.hasPrefix("network 2/2") == true)
      #expect(try files(program) == ["toy.h5", "whole.h5"])
      #expect(
        try Data(contentsOf: program.file("toy.h5")) == Data(contentsOf: program.file("whole.h5")))
    }
  }

  @Test("A checkpoint of another recipe, of other tables or of nothing is refused")
  func otherCheckpoint() throws {
    try test(Self.longRecipe) { program in
      let started = try program.start(arguments)
      #expect(started.interrupted(after: "epoch 2/20").exitCode == 1)
      let checkpoint = try Data(contentsOf: program.file("toy.h5.checkpoint"))

      try program.write(Self.recipe(), to: "toy.yaml")
      expectFailure(
        try program.run(arguments + ["--resume"]),
        "toy.h5.checkpoint: belongs to another version of the recipe")
      try program.write(Self.longRecipe, to: "toy.yaml")
      let table = try ToyTable.transnasbench101(for: program)
      try ToyTable(columns: table.columns, rows: table.rows.dropLast()).write(
        to: "toy.csv", in: program)
      expectFailure(
        try program.run(arguments + ["--resume"]),
        "toy.h5.checkpoint: was made from other benchmark tables")
      try checkpoint.prefix(1_000).write(to: program.file("toy.h5.checkpoint"))
      expectFailure(try program.run(arguments + ["--resume"]), "toy.h5.checkpoint: is damaged")
    }
  }

  @Test("What a training cannot start from is refused by name")
  func mistakes() throws {
    try test { program in
      expectFailure(
        try program.run("train", "--recipe", "toy.yaml", "--tables", "missing"),
        "missing/toy.csv: no such file")
      expectFailure(
        try program.run(arguments + ["-o", "missing/toy.h5"]),
        "missing/toy.h5.checkpoint: cannot write: No such file or directory")
      try program.write(Self.recipe() + "epoch: 3\n", to: "toy.yaml")
      let run = try program.run(arguments)
      expectFailure(run, "toy.yaml:13:1: unknown key \"epoch\"")
      try program.write("arch,class_scene\n64-41414-1_02_333,1\n", to: "toy.csv")
      try program.write(Self.recipe(), to: "toy.yaml")
      expectFailure(
        try program.run(arguments),
        "toy.csv: has no column \"class_scene_val\"")
      try program.write("arch,class_scene_val\n64-41414-1_02_33,1\n", to: "toy.csv")
      expectFailure(
        try program.run(arguments),
        "toy.csv, line 2: architecture \"64-41414-1_02_33\", character 17")
      #expect(try files(program) == [])
    }
  }
}
