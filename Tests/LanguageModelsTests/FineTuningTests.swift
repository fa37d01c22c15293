import Foundation
import LanguageModels
import Learning
import Randomness
import TestSupport
import Testing
import Wording

@Suite("Fine-tuning") struct FineTuningTests {
  private static let texts = ["nn.Conv2d(16, 16, 3)", "nn.AvgPool2d(3)", "node_0 + node_1"]

  private static func tuner(
    _ name: String = "bert", _ settings: FineTuningSettings = FineTuningSettings(),
    texts: [String] = texts, threads: Int = 1
  ) throws -> FineTuner {
    try FineTuner(
      LanguageGoldens.model(name), settings, texts: texts, threads: threads)
  }

  private static let task = FineTuner.Task([(0, 3), (1, 1), (2, 2)])

  @Test("The gradient of a score is that of finite differences", arguments: [1, 2])
  func gradient(layers: Int) throws {
    let tuner = try Self.tuner("bert", FineTuningSettings(layers: layers))
    let parameters = try tuner.frozen(on: [Self.task])
    let (gradient, layout) = tuner.gradient(ofScoreOf: 0, parameters)
    #expect(gradient.count == layout.count && gradient.count == parameters.values.count)
    var random = SplitMix64(seed: 1)
    for entry in layout.entries {
      // The direction of the tensor's own gradient, along which the slope is its length.
      let own = Array(gradient[entry.range])
      let length = own.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(length > 0, "\(entry.name)")
      let mixed = own.map { Double($0) / length + 0.3 * random.normal() / Double(own.count) }
      let slope = zip(mixed, own).reduce(0) { $0 + $1.0 * Double($1.1) }
      func score(_ step: Double) -> Double {
        var moved = parameters
        for (place, direction) in zip(entry.range, mixed) {
          moved.values[place] += Float(step * direction)
        }
        return tuner.scores(of: [0], moved)[0]
      }
      let step = 1e-2
      let difference = (score(step) - score(-step)) / (2 * step)
      // Rounding of the score by the step, and the third derivative.
      #expect(
        abs(difference - slope) < 2e-2 * abs(slope) + 1e-4, "\(entry.name): \(difference), \(slope)"
      )
    }
  }

  @Test("The gradient is that of PyTorch", arguments: ["bert", "roberta"])
  func reference(name: String) throws {
    let golden = try #require(try LanguageGoldens.golden(name).gradient)
    let texts = try LanguageGoldens.texts()
    let tuner = try Self.tuner(name, FineTuningSettings(layers: 2), texts: [texts[1]])
    let width = try LanguageGoldens.model(name).width
    let parameters = tuner.parameters(head: (0..<width).map { Float(sin(Double($0))) })
    let (gradient, layout) = tuner.gradient(ofScoreOf: 0, parameters)
    var compared = 0
    for entry in layout.entries {
      guard let expected = golden[entry.name] else { continue }
      compared += 1
      let own = gradient[entry.range].map(Double.init)
      let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let product = own.enumerated().reduce(0) { $0 + $1.element * cos(Double($1.offset)) }
      // Forward and backward are some thirty products in a row of at most 96 numbers. The key's
      // bias has no gradient at all, which is the sum of what cancels.
      let tolerance =
        RoundingError.gamma(30 * 96) * max(expected[0], 1) * Double(own.count).squareRoot()
      expectClose(length, expected[0], within: tolerance, "\(name), \(entry.name)")
      expectClose(product, expected[1], within: tolerance, "\(name), \(entry.name)")
    }
    #expect(compared == 24)
  }

  @Test("Training orders what it is trained on, alike on any number of threads")
  func training() throws {
    let texts = try Array(LanguageGoldens.texts()[10..<42])
    // No reason in these results: they must be learned by heart.
    let task = FineTuner.Task(texts.indices.map { ($0, Double($0 * 7 % 32)) })
    var settings = FineTuningSettings(layers: 2, epochs: 12, batch: 8, rate: 3e-3, seed: 3)
    let tuner = try Self.tuner("bert", settings, texts: texts)
    func right(_ parameters: FineTuner.Parameters) -> Int {
      let scores = tuner.scores(of: Array(texts.indices), parameters)
      var right = 0
      for first in task.results {
        for second in task.results where first.value > second.value {
          if scores[first.text] > scores[second.text] { right += 1 }
        }
      }
      return right
    }
    let trained = try #require(try tuner.trained(on: [task]))
    let (before, after) = (right(try tuner.frozen(on: [task])), right(trained))
    #expect(after > before && after > 440, "of 496 pairs \(before), then \(after)")
    let three = try Self.tuner("bert", settings, texts: texts, threads: 3)
    #expect(try three.trained(on: [task]) == trained)
    settings.seed = 4
    let other = try Self.tuner("bert", settings, texts: texts)
    #expect(try other.trained(on: [task]) != trained)
  }

  @Test("An interrupted training goes on to the same numbers; one of another kind does not")
  func checkpoint() throws {
    let settings = FineTuningSettings(layers: 1, epochs: 4, batch: 2, rate: 1e-3)
    let tuner = try Self.tuner("bert", settings)
    let whole = try #require(try tuner.trained(on: [Self.task]))
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("tuned.h5.checkpoint").path
      let stopped = try tuner.trained(on: [Self.task], checkpoint: path) { done, total in
        #expect(total == 8)
        return done < 5
      }
      #expect(stopped == nil && FileManager.default.fileExists(atPath: path))
      let another = try Self.tuner(
        "bert", FineTuningSettings(layers: 1, epochs: 4, batch: 2, rate: 2e-3))
      #expect(throws: UserError.self) {
        try another.trained(on: [Self.task], checkpoint: path)
      }
      var first: Int?
      let resumed = try tuner.trained(on: [Self.task], checkpoint: path) { done, _ in
        if first == nil { first = done }
        return true
      }
      #expect(first == 5, "it goes on after the second epoch")
      #expect(resumed == whole && !FileManager.default.fileExists(atPath: path))
    }
  }

  @Test("A trained model is written and read as a language model", arguments: ["bert", "shipped"])
  func file(name: String) throws {
    let encoder = try LanguageGoldens.encoder()
    let base =
      name == "shipped"
      ? LanguageModel(encoder, path: "encoder") : try LanguageGoldens.model(name)
    let tuner = try FineTuner(
      base, FineTuningSettings(layers: 1, epochs: 2, batch: 2, rate: 1e-3), texts: Self.texts,
      threads: 1)
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("tuned.h5").path
      let trained = try #require(try tuner.trained(on: [Self.task]))
      try tuner.write(trained, notes: ["space": ["here"]], to: path)
      let read = try LanguageModel(path: path) { encoder }
      #expect(read.familyName == "BERT, fine-tuned" && read.layers == base.layers)
      #expect(read.width == base.width)
      let text = Self.texts[0]
      #expect(read.tokens(of: text) == base.tokens(of: text))
      let (before, after) = (base.embedding(of: text), read.embedding(of: text))
      #expect(before != after)
      // Untrained numbers written are the model that they come from.
      let plain = folder.appendingPathComponent("plain.h5").path
      try tuner.write(try tuner.frozen(on: [Self.task]), notes: [:], to: plain)
      let same = try LanguageModel(path: plain) { encoder }
      let scale = before.reduce(0) { max($0, abs($1)) }
      expectClose(
        same.embedding(of: text).map(Double.init), before.map(Double.init),
        within: RoundingError.gamma(4 * 1_536) * Double(scale))
      #expect(try same.identity() != read.identity())

      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes = bytes.prefix(bytes.count / 2)
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(sentence { _ = try LanguageModel(path: path) { encoder } }?.contains(path) == true)
    }
  }

  @Test("Decoders are not trained, and equal results teach nothing")
  func refused() throws {
    #expect(
      sentence { _ = try Self.tuner("llama.gguf") }?
        .contains("of the family Llama, and only BERT's can be fine-tuned") == true)
    #expect(
      sentence { _ = try Self.tuner("bert", FineTuningSettings(layers: 3)) }?
        .contains("3 layers are to be trained") == true)
    let tuner = try Self.tuner()
    #expect(
      sentence { _ = try tuner.trained(on: [FineTuner.Task([(0, 1), (1, 1)])]) }?
        .contains("all alike") == true)
  }
}
