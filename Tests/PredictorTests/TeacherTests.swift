import Files
import Fixtures
import Foundation
import Operators
import Predictor
import Randomness
import Spaces
import Statistics
import TensorFiles
import TestSupport
import Testing

@Suite("Teachers: closed forms beside labels")
struct TeacherTests {
  private static let recipe = ToyTraining.recipe(teachers: [ToyTraining.teacher])
  private static let source =
    "{space: \(ToyTraining.space), table: toy.csv, column: quality, repetitions: 2}"

  private func predictor(
    _ weights: String, of space: SearchSpace, withoutTeachers: Bool = false
  ) throws -> ArchitecturePredictor {
    try ArchitecturePredictor(
      weights: PredictorWeights(contentsOf: weights), space: space,
      reader: OperatorReader(corpus: OperatorCorpus(kinds: []), embeddings: NoEmbeddings()),
      embeddings: NoEmbeddings(), allowingSeenLabels: true, withoutTeachers: withoutTeachers)
  }

  @Test("The same bytes on any number of threads, and after any stop")
  func sameBytes() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let reference = try toy.bytes(Self.recipe, threads: 1)
      let isEqual = try toy.bytes(Self.recipe, threads: 3) == reference
      #expect(isEqual)
      try FileManager.default.removeItem(atPath: toy.output)
      let trainer = try toy.trainer(Self.recipe)
      var (isFinished, stops, members) = (false, 0, 0)
      while !isFinished {
        var left = 17
        do {
          try trainer.train(
            to: toy.output, resuming: true,
            shouldStop: {
              left -= 1
              return left <= 0
            }, progress: { members = max(members, $0.member) })
          isFinished = true
        } catch is Trainer.Interruption {
          stops += 1
        }
      }
      #expect(stops > 3)
      #expect(members == 4, "two seeds by labels, two with the teacher")
      let isEqualAgain = try Data(contentsOf: URL(fileURLWithPath: toy.output)) == reference
      #expect(isEqualAgain)
      let copy = folder.appendingPathComponent("copy.h5")
      try PredictorWeights(contentsOf: toy.output).write(to: copy.path)
      let isCopied = try Data(contentsOf: copy) == reference
      #expect(isCopied, "reading and writing loses nothing")
      let isSame = try PredictorWeights(contentsOf: toy.output).memberCount == 2
      #expect(isSame)
    }
  }

  @Test("A teacher changes nothing where labels tell of all operators")
  func known() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let space = try SearchSpace.named(ToyTraining.space, in: toy.installation)
      try toy.trainer().train(to: toy.output)
      var random = SplitMix64(seed: 3)
      let cells = (0..<50).map { _ in space.sample(using: &random) }
      let alone = try predictor(toy.output, of: space).scores(of: cells).values
      try toy.trainer(Self.recipe).train(to: toy.output)
      let beside = try predictor(toy.output, of: space)
      #expect(!beside.isTaught && beside.unknownOperators.isEmpty)
      #expect(beside.scores(of: cells).values == alone)
    }
  }

  @Test("An operator that no label tells of is scored by what the teacher said")
  func unknown() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      let hidden = Self.source.replacingOccurrences(
        of: "repetitions: 2", with: "repetitions: 2, without: [nor_conv_3x3]")
      let teacher = ToyTraining.teacher.replacingOccurrences(
        of: "architectures: 60", with: "architectures: 600")
      try toy.trainer(
        ToyTraining.recipe(epochs: 20, source: hidden, teachers: [teacher])
      ).train(to: toy.output)
      let space = try SearchSpace.named(ToyTraining.space, in: toy.installation)
      let taught = try predictor(toy.output, of: space)
      #expect(taught.isTaught)
      #expect(taught.unknownOperators.map(\.operator.name) == ["nor_conv_3x3"])
      let alone = try predictor(toy.output, of: space, withoutTeachers: true)
      #expect(!alone.isTaught)
      let rows = try PredictorWeights(contentsOf: toy.output).provenance.sources[0].rows
      #expect((2..<100).contains(rows), "rows with the operator are left out")
      // The labels want as many large convolutions as there can be, which only the teacher knows.
      var random = SplitMix64(seed: 3)
      let cells = (0..<400).map { _ in space.sample(using: &random) }.filter {
        space.operatorGraph(of: $0) != nil
      }
      let labels = cells.map { ToyTraining.label(of: $0, in: space) }
      let found = try #require(
        try RankCorrelation.kendall(taught.scores(of: cells).values, labels))
      let without = try #require(
        try RankCorrelation.kendall(alone.scores(of: cells).values, labels))
      #expect(found > 0.5 && found > without, "\(found) with a teacher, \(without) without")
    }
  }

  @Test("Names that nothing has, and proxies that cannot teach, are said before the training")
  func mistakes() throws {
    try withTemporaryFolder { folder in
      let toy = try ToyTraining(in: folder)
      func problem(_ original: String, _ replacement: String) -> String {
        let recipe = Self.recipe.replacingOccurrences(of: original, with: replacement)
        return sentence { _ = try toy.trainer(recipe) } ?? "nothing thrown"
      }
      #expect(problem("proxy: params", "proxy: parms").contains("params"))
      #expect(problem("proxy: params", "proxy: snip").contains("measured on images"))
      #expect(problem("cells-on-nodes", "cells-on-ndoes").contains("cells-on-ndoes"))
      #expect(
        problem("repetitions: 2}", "repetitions: 2, without: [nor_conv_7x7]}").contains(
          "operator of transnasbench101-micro"))
    }
  }

  @Test("Labels tell of operators of the same kind that cost half to twice as much")
  func kinds() {
    let known = KnownOperators([
      OperatorAttributes(values: [1, 1, 0, 1, 1]), OperatorAttributes(values: [0, 1, 1, 0, 0]),
    ])
    func tells(_ values: [Float]) -> Bool { known.tell(of: OperatorAttributes(values: values)) }
    #expect(tells([1, 1, 0, 1, 1]) && tells([1, 1, 0, 1, 0.5]) && tells([1, 1, 0, 1, 2]))
    #expect(!tells([1, 1, 0, 1, 0.49]) && !tells([1, 1, 0, 1, 2.1]))
    #expect(!tells([1, 0, 0, 1, 1]), "a convolution that looks at no neighbours")
    #expect(tells([0, 1, 1, 0, 0]) && !tells([0, 0, 0, 0, 0]))
    #expect(tells([0.9, 0.8, 0.2, 0.7, 1]), "as uncertain readings say it")
  }
}
