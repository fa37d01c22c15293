import Documents
import Files
import Foundation
import Operators
import Randomness
import Spaces
import TestSupport
import Testing
import Wording

@Suite("The corpus of operators")
struct OperatorCorpusTests {
  private let corpus = Result { try OperatorCorpus(folder: Locations.spaces.path + "/operators") }

  @Test("It is large, and says the cost of well-known operators")
  func contents() throws {
    let corpus = try corpus.get()
    #expect(corpus.kinds.count >= 80)
    #expect(corpus.kinds.flatMap(\.phrasings).count > 816)
    func attributes(_ name: String, _ numbers: [OperatorNumber: Int] = [:]) throws -> [Float] {
      let kind = try #require(corpus.kinds.first { $0.name == name })
      return kind.attributes(numbers).values
    }
    #expect(try attributes("convolution") == [1, 1, 0, 1, 1])
    #expect(try attributes("convolution", [.kernel: 5]) == [1, 1, 0, 1, 25 / 9])
    #expect(try attributes("convolution", [.kernel: 1]) == [1, 0, 0, 1, 1 / 9])
    #expect(try attributes("pointwise-convolution") == [1, 0, 0, 1, 1 / 9])
    #expect(try attributes("grouped-convolution", [.groups: 8]) == [1, 1, 0, 1, 1 / 8])
    #expect(try attributes("depthwise-convolution") == [1, 1, 0, 1, 1 / 64])
    #expect(try attributes("separable-convolution")[4].isNear(0.1267, 1e-4))
    #expect(try attributes("inverted-bottleneck", [.expansion: 6])[4].isNear(1.4271, 1e-4))
    #expect(
      try attributes("inverted-bottleneck", [.expansion: 6, .kernel: 5])[4].isNear(1.5938, 1e-4))
    #expect(try attributes("average-pooling") == [0, 1, 1, 0, 0])
    #expect(try attributes("self-attention") == [1, 1, 0, 0, 4 / 9])
    #expect(try attributes("feed-forward") == [1, 0, 0, 0, 8 / 9])
    for name in ["zero", "identity", "input", "output"] {
      #expect(try attributes(name) == [0, 0, 0, 0, 0])
      #expect(corpus.kinds.first { $0.name == name }?.role.rawValue == name)
    }
  }

  @Test("A window twice as far across smooths twice as much")
  func smoothing() throws {
    let kinds = try corpus.get().kinds
    let average = try #require(kinds.first { $0.name == "average-pooling" })
    let maximum = try #require(kinds.first { $0.name == "max-pooling" })
    #expect(average.attributes().smoothing == 1)
    #expect(average.attributes([.kernel: 5]).smoothing == 2)
    #expect(maximum.attributes().smoothing == 0.5)
    #expect(maximum.attributes([.kernel: 7]).smoothing == 1.5)
  }

  @Test("The numbers of every description that the corpus makes are parsed as they were written")
  func parsed() throws {
    let corpus = try corpus.get()
    var random = SplitMix64(seed: 7)
    for example in corpus.examples(using: &random) {
      let kind = corpus.kinds[example.kind]
      for number in kind.phrasings[example.phrasing].namedNumbers {
        #expect(
          example.description.numbers[number] == example.numbers[number],
          "\(number) of \"\(example.text)\"")
      }
      // A word that is read besides must not be taken for a number that the kind has.
      for (number, value) in example.description.numbers where kind.numbers[number] != nil {
        #expect(value == example.numbers[number], "\(number) of \"\(example.text)\"")
      }
    }
  }

  @Test("The same seed makes the same descriptions")
  func seeded() throws {
    let corpus = try corpus.get()
    func texts(_ seed: UInt64) -> [String] {
      var random = SplitMix64(seed: seed)
      return corpus.examples(using: &random).map(\.text)
    }
    #expect(texts(3) == texts(3))
    #expect(texts(3) != texts(4))
  }

  @Test("Sentences describe what has no layers, and none is said of two kinds")
  func sentences() throws {
    let corpus = try corpus.get()
    var random = SplitMix64(seed: 7)
    let sentences = corpus.sentences(using: &random)
    #expect(sentences.count > 1_000)
    #expect(Set(sentences.map(\.text)).count == sentences.count)
    var kinds: [String: Int] = [:]
    for example in corpus.examples(using: &random) where !example.description.key.isEmpty {
      kinds[example.description.key] = example.kind
    }
    for sentence in sentences {
      #expect(corpus.kinds[sentence.kind].role != .operation)
      #expect(sentence.text.allSatisfy { !"<|".contains($0) }, "\(sentence.text)")
      let known = kinds.updateValue(sentence.kind, forKey: sentence.description.key)
      if let known, known != sentence.kind {
        Issue.record(
          "\(sentence.text): \(corpus.kinds[sentence.kind].name) and \(corpus.kinds[known].name)")
      }
    }
  }

  @Test("One alternative of each pair of brackets is chosen")
  func alternatives() {
    func filled(_ template: String, _ choice: Int) -> String {
      Alternatives.filled(template) { min(choice, $0 - 1) }
    }
    #expect(filled("<no|without a> connection<| here>", 0) == "no connection")
    #expect(filled("<no|without a> connection<| here>", 1) == "without a connection here")
    #expect(filled("x -> <0|0 * x>", 1) == "x -> 0 * x")
    #expect(filled("< |a> b", 0) == "b")
    #expect(["a", "<a|b> -> c", "", "->"].allSatisfy(Alternatives.areWellFormed))
    #expect(!["<a", "<a|<b>>", "a <"].contains(where: Alternatives.areWellFormed))
  }

  @Test(
    "Mistakes in the wordings are told with their place",
    arguments: [
      (
        "  zero:\n", "  zeor:\n",
        "there are sentences for \"zeor\", which is no kind of operator; did you mean"
      ),
      ("  zero:\n", "  zero:\n    - a <b\n", "\"a <b\" has brackets that do not match"),
      ("sentences:\n", "sentence:\n", "unknown key \"sentence\""),
      ("  - \"<phrase>\"\n", "  - phrase\n", "\"phrase\" has no place <phrase>"),
    ])
  func wordingMistakes(right: String, wrong: String, sentence: String) throws {
    let path = Locations.spaces.appending(path: "operators/wordings.yaml").path
    let text = try InputFile.text(at: path)
    let kinds = try corpus.get().kinds.map(\.name)
    _ = try OperatorWordings(yaml: text, path: path, kinds: kinds)
    try #require(text.contains(right))
    let error = #expect(throws: DocumentError.self) {
      try OperatorWordings(yaml: text.replacing(right, with: wrong), path: path, kinds: kinds)
    }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
  }

  @Test(
    "Mistakes in a file are told with their place",
    arguments: [
      ("traits: [learnable]", "traits: [learnabel]", "\"learnabel\"; expected one of"),
      ("kernel: [3, 5]", "kernel: [3, 0]", "the number 0; expected a whole number from 1 to 1024"),
      ("kernel: [3, 5]", "dilation: [2]", "has phrasings with <kernel> but no values for it"),
      ("<window> twist", "<windo> twist", "<windo>, which stands for nothing; expected one of"),
      ("cost: {full: 1}", "cost: {ful: 1}", "unknown key \"ful\""),
      ("name: twist", "nam: twist", "unknown key \"nam\""),
      ("phrases:", "phrase:", "unknown key \"phrase\""),
    ])
  func mistakes(right: String, wrong: String, sentence: String) throws {
    let file = """
      format: 1
      kinds:
        - name: twist
          traits: [learnable]
          numbers: {kernel: [3, 5]}
          cost: {full: 1}
          phrasings:
            phrases: [<window> twist]

      """
    #expect(try OperatorKind.all(yaml: file, path: "twist.yaml").count == 1)
    let error = #expect(throws: DocumentError.self) {
      try OperatorKind.all(yaml: file.replacing(right, with: wrong), path: "twist.yaml")
    }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
  }

  @Test("Two kinds of one name, in one file or two, are a mistake")
  func twice() throws {
    let kind = "  - {name: twist, traits: [learnable], phrasings: {names: [twist]}}\n"
    let error = #expect(throws: DocumentError.self) {
      try OperatorKind.all(yaml: "format: 1\nkinds:\n" + kind + kind, path: "a.yaml")
    }
    #expect(error?.description.contains("two kinds have the name \"twist\"") == true)
    #expect(throws: DocumentError.self) {
      try OperatorKind.all(yaml: "format: 1\nkinds:\n" + kind, path: "a.yaml", known: ["twist"])
    }

    try withTemporaryFolder { folder in
      for name in ["a.yaml", "b.yaml"] {
        try Data(("format: 1\nkinds:\n" + kind).utf8).write(to: folder.appending(path: name))
      }
      try FileManager.default.copyItem(
        at: Locations.spaces.appending(path: "operators/wordings.yaml"),
        to: folder.appending(path: "wordings.yaml"))
      let second = #expect(throws: DocumentError.self) { try OperatorCorpus(folder: folder.path) }
      #expect(second?.description.contains("b.yaml") == true)
      #expect(second?.description.contains("two kinds have the name \"twist\"") == true)
    }
  }
}

extension Float {
  fileprivate func isNear(_ other: Float, _ tolerance: Float) -> Bool {
    abs(self - other) <= tolerance
  }
}
