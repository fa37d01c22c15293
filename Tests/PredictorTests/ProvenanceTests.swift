import Fixtures
import Foundation
import Operators
import Predictor
import Spaces
import TestSupport
import Testing

@Suite("Where weights come from")
struct ProvenanceTests {
  /// Weights of a toy training on the space of a file.
  private func trained(
    on yaml: String, _ body: (PredictorWeights, ToyTraining, SearchSpace) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let path = folder.appendingPathComponent("mine.yaml").path
      try yaml.write(toFile: path, atomically: true, encoding: .utf8)
      let recipe = ToyTraining.recipe(
        epochs: 1, seeds: "[0]",
        source: "{space: \(path), table: toy.csv, column: quality, repetitions: 1}")
      try toy.trainer(recipe, embeddings: LetterEmbeddings()).train(to: toy.output)
      try body(
        PredictorWeights(contentsOf: toy.output), toy,
        SearchSpace.named(path, in: toy.installation))
    }
  }

  private func refusal(_ weights: PredictorWeights, of space: SearchSpace) -> String? {
    sentence {
      _ = try ArchitecturePredictor(
        weights: weights, space: space,
        reader: OperatorReader(corpus: OperatorCorpus(kinds: []), embeddings: NoEmbeddings()),
        embeddings: NoEmbeddings())
    }
  }

  @Test("Labels of an extended space are labels of the one that it extends, down to the root")
  func extended() throws {
    try trained(
      on: """
        format: 1
        name: mine
        extends: \(ToyTraining.space)
        operators:
          - name: pool
            role: operation
            description: 3x3 max pooling
            attributes: {learnable: 0, spatial: 1, pooling: 1, convolution: 0, cost: 0}
        notations:
          - name: digits
            kind: digits
            prefix: 64-41414-
            separator: _
            digits: {none: 0, skip_connect: 1, nor_conv_1x1: 2, nor_conv_3x3: 3, pool: 4}

        """
    ) { weights, toy, mine in
      #expect(weights.provenance.labelsSeen == [ToyTraining.space])
      let root = try SearchSpace.named(ToyTraining.space, in: toy.installation)
      #expect(
        refusal(weights, of: root)?.contains("trained on labels of \(root.name), so scores") == true
      )
      #expect(
        refusal(weights, of: mine)?.contains("labels of \(root.name), which mine extends") == true)
      // The space is known under another name, too, and so are those that it extends.
      let text = try String(contentsOfFile: mine.path, encoding: .utf8)
      let copy = try SearchSpace(
        yaml: text.replacingOccurrences(of: "name: mine", with: "name: other").replacingOccurrences(
          of: "extends: ", with: "extends: \(Locations.spaces.path)/"
        ).replacingOccurrences(
          of: "micro\n", with: "micro.yaml\n"), path: toy.folder.path + "/other.yaml")
      #expect(refusal(weights, of: copy)?.contains("which other extends") == true)
    }
  }

  @Test("A space of one's own that was trained on is known by its recorded content")
  func recorded() throws {
    let yaml = try String(
      contentsOf: Locations.spaces.appendingPathComponent("\(ToyTraining.space).yaml"),
      encoding: .utf8)
    try trained(
      on: yaml.replacingOccurrences(of: "name: \(ToyTraining.space)\n", with: "name: mine\n")
    ) { weights, toy, mine in
      #expect(weights.provenance.labelsSeen == ["mine"])
      let source = try #require(weights.provenance.sources.first)
      #expect(source.fingerprints.count == 1)
      #expect(
        refusal(weights, of: mine)?.contains("trained on labels of mine, so scores") == true)
      let shipped = try SearchSpace.named(ToyTraining.space, in: toy.installation)
      #expect(
        refusal(weights, of: shipped)?.contains("mine, which \(shipped.name) looks like (they")
          == true)
      #expect(
        refusal(weights, of: try SearchSpace.named("nasbench101", in: toy.installation)) == nil)
      // A space of the project is looked up by its name instead.
      try toy.trainer(ToyTraining.recipe(epochs: 1, seeds: "[0]")).train(to: toy.output)
      let plain = try PredictorWeights(contentsOf: toy.output)
      #expect(plain.provenance.sources.first?.fingerprints == [])
    }
  }

  @Test("Fingerprints are those of their version")
  func version() throws {
    try trained(
      on: """
        format: 1
        name: mine
        operators:
          - {name: in, role: input, description: Input}
          - {name: out, role: output, description: Output}
          - {name: none, role: zero, description: Nothing}
          - {name: skip_connect, role: identity, description: Skip, lowering: []}
          - name: nor_conv_1x1
            role: operation
            description: Small
            attributes: {learnable: 1, spatial: 0, pooling: 0, convolution: 1, cost: 1/9}
            lowering: [relu, {convolution: {kernel: 1, stride: place}}, batch-norm]
          - name: nor_conv_3x3
            role: operation
            description: Large
            attributes: {learnable: 1, spatial: 1, pooling: 0, convolution: 1, cost: 1}
            lowering: [relu, {convolution: {kernel: 3, stride: place}}, batch-norm]
        topology:
          kind: operators-on-edges
          nodes: 4
          input: 0
          output: 3
          edges: [[0, 1], [0, 2], [1, 2], [0, 3], [1, 3], [2, 3]]
          operators: [none, skip_connect, nor_conv_1x1, nor_conv_3x3]
        benchmark: {table: toy.csv, keys: [arch], accuracies: [quality]}
        notations:
          - {name: digits, kind: digits, prefix: "64-41414-", separator: "_", digits: {none: 0, \
        skip_connect: 1, nor_conv_1x1: 2, nor_conv_3x3: 3}}

        """
    ) { weights, _, _ in
      // If this differs, raise the version of fingerprints: recorded ones hold no longer.
      #expect(
        weights.provenance.sources.first?.fingerprints.map(\.text) == [
          "ae853d2ba37b8f54/e6ed73cfa29b4d3f"
        ])
    }
  }
}
