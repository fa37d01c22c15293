import Files
import Fixtures
import Foundation
import Predictor
import Spaces
import TestSupport
import Testing

@Suite("Training")
struct TrainerTests {
  @Test("The same recipe and tables give the same bytes, on any number of threads")
  func threadsDoNotMatter() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let reference = try toy.bytes(threads: 1)
      for threads in [1, 2, 5] {
        let isEqual = try toy.bytes(threads: threads) == reference
        #expect(isEqual, "\(threads) threads")
      }
      let isEqual = try toy.bytes(ToyTraining.recipe(seeds: "[0, 8]")) == reference
      #expect(!isEqual, "another seed gives other weights")
    }
  }

  @Test("A training that was stopped at any step goes on to the same bytes")
  func resuming() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let reference = try toy.bytes()
      try FileManager.default.removeItem(atPath: toy.output)
      let trainer = try toy.trainer()
      var stops = 0
      var isFinished = false
      while !isFinished {
        // The steps between two stops differ, so that stops meet epochs and members anywhere.
        var left = [1, 4, 10, 13, 7][stops % 5]
        do {
          try trainer.train(to: toy.output, resuming: true) {
            left -= 1
            return left <= 0
          }
          isFinished = true
        } catch let interruption as Trainer.Interruption {
          stops += 1
          #expect(interruption.checkpoint == toy.checkpoint)
          #expect("\(interruption)".contains("go on with resume"))
          #expect(FileManager.default.fileExists(atPath: toy.checkpoint))
          #expect(!FileManager.default.fileExists(atPath: toy.output), "nothing half-written")
        }
      }
      #expect(stops > 5)
      let isEqual = try Data(contentsOf: URL(fileURLWithPath: toy.output)) == reference
      #expect(isEqual)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(left == ["toy.csv", "toy.h5"], "the checkpoint is removed, no other file is left")
    }
  }

  @Test("A checkpoint of another recipe or of other tables is refused, a damaged one too")
  func strangeCheckpoints() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      func resume(_ recipe: String = ToyTraining.recipe()) -> String? {
        sentence { try toy.trainer(recipe).train(to: toy.output, resuming: true) }
      }
      #expect(throws: Trainer.Interruption.self) {
        try toy.trainer().train(to: toy.output) { true }
      }
      #expect(
        resume(ToyTraining.recipe(epochs: 4))
          == "\(toy.checkpoint): belongs to another version of the recipe; remove it to start "
          + "afresh"
      )
      try toy.writeTable(seed: 2)
      #expect(
        resume()
          == "\(toy.checkpoint): was made from other benchmark tables; remove it to start afresh")
      try toy.writeTable()
      let url = URL(fileURLWithPath: toy.checkpoint)
      let whole = try Data(contentsOf: url)
      try whole.prefix(whole.count / 2).write(to: url)
      #expect(resume()?.hasPrefix(toy.checkpoint) == true)
      #expect(!FileManager.default.fileExists(atPath: toy.output))
      try whole.write(to: url)
      #expect(resume() == nil)
    }
  }

  @Test("A training that was stopped is not started afresh by mistake")
  func forgottenResume() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      #expect(throws: Trainer.Interruption.self) {
        try toy.trainer().train(to: toy.output) { true }
      }
      let sentence = sentence { try toy.trainer().train(to: toy.output) }
      #expect(sentence?.hasPrefix("\(toy.checkpoint): is the checkpoint of") == true)
      #expect(sentence?.contains("go on with resume") == true)
    }
  }

  @Test("A training that diverges or has nothing to learn from writes no weights")
  func hopeless() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let wild = ToyTraining.recipe().replacingOccurrences(of: "rate: 0.01", with: "rate: 1e30")
      let diverged = sentence { try toy.trainer(wild).train(to: toy.output) }
      #expect(diverged?.contains("diverged") == true, "\(diverged ?? "nothing thrown")")
      #expect(!FileManager.default.fileExists(atPath: toy.output))
      let table = folder.appendingPathComponent("toy.csv")
      for rows in [
        "64-41414-3_00_000,1\n64-41414-0_30_000,2\n", "64-41414-3_33_333,1\n64-41414-3_33_332,1\n",
        "64-41414-3_33_333,1\n",
      ] {
        try ("arch,quality\n" + rows).write(to: table, atomically: true, encoding: .utf8)
        let empty = sentence { _ = try toy.trainer() }
        #expect(empty?.contains("teach nothing") == true, "\(empty ?? "nothing thrown")")
      }
    }
  }

  @Test("Training learns what the labels say, in every network")
  func learning() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let published = ToyTraining.recipe(
        network: "{kind: published, width: 16, layers: 3}", loss: "{kind: squared-error, scale: 1}",
        epochs: 30, seeds: "[0]", bag: "")
      for (recipe, epochs) in [(ToyTraining.recipe(epochs: 12), 12), (published, 30)] {
        var losses: [Int: Float] = [:]
        let trainer = try toy.trainer(recipe, embeddings: LetterEmbeddings())
        try trainer.train(
          to: toy.output,
          progress: {
            #expect((1...$0.members).contains($0.member))
            #expect((0...1).contains($0.fraction))
            if $0.member == 1 { losses[$0.epoch] = $0.loss }
          })
        #expect(losses.count == epochs)
        let (first, last) = (try #require(losses[1]), try #require(losses[epochs]))
        // Guessing has a ranking loss of log 2, and the variance of the labels as squared error.
        #expect(last < min(first, 0.69) * 0.75, "the loss falls from \(first) to \(last)")
      }
    }
  }

  @Test("What a training cannot use is said before it begins")
  func badInput() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let table = folder.appendingPathComponent("toy.csv")
      func problem(_ recipe: String) -> String {
        sentence { _ = try toy.trainer(recipe) } ?? "nothing thrown"
      }
      func source(_ text: String) -> String { ToyTraining.recipe(source: text) }
      let space = ToyTraining.space
      #expect(
        problem(source("{space: nasbench202, table: toy.csv, column: a, repetitions: 1}")).contains(
          "nasbench201"), "an unknown space suggests the nearest")
      #expect(
        problem(source("{space: \(space), table: none.csv, column: quality, repetitions: 1}"))
          .contains("none.csv"))
      let column = problem(
        source("{space: \(space), table: toy.csv, column: qualty, repetitions: 1}"))
      #expect(column.contains("qualty") && column.contains("quality"))
      let text = try String(contentsOf: table, encoding: .utf8)
      try (text + "64-41414-1_02_339,1\n").write(to: table, atomically: true, encoding: .utf8)
      let line = text.split(separator: "\n").count + 1
      #expect(problem(ToyTraining.recipe()).hasPrefix("\(table.path), line \(line): "))
      try text.write(to: table, atomically: true, encoding: .utf8)
      var steps = 0
      #expect(throws: FileError.self) {
        try toy.trainer().train(to: "\(folder.path)/missing/toy.h5") {
          steps += 1
          return false
        }
      }
      #expect(steps == 0, "an unwritable place is found out before the training")
    }
  }
}

@Suite("Recipes")
struct RecipeTests {
  @Test("Every shipped recipe can be read, has the name of its file, and never names its target")
  func shipped() throws {
    let folder = Locations.weights.appendingPathComponent("recipes")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".yaml")
    }
    #expect(files.count >= 5)
    for file in files {
      let recipe = try Recipe(contentsOf: folder.appendingPathComponent(file).path)
      #expect("\(recipe.name).yaml" == file)
      for source in recipe.sources {
        #expect(!recipe.name.hasPrefix(source.space), "\(file) is trained on what it scores")
      }
    }
  }

  @Test(
    "Each mistake is one sentence with its place",
    arguments: [
      ("kind: directed", "kind: cyclic", "\"kind\" of the network is \"cyclic\""),
      ("width: 16", "width: 20", "expected a multiple of 16"),
      (", signals: true", "", "\"signals: true\" or \"signals: false\""),
      ("signals: true", "signals: 1", "expected true or false"),
      ("signal-dropout: 0.5", "signal-dropout: 1.5", "expected a number from 0 to 1"),
      ("kind: ranking, margin: 0.02", "kind: ranking", "needs a \"margin\""),
      ("kind: ranking, margin: 0.02", "kind: squared-error", "needs a \"scale\""),
      ("schedule: one-cycle", "schedule: steps", "needs \"step-epochs\""),
      ("epochs: 3", "epochs: 0", "expected a whole number from 1"),
      ("batch: 32", "bach: 32", "batch"),
      ("seeds: [0, 7]", "seeds: []", "seeds"),
      ("name: toy", "name: [toy]", "expected text"),
      ("name: toy", "name: ../toy", "contains \"/\""),
      ("seeds: [0, 7]", "seeds: [7, 7]", "a seed is listed twice"),
      ("share: 0.25", "share: 1.25", "expected a number from 0 to 1"),
      ("share: 0.25", "weight: 1", "share"),
      ("architectures: 60", "architectures: 1", "expected a whole number from 2"),
      ("proxy: params, ", "", "proxy"),
      ("kind: ranking, margin: 0.02", "kind: squared-error, scale: 1", "are no accuracies"),
      ("repetitions: 2", "repetitions: 2, without: []", "without"),
      (
        "kind: directed, width: 16, layers: 2, signals: true",
        "kind: published, width: 16, layers: 2",
        "the published network stands alone"
      ),
    ])
  func mistakes(original: String, replacement: String, expected: String) throws {
    let recipe = ToyTraining.recipe(teachers: [ToyTraining.teacher])
    #expect(recipe.contains(original))
    let text = sentence {
      _ = try Recipe(
        yaml: recipe.replacingOccurrences(of: original, with: replacement), path: "toy.yaml")
    }
    #expect(text?.hasPrefix("toy.yaml:") == true)
    #expect(text?.contains(expected) == true, "\(text ?? "nothing thrown")")
  }
}
