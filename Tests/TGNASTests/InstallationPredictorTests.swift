import Files
import Foundation
import TGNAS
import Tables
import Tensors
import TestSupport
import Testing
import Wording

@Suite("What is shipped, put together")
struct InstallationPredictorTests {
  let installation = Installation(root: Locations.root.path)

  @Test("Every shipped space is scored by weights that never saw its labels, without the encoder")
  func everySpace() throws {
    for name in try SearchSpace.names(in: installation) {
      let space = try SearchSpace.named(name, in: installation)
      // An encoder that does not exist: everything shipped is embedded ready-made.
      let embeddings = OperatorEmbeddings(
        encoder: "/missing.h5", shipped: installation.operatorEmbeddings, threads: 1)
      let predictor = try installation.predictor(
        for: space, by: OpenInstallation(installation, embeddings: embeddings))
      #expect(!predictor.hasSeenLabels)
      #expect(!predictor.provenance.labelsSeen.contains(name))
      #expect(predictor.memberCount >= 3)
      var random = SplitMix64(seed: 1)
      let scores = predictor.scores(of: (0..<20).map { _ in space.sample(using: &random) })
      #expect(scores.allSatisfy { $0.isFinite || $0 == -.infinity })
      #expect(scores.contains { $0.isFinite })
    }
  }

  @Test("Every shipped description has a ready-made embedding, equal to the encoder's")
  func embeddings() throws {
    let sentences = try installation.shippedDescriptions()
    let shipped = OperatorEmbeddings(
      encoder: "/missing.h5", shipped: installation.operatorEmbeddings, threads: 1)
    let found = try shipped.embeddings(of: sentences)
    let encoder = try SentenceEncoder(path: installation.encoder)
    for place in stride(from: 0, to: sentences.count, by: 17) {
      let expected = encoder.encode([sentences[place]])
      let cosine = zip(found.row(place), expected.row(0)).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      #expect(cosine > 0.99999, "\(sentences[place])")
    }
  }

  @Test("The weights in use are those that their recipe says, on all spaces")
  func recipes() throws {
    for name in try installation.predictorNames() {
      let weights = try PredictorWeights(contentsOf: installation.path(ofWeights: name))
      #expect(weights.provenance.recipeName == name)
      let recipe = try Recipe(contentsOf: "\(installation.weights)/recipes/\(name).yaml")
      let isEqual =
        try String(contentsOfFile: "\(installation.weights)/recipes/\(name).yaml", encoding: .utf8)
        == weights.provenance.recipe
      #expect(isEqual, "\(name) was trained from another text of its recipe")
      #expect(weights.provenance.seeds == recipe.seeds)
    }
  }

  @Test("Training again gives the shipped weights, byte for byte")
  func reproduced() throws {
    guard let tables = Locations.benchmarks else {
      print("skipped: no benchmark tables (set TGNAS_BENCHMARKS)")
      return
    }
    let shipped = try installation.path(ofWeights: "nasbench201-zero-shot")
    let provenance = try PredictorWeights(contentsOf: shipped).provenance
    guard provenance.blasCore == BLAS.coreName else {
      print(
        "skipped: the weights were trained with OpenBLAS core \(provenance.blasCore), here it is "
          + BLAS.coreName)
      return
    }
    try withTemporaryFolder { folder in
      let embeddings = installation.makeEmbeddings()
      let trainer = try Trainer(
        Recipe(yaml: provenance.recipe, path: "recipe"), installation: installation,
        tables: tables.path, reader: installation.makeReader(embeddings: embeddings),
        embeddings: embeddings, version: provenance.version)
      let path = folder.appendingPathComponent("again.h5").path
      try trainer.train(to: path)
      #expect(try Digest.sha256(ofFile: path) == Digest.sha256(ofFile: shipped))
    }
  }

  @Test("Universal weights refuse the spaces that they were trained on")
  func universal() throws {
    for name in ["nasbench101", "nasbench201", "transnasbench101-micro"] {
      let space = try SearchSpace.named(name, in: installation)
      #expect(throws: UserError.self) {
        try installation.predictor(for: space, weights: "universal")
      }
      let asked = try installation.predictor(
        for: space, weights: "universal", allowingSeenLabels: true)
      #expect(asked.hasSeenLabels)
    }
  }

  @Test("A space of one's own is scored by the universal weights, its operators read from text")
  func ownSpace() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("mine.yaml")
      let text = try String(
        contentsOf: Locations.spaces.appendingPathComponent("nasbench201.yaml"), encoding: .utf8
      ).replacingOccurrences(of: "name: nasbench201\n", with: "name: mine\n")
      try text.write(to: path, atomically: true, encoding: .utf8)
      // A mere copy still names the table whose labels the weights saw.
      let copy = try SearchSpace.named(path.path, in: installation)
      do {
        _ = try installation.predictor(for: copy)
        Issue.record("weights that saw the labels score a renamed copy")
      } catch {
        #expect("\(error)".contains("labels of nasbench201, which mine shares a table with"))
      }
      #expect(try installation.predictor(for: copy, allowingSeenLabels: true).hasSeenLabels)
      let start = try #require(text.range(of: "benchmark:\n"))
      let end = try #require(text.range(of: "notations:\n"))
      // Without the table it is known by its cells; with other operators it is a space of its own.
      let bare = String(text[..<start.lowerBound]) + String(text[end.lowerBound...])
      try bare.write(to: path, atomically: true, encoding: .utf8)
      let renamed = try SearchSpace.named(path.path, in: installation)
      #expect(throws: UserError.self) { try installation.predictor(for: renamed) }
      let own = bare.replacingOccurrences(
        of: "kernel: 3, stride: place}}", with: "kernel: 5, stride: place}}"
      )
      .replacingOccurrences(of: "3x3 convolution with", with: "5x5 convolution with")
      try own.write(to: path, atomically: true, encoding: .utf8)
      let space = try SearchSpace.named(path.path, in: installation)
      #expect(try installation.defaultWeights(for: space).hasSuffix("universal.h5"))
      let predictor = try installation.predictor(for: space)
      #expect(predictor.readings.contains { $0.operator.name == "nor_conv_3x3" })
    }
  }

  @Test("Unknown weights are named with those there are")
  func unknownWeights() throws {
    do {
      _ = try installation.path(ofWeights: "universall")
      Issue.record("nothing thrown")
    } catch {
      #expect("\(error)".contains("universal"))
      #expect("\(error)".contains("universall"))
    }
  }

  @Test("On real tables the zero-shot scores beat the parameter count")
  func beatsParameters() throws {
    guard let tables = Locations.benchmarks else {
      print("skipped: no benchmark tables (set TGNAS_BENCHMARKS)")
      return
    }
    let space = try SearchSpace.named("nasbench201", in: installation)
    let benchmark = try #require(space.benchmark)
    let table = try BenchmarkTable(
      path: tables.appendingPathComponent(benchmark.table).path, keys: benchmark.keys)
    let architectures = try table.architectures.map { try space.architecture(parsing: $0) }
    #expect(architectures.count == 15_625)
    let scores = try installation.predictor(for: space).scores(of: architectures)
    let accuracies = try table.numbers("cifar10_test")
    let tau = try #require(try RankCorrelation.kendall(scores.values, accuracies))
    let baseline = try #require(
      try RankCorrelation.kendall(table.numbers("cifar10_params_M"), accuracies))
    #expect(tau >= 0.70, "Kendall tau \(tau)")
    #expect(tau > baseline + 0.1)
  }
}
