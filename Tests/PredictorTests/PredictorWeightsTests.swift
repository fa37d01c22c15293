import Foundation
import Predictor
import TensorFiles
import TestSupport
import Testing

@Suite("Weights of predictors")
struct PredictorWeightsTests {
  /// A file like the one of a toy training, after `change` had a say.
  private func problem(
    changing attribute: String? = nil, to value: Attribute? = nil, dropping tensor: String? = nil,
    reshaping reshaped: String? = nil, adding added: String? = nil
  ) throws -> String {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      try toy.trainer(ToyTraining.recipe(epochs: 1, seeds: "[0]")).train(to: toy.output)
      let file = try TensorFile(path: toy.output)
      var writer = TensorFileWriter()
      for (name, old) in file.attributes where name != attribute { writer.set(name, old) }
      if let attribute, let value { writer.set(attribute, value) }
      for name in file.contents.keys.sorted() where name != tensor {
        let values = try file.tensor(name)
        writer.add(
          name, shape: name == reshaped ? [values.floats.count, 1, 1] : values.shape, values.floats)
      }
      if let added { writer.add(added, shape: [1], [0]) }
      let path = folder.appendingPathComponent("changed.h5").path
      try writer.write(to: path)
      let text = sentence { _ = try PredictorWeights(contentsOf: path) }
      return text?.replacingOccurrences(of: path, with: "FILE") ?? "nothing thrown"
    }
  }

  @Test("Reading and writing gives the same bytes, with the whole provenance")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let bytes = try toy.bytes()
      let weights = try PredictorWeights(contentsOf: toy.output)
      let copy = folder.appendingPathComponent("copy.h5")
      try weights.write(to: copy.path)
      let isEqual = try Data(contentsOf: copy) == bytes
      #expect(isEqual)
      #expect(weights.memberCount == 2)
      #expect(weights.provenance.seeds == [0, 7])
      #expect(weights.provenance.recipe == ToyTraining.recipe())
      #expect(weights.provenance.labelsSeen == [ToyTraining.space])
      #expect(weights.provenance.version == "test")
      let source = try #require(weights.provenance.sources.first)
      #expect(source.table == "toy.csv" && source.column == "quality")
      #expect((100...160).contains(source.rows), "those that compute something")
      #expect(source.sha256.count == 64)
    }
  }

  @Test("A copy that is not changed is accepted")
  func unchanged() throws {
    #expect(try problem() == "nothing thrown")
  }

  @Test("Each kind of damage is one sentence")
  func damage() throws {
    #expect(
      try problem(changing: "format", to: .string("something"))
        == "FILE: is an HDF5 file but holds no predictor (attribute \"format\" is not "
        + "\"tgnas-predictor\")")
    #expect(
      try problem(changing: "format_version", to: .integer(99)).contains("format version 99"))
    #expect(try problem(changing: "width").contains("width"))
    #expect(try problem(changing: "width", to: .integer(24)).contains("expected a multiple of 16"))
    #expect(
      try problem(changing: "width", to: .integer(-16)).contains("is -16, expected 1 to 4096"))
    #expect(try problem(changing: "signals", to: .integer(3)).contains("expected 0 or 2"))
    #expect(
      try problem(changing: "signals", to: .integer(1)).contains("earlier version of this program"))
    #expect(
      try problem(changing: "network", to: .string("cyclic")).contains(
        "expected \"directed\" or \"published\""))
    #expect(try problem(changing: "seeds", to: .strings(["x"])).contains("which is malformed"))
    #expect(try problem(changing: "sources", to: .strings(["x"])).contains("which is malformed"))
    #expect(
      try problem(changing: "labels_seen", to: .strings(["none"])).contains("\"labels_seen\""),
      "what the weights saw cannot be hidden")
    #expect(
      try problem(dropping: "members/0/layers/1/bias").contains("members/0/layers/1/bias"))
    #expect(try problem(adding: "members/0/extra").contains("members/0/extra"))
    #expect(
      try problem(changing: "bag_of_operators", to: .number(1.5))
        == "FILE: attribute \"bag_of_operators\" is 1.5, expected 0 to 1")
    #expect(
      try problem(changing: "bag_of_operators", to: .string("half")).contains("expected a number"))
    #expect(
      try problem(changing: "bag_of_operators").contains("\"bag_of_operators\" is missing"),
      "a score without its bag would be another score")
    #expect(
      try problem(dropping: "bag_of_operators/weight").contains("bag_of_operators/weight"))
    let shape = try problem(reshaping: "members/0/readout/bias")
    #expect(
      shape == "FILE: tensor \"members/0/readout/bias\" is 16x1x1 float32, expected 16 float32")
  }
}
