import Documents
import Foundation
import Randomness
import Spaces
import TestSupport
import Testing

/// Chains whose groups of positions have several depths, and operators described together.
@Suite("Chains with stages")
struct StagesTests {
  /// Groups of a fixed position, of one or three positions, and of one or two.
  private static let yaml = """
    format: 1
    name: staged
    operators:
      - {name: in, role: input, description: Input}
      - name: conv_<kernel>_<width>
        role: operation
        description: <kernel>x<kernel> convolution of width <width>
        over: {kernel: [3, 5], width: [1, 1.5]}
        lowering: [{convolution: {kernel: <kernel>, channels: <width> input, stride: place}}]
      - {name: stem_<size>, role: operation, description: Stem of size <size>, over: {size: [8, \
    16]}, lowering: []}
      - {name: out, role: output, description: Output}
    topology:
      kind: chain-of-choices
      positions:
        - operators: ["stem_*"]
        - {operators: ["conv_*_1"], lengths: [1, 3], channels: 8, stride: 2}
        - {operators: ["conv_3*", conv_5_1], lengths: [1, 2]}
    skeleton:
      stem: [{convolution: {kernel: 3, channels: 4}}]
      stages: [{cells: 1, channels: 4}]
      head: [global-average-pooling, {linear: {features: classes}}]
      data-sets: [{name: toy, resolution: 8, classes: 5}]
    notations:
      - {name: text, kind: variable-text, signs: {size: s, kernel: k, width: w}}
      - name: lists
        kind: variable-lists
        lists: {kernels: kernel, widths: width}
        shared: {size: size}
        depths: depths
      - {name: json, kind: chain-json}

    """

  private static func space(_ old: String = "", _ new: String = "") throws -> SearchSpace {
    if !old.isEmpty { try #require(yaml.contains(old)) }
    return try SearchSpace(
      yaml: old.isEmpty ? yaml : yaml.replacing(old, with: new), path: "x.yaml")
  }

  @Test("A family of operators is described once")
  func family() throws {
    let space = try Self.space()
    #expect(
      space.operators.map(\.name) == [
        "in", "conv_3_1", "conv_3_1.5", "conv_5_1", "conv_5_1.5", "stem_8", "stem_16", "out",
      ])
    #expect(space.operators[4].description == "5x5 convolution of width 1.5")
    #expect(space.operators[4].value(of: "width") == "1.5")
    #expect(space.operators[4].value(of: "size") == nil)
  }

  @Test("The listing holds every depth of every stage, once, in order")
  func listing() throws {
    let space = try Self.space()
    // 2 stems, 2 + 2^3 and 3 + 3^2 rows.
    #expect(space.size == SpaceSize(2 * 10 * 12))
    let all = Array(space.architectures)
    #expect(all == all.sorted())
    #expect(Set(all) == ChainOfChoicesTests.allowed(in: space, longest: 6))
    let limited = try Self.space(
      "lengths: [1, 2]}",
      "lengths: [1, 2]}\n  counts: [{operators: [conv_5_1], minimum: 2, maximum: 3}]")
    let kept = all.filter { (2...3).contains(space.notation(of: $0).ranges(of: "k5").count) }
    #expect(Array(limited.architectures) == kept)
    #expect(limited.size == SpaceSize(kept.count))
  }

  @Test("Samples are uniform over all depths")
  func uniform() throws {
    let space = try Self.space()
    var random = SplitMix64(seed: 6)
    var seen = [Architecture: Int]()
    for _ in 0..<240_000 { seen[space.sample(using: &random), default: 0] += 1 }
    #expect(seen.count == 240)
    // Six standard deviations of a Poisson count of 1,000 are 190.
    #expect(seen.values.allSatisfy { abs($0 - 1_000) < 190 })
  }

  @Test("Depths beyond 64 bits are drawn as often as they are frequent")
  func large() throws {
    let space = try Self.space("lengths: [1, 3]", "lengths: [1, 58, 60]")
    // 2 stems, 2 + 2^58 + 2^60 rows, 12.
    let expected: UInt128 = 24 * (2 + 5 << 58)
    #expect(space.size.exact == expected)
    var random = SplitMix64(seed: 7)
    var deepest = 0
    for _ in 0..<2_000 {
      let text = space.notation(of: space.sample(using: &random))
      if text.split(separator: "|")[1].split(separator: ",").count == 60 { deepest += 1 }
    }
    // Four in five; six standard deviations are 107.
    #expect((1_493...1_707).contains(deepest))
  }

  @Test("Steps of mutation reach every architecture, and children mix their parents")
  func variation() throws {
    let space = try Self.space()
    var random = SplitMix64(seed: 8)
    var seen: Set<Architecture> = []
    var walker = try #require(space.architectures.first { _ in true })
    for _ in 0..<20_000 {
      walker = space.mutate(walker, using: &random)
      #expect(space.contains(walker))
      seen.insert(walker)
    }
    #expect(seen.count == 240)
    for _ in 0..<1_000 {
      let parents = [space.sample(using: &random), space.sample(using: &random)]
      let child = space.crossover(parents[0], parents[1], using: &random)
      let words = (parents + [child]).map { architecture in
        space.notation(of: architecture).split(separator: "|").map { $0.split(separator: ",") }
      }
      for stage in 0..<3 {
        #expect([words[0][stage].count, words[1][stage].count].contains(words[2][stage].count))
        for (place, word) in words[2][stage].enumerated() {
          #expect(words.prefix(2).contains { place < $0[stage].count && $0[stage][place] == word })
        }
      }
    }
  }

  @Test("All notations say the same")
  func notations() throws {
    let space = try Self.space()
    for architecture in space.architectures {
      for name in space.notationNames {
        let text = try space.notation(of: architecture, as: name)
        #expect(try space.architecture(parsing: text) == architecture)
        #expect(try space.architecture(parsing: text, as: name) == architecture)
      }
    }
    let architecture = try space.architecture(parsing: "s16|k5w1,k3w1,k5w1|k3w1.5")
    #expect(
      try space.notation(of: architecture, as: "json")
        == #"{"stages":[["stem_16"],["conv_5_1","conv_3_1","conv_5_1"],["conv_3_1.5"]]}"#)
    let lists =
      #"""
      {"kernels": [5, 3, 5, 3, 3], "widths": [1, 1, 1, 1.5, 1], "depths": [3, 1], "size": [16, \#
      16, 16, 16, 16]}
      """#
    #expect(try space.notation(of: architecture, as: "lists") == lists)
    // As Python writes it; positions that are not filled mean nothing.
    let python =
      "{'depths': [3, 1], 'kernels': [5, 3, 5, 3, 77], 'widths': [1.0, 1, 1, 1.5, 9], 'size': [16, "
      + "16, 16, 16, 16]}"
    #expect(try space.architecture(parsing: python) == architecture)
  }

  @Test("A stage of equal blocks holds one operator, at every depth")
  func equalBlocks() throws {
    let free = try Self.space()
    let space = try Self.space("lengths: [1, 3]", "lengths: [1, 3], equal: true")
    let kept = free.architectures.filter { architecture in
      let stage = free.notation(of: architecture).split(separator: "|")[1]
      return Set(stage.split(separator: ",")).count == 1
    }
    #expect(Array(space.architectures) == kept)
    #expect(space.size == SpaceSize(2 * 4 * 12))
    #expect(kept.allSatisfy { space.contains($0) })
    #expect(free.architectures.filter { space.contains($0) }.count == kept.count)
    var random = SplitMix64(seed: 9)
    var counts = [Architecture: Int]()
    for _ in 0..<96_000 { counts[space.sample(using: &random), default: 0] += 1 }
    #expect(counts.count == 96)
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 190 })
    var seen: Set<Architecture> = []
    var walker = kept[0]
    for _ in 0..<10_000 {
      walker = space.mutate(walker, using: &random)
      seen.insert(walker)
      let child = space.crossover(walker, kept[5], using: &random)
      #expect(space.contains(child))
    }
    #expect(seen == Set(kept))
  }

  @Test("Where one block of a stage of equal blocks is replaced, all are")
  func replacedTogether() throws {
    let space = try Self.space("lengths: [1, 3]", "lengths: [1, 3], equal: true")
    let places = space.places(of: try space.architecture(parsing: "s16|k5w1,k5w1,k5w1|k3w1"))
    for place in places[1...3] {
      #expect(
        place.replacements.map { space.notation(of: $0.architecture) }
          == ["s16|k3w1,k3w1,k3w1|k3w1"])
    }
  }

  /// Two positions whose operators say how many channels their places have.
  private static let wide = """
    format: 1
    name: wide
    operators:
      - {name: in, role: input, description: Input}
      - name: conv_<channels>
        role: operation
        description: 3x3 convolution with <channels> channels
        over: {channels: [4, 8]}
        lowering: [{convolution: {kernel: 3}}]
        lowering-where-shape-changes: [{convolution: {kernel: 1, stride: place}}]
      - {name: out, role: output, description: Output}
    topology:
      kind: chain-of-choices
      positions:
        - {operators: ["conv_*"], repeat: 2, channels: channels}
    skeleton:
      stem: []
      stages: [{cells: 1, channels: 4}]
      head: []
      data-sets: [{name: toy, resolution: 8, classes: 5}]
    notations:
      - {name: text, kind: variable-text, signs: {channels: ""}, separator: ":"}

    """

  @Test("Operators can say how many channels their places ask for")
  func chosenChannels() throws {
    let space = try SearchSpace(yaml: Self.wide, path: "wide.yaml")
    #expect(space.architectures.map { space.notation(of: $0) } == ["4:4", "4:8", "8:4", "8:8"])
    for text in ["4:4", "4:8", "8:4", "8:8"] {
      let architecture = try space.architecture(parsing: text)
      guard case .chain(let links) = space.structure(of: architecture) else {
        Issue.record("no chain")
        continue
      }
      #expect(links.map { "\($0.channels ?? 0)" }.joined(separator: ":") == text)
    }
    do {
      _ = try space.architecture(parsing: "4,8")
      Issue.record("read")
    } catch {
      #expect(
        error.description.contains(
          "character 2: found \",\", expected \":\" and the operator at position 2"))
    }
  }

  @Test("What several operators have from one place is told once")
  func toldOnce() throws {
    let error = #expect(throws: DocumentError.self) {
      try Self.space("channels: <width> input", "channels: <width> inputs")
    }
    #expect(error?.problems.count == 1)
  }

  @Test("Operators that are added later say their channels, or keep those that come in")
  func addedChannels() throws {
    try withTemporaryFolder { folder in
      let base = folder.appending(path: "wide.yaml")
      try Data(Self.wide.utf8).write(to: base)
      let extending = folder.appending(path: "wider.yaml")
      try Data(
        """
        format: 1
        name: wider
        extends: \(base.path)
        operators:
          - name: large_<channels>
            role: operation
            description: 3x3 convolution with <channels> channels
            over: {channels: 16}
          - {name: pool, role: operation, description: 3x3 average pooling}
        notations: [{name: json, kind: chain-json}]

        """.utf8
      ).write(to: extending)
      let space = try SearchSpace(contentsOf: extending.path)
      let text = #"{"stages":[["large_16","pool"]]}"#
      guard
        case .chain(let links) = space.structure(of: try space.architecture(parsing: text))
      else {
        Issue.record("no chain")
        return
      }
      #expect(links.map(\.channels) == [16, nil])
    }
  }

  @Test(
    "Texts that are wrong are refused with what is",
    arguments: [
      ("s16|k5w1,k3w1|k3w1", "character 1: 2 of the positions 2 to 4 are filled, expected 1 or 3"),
      (
        "s16|k7w1|k3w1",
        "character 5: found \"k7w1\", expected the operator at position 2, one of k3w1, k5w1"
      ),
      (
        "s16|k3w1",
        "character 9: the text ends here, expected \"|\": the next stage begins with \"|\""
      ),
      ("s16|k3w1|k3w1,k3w1,k3w1", "character 19: found \",\", expected the end of the text"),
      (
        #"{"stages":[["stem_8"],["conv_3_1","conv_3_1"],["conv_3_1"]]}"#,
        "stage 2 has 2 operators, expected one of 1, 3"
      ),
      (
        #"{"stages":[["stem_8"],["conv_3_2"],["conv_3_1"]]}"#,
        "stage 2 cannot hold the operator \"conv_3_2\""
      ),
      (
        "{'kernels': [3], 'widths': [1], 'depths': [1, 1], 'size': [8]}",
        "\"kernels\" has 1 elements, expected 5"
      ),
      (
        "{'kernels': [3,3,3,3,3], 'widths': [1,1,1,1,1], 'depths': [2, 1], 'size': [8,8,8,8,8]}",
        "\"depths\" holds 2, expected one of 1, 3"
      ),
      (
        "{'kernels': [3,3,3,3,3], 'widths': [1,1,1,1,1], 'depths': [3, 1], 'size': [8,8,8,8,16]}",
        "\"size\" holds 8 and 16, expected one value throughout"
      ),
      (
        "{'kernels': [9,3,3,3,3], 'widths': [1,1,1,1,1], 'depths': [3, 1], 'size': [8,8,8,8,8]}",
        "\"kernels\" holds 9, expected one of 3, 5"
      ),
      (
        "{'kernel': [3], 'depths': [1, 1]}",
        "unknown key \"kernel\", expected kernels, widths, depths, size"
      ),
    ])
  func wrongTexts(text: String, problem: String) throws {
    let space = try Self.space()
    do {
      _ = try space.architecture(parsing: text)
      Issue.record("read: \(text)")
    } catch {
      #expect(error.description.contains(problem), "\(error)")
    }
  }

  @Test("Blocks of a stage of equal blocks that differ are refused")
  func unequalBlocks() throws {
    let space = try Self.space("lengths: [1, 3]", "lengths: [1, 3], equal: true")
    do {
      _ = try space.architecture(parsing: "s16|k5w1,k3w1,k5w1|k3w1")
      Issue.record("read")
    } catch {
      #expect(
        error.description.contains(
          "the positions 2 to 4 hold conv_3_1, conv_5_1, expected one operator"), "\(error)")
    }
  }

  @Test(
    "Files that are wrong are refused with their place",
    arguments: [
      ("[\"stem_*\"]", "[\"steam_*\"]", "no operator of the file fits element 1 of \"operators\""),
      ("[\"conv_3*\", conv_5_1]", "[\"conv_*\", conv_5_1]", "\"conv_5_1\" is listed twice"),
      (
        "lengths: [1, 3]", "lengths: [1, 3], repeat: 3",
        "has both \"repeat\" and \"lengths\"; remove one"
      ),
      (
        "lengths: [1, 3]", "lengths: [1], equal: true",
        "has one position, which is equal to itself; remove \"equal\""
      ),
      ("lengths: [1, 3]", "lengths: [1, 3], equal: 3", "expected true or false"),
      ("lengths: [1, 3]", "lengths: [1, 65]", "a whole number from 1 to 64"),
      ("lengths: [1, 3]", "lengths: [1, 64]", "are more than 64, the most that are supported"),
      ("over: {kernel: [3, 5], width: [1, 1.5]}", "over: {}", "is an empty mapping"),
      ("over: {kernel: [3, 5], width: [1, 1.5]}", "over: 3", "is the number 3; expected a mapping"),
      (
        "over: {kernel: [3, 5], width: [1, 1.5]}", "over: {kernel: [3, 3], width: 1}",
        "two operators have the name \"conv_3_1\""
      ),
      (
        "over: {kernel: [3, 5], width: [1, 1.5]}", "over: {kernel: [3], width: [1, x]}",
        "\"channels\" of the convolution is \"x input\""
      ),
      (
        "{size: s, kernel: k, width: w}", "{size: s, kernel: k}",
        "does not tell the operators of position 5 apart"
      ),
      (
        "depths: depths\n", "depth: depth\n",
        "the lists stand for 2 groups of positions; use \"depths\""
      ),
      ("\n    depths: depths\n", "\n", "needs either \"depths: ...\""),
      (
        "shared: {size: size}", "shared: {size: kernel}",
        "does not tell all operators of each position apart"
      ),
      ("\nskeleton:", "\n  lengths: [2]\nskeleton:", "are for chains without stages"),
      (
        "channels: 8, stride", "channels: size, stride",
        "is \"size\", but the operator \"conv_3_1\" has no variable of that name"
      ),
      (
        "- {operators: [\"conv_3*\"", "- {channels: width, operators: [\"conv_3*\"",
        "is \"width\", which is 1.5 for the operator \"conv_3_1.5\"; expected a number of channels"
      ),
      ("channels: 8, stride", "channels: 0, stride", "a whole number from 1 to 65536"),
      (
        "width: w}}", "width: w}, separator: \":\"}",
        "is for chains whose stages have one depth each"
      ),
      ("width: w}}", "width: w}, separator: ab}", "is \"ab\"; expected one sign such as"),
    ])
  func wrongFiles(old: String, new: String, problem: String) throws {
    do {
      _ = try Self.space(old, new)
      Issue.record("read: \(new)")
    } catch let error as DocumentError {
      #expect(error.description.contains(problem), "\(error)")
    }
  }

  @Test("The sizes of spaces are exact to 128 bits and readable beyond")
  func sizes() throws {
    let ofa = try Shipped.space("once-for-all-mobilenetv3")
    let rows: UInt128 = 81 + 729 + 6_561
    #expect(ofa.size.exact == rows * rows * rows * rows * rows)
    #expect(ofa.size.countable == nil)
    #expect("\(ofa.size)" == "2.2 x 10^19")
    let powers = 1 << 24 + 1 << 26 + 1 << 28
    #expect(try Shipped.space("autoformer-tiny").size == SpaceSize(3 * powers))
    #expect("\(SpaceSize(423_624))" == "423624")
    #expect(SpaceSize(5).isAtMost(5) && !SpaceSize(6).isAtMost(5) && !ofa.size.isAtMost(.max))
  }
}
