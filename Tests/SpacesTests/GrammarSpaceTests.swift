import Documents
import Files
import Foundation
import Randomness
import Spaces
import TestSupport
import Testing

/// The shipped grammars.
@Suite struct GrammarSpaceTests {
  static let names = Shipped.grammars

  @Test(
    "Sampled, mutated and crossed networks stay in the space and in every notation",
    arguments: names)
  func closure(name: String) throws {
    let space = try Shipped.space(name)
    #expect(space.size == nil && !space.isMadeOfCells)
    var random = SplitMix64(seed: 5)
    for _ in 0..<100 {
      let (first, second) = (space.sample(using: &random), space.sample(using: &random))
      let mutant = space.mutate(first, using: &random)
      #expect(mutant != first)
      let child = space.crossover(first, second, using: &random)
      for architecture in [first, mutant, child] {
        #expect(space.contains(architecture))
        #expect(space.representative(of: architecture) == architecture)
      }
      for notation in space.notationNames {
        let text = try space.notation(of: child, as: notation)
        #expect(try space.architecture(parsing: text) == child)
      }
      #expect(space.crossover(first, first, using: &random) == first)
    }
  }

  @Test("The listing begins in order, though it is too long to end", arguments: names)
  func order(name: String) throws {
    let space = try Shipped.space(name)
    let first = Array(space.architectures.prefix(200))
    #expect(first.count == 200)
    #expect(zip(first, first.dropFirst()).allSatisfy { $0 < $1 })
    #expect(first.allSatisfy { space.contains($0) })
  }

  @Test("The levels of hierarchical NAS-Bench-201 are as large as one reckons by hand")
  func levels() throws {
    let grammar = try GrammarTests.grammar(try Shipped.space("hnas-bench-201"))
    func size(_ name: String) throws -> Natural { try #require(grammar.count(of: name)) }
    func power(_ base: Natural, _ exponent: Int) -> Natural {
      (0..<exponent).reduce(Natural.one) { product, _ in product * base }
    }
    let (two, cell) = (Natural(2), power(Natural(30), 6))
    #expect(try size("CONVBLOCK").exact == 27)
    #expect(try size("OPS").exact == 30)
    #expect(try size("CELL") == cell)
    let run = power(cell, 2) + two * power(cell, 3)
    let down = cell + power(cell, 2) + cell
    #expect(try size("C") == run)
    #expect(try size("DOWN") == down)
    let keep = power(run, 2) * cell + power(run, 3) * cell + power(run * cell, 2)
    let halve = power(run, 2) * down + power(run, 3) * down + power(run * down, 2)
    #expect(try size("D0") == keep)
    #expect(try size("D1") == halve)
    let total = try size("D2")
    #expect(total == two * power(halve, 2) * keep + power(halve * keep, 2))
    #expect(total.description.count == 376)
  }

  @Test("With the authors' double production the grammar has the published 10^446 derivations")
  func publishedSize() throws {
    // A second block that is written otherwise stands for the second Linear1(CONVBLOCK).
    let yaml = try InputFile.text(
      at: Locations.spaces.appendingPathComponent("hnas-bench-201.yaml").path)
    let doubled = yaml.replacing(
      "      - Linear1(CONVBLOCK)\n",
      with: "      - Linear1(CONVBLOCK)\n      - Linear1(Linear1(CONVBLOCK))\n")
    let grammar = try GrammarTests.grammar(SearchSpace(yaml: doubled, path: "x.yaml"))
    #expect(grammar.count(of: "D2")?.description.count == 447)
  }

  @Test("Published derivations of the authors' code are read")
  func publishedCell() throws {
    let space = try Shipped.space("hnas-bench-201")
    var random = SplitMix64(seed: 1)
    let derivation = space.notation(of: space.sample(using: &random))
    #expect(derivation.hasPrefix("(D2 Linear4 (D1 Linear4 (C "))
    // The order of the blocks in older files of theirs is another.
    let older = derivation.replacing(
      "(ACT relu) (CONV conv3x3o)", with: "(CONV conv3x3o) (ACT relu)")
    let error = #expect(throws: ArchitectureError.self) { try space.architecture(parsing: older) }
    #expect(error?.problem.hasPrefix("found conv3x3o where ACT stands") == true)
  }

  @Test("Damaged architectures are refused or read back", arguments: names + ["tree"])
  func damagedArchitectures(name: String) throws {
    let space = name == "tree" ? try GrammarTests.tree() : try Shipped.space(name)
    var random = SplitMix64(seed: 99)
    var (refused, read) = (0, 0)
    for round in 0..<(name == "tree" ? 20_000 : 1_000) {
      let notation = space.notationNames[round % space.notationNames.count]
      let text = try space.notation(of: space.sample(using: &random), as: notation)
      // Long texts are damaged in one place in their second half.
      let half = text.index(text.startIndex, offsetBy: text.count / 2)
      let words = [
        "conv3x3o", ",", "(", "mish", "norm", " ", "relu", "\"", "conv1x1o", "leakyrelu",
      ]
      let damaged =
        name == "tree"
        ? FuzzTests.damaged(text, using: &random)
        : String(text[..<half])
          + String(text[half...]).replacing(
            random.element(of: words) ?? "", with: random.element(of: words) ?? "",
            maxReplacements: 1)
      do throws(ArchitectureError) {
        let architecture = try space.architecture(parsing: damaged)
        #expect(space.contains(architecture))
        read += 1
      } catch {
        #expect(!error.problem.isEmpty)
        refused += 1
      }
    }
    #expect(refused > 100 && read > 10, "\(refused) refused, \(read) read")
  }

  @Test("Damaged space files are refused with a place or read", arguments: names + ["tree"])
  func damagedFiles(name: String) throws {
    let yaml =
      name == "tree"
      ? Example.grammar
      : try InputFile.text(at: Locations.spaces.appendingPathComponent("\(name).yaml").path)
    let start = try #require(yaml.range(of: "topology:")).lowerBound
    var random = SplitMix64(seed: 98)
    var (refused, read) = (0, 0)
    for _ in 0..<1_000 {
      do {
        let damaged = FuzzTests.damaged(String(yaml[start...]), using: &random)
        let space = try SearchSpace(yaml: yaml[..<start] + damaged, path: "damaged.yaml")
        let sample = space.sample(using: &random)
        #expect(try space.architecture(parsing: space.notation(of: sample)) == sample)
        read += 1
      } catch let error as DocumentError {
        #expect(!error.problems.isEmpty)
        refused += 1
      }
    }
    #expect(refused > 100 && read > 10, "\(refused) refused, \(read) read")
  }
}
