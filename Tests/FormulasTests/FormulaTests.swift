import Formulas
import Foundation
import Randomness
import Testing

@Suite("Formulas: text, values, simplification")
struct FormulaTests {
  private static let terminals = ["flops", "zen_closed", "graph_edges_per_node"]

  private func randomFormulas(_ count: Int, seed: UInt64) -> [Formula] {
    var random = SplitMix64(seed: seed)
    let variation = FormulaVariation(terminals: FormulaTests.terminals)
    return (0..<count).map { number in
      variation.formula(depth: 1 + number % 5, isFull: number % 2 == 0, using: &random)
    }
  }

  @Test("What is printed reads as the same values")
  func roundTrip() throws {
    for formula in randomFormulas(2000, seed: 1) {
      let text = formula.description
      let read = try Formula(parsing: text)
      #expect(read.description == text)
      #expect(read.simplified == formula.simplified, "\(text)")
    }
  }

  @Test(
    "Operations bind as in arithmetic",
    arguments: [
      ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9), ("5 - 2 - 1", 2), ("5 - (2 - 1)", 4), ("-2 * 3", -6),
      ("- (2 + 1)", -3), ("2 * -3", -6), ("min(1, 2) + max(1, 2)", 3), ("square(-3)", 9),
      ("abs(-0.5)", 0.5), ("quotient(3, 0)", 3), ("neg(2)", -2), (" 1e1 +.5 ", 10.5),
      ("tanh(0)", 0), ("1 - -1", 2), ("2 * (1 + 1) - quotient(2, 0)", 2),
    ])
  func arithmetic(text: String, expected: Double) throws {
    #expect(try Formula(parsing: text).value { _ in .nan } == expected)
  }

  @Test("Quotients are a / sqrt(1 + b²)")
  func quotient() throws {
    let value = try Formula(parsing: "quotient(flops, zen_closed)").value {
      $0 == "flops" ? 6 : 3
    }
    #expect(abs(value - 6 / 10.0.squareRoot()) < 1e-15)
  }

  @Test(
    "What is wrong is told with its place",
    arguments: [
      ("", 1, "its end"), ("1 +", 4, "its end"), ("1 + * 2", 5, "\"*\""), ("flops zen", 7, "\"z\""),
      ("log(flops)", 1, "\"l\""), ("min(flops)", 10, "\")\""), ("square(1, 2)", 9, "\",\""),
      ("(1 + 2", 7, "its end"), ("1 / 2", 3, "\"/\""), ("1e999", 1, "\"1\""),
      ("fl\u{1B}ops", 3, "a character that no formula has"), ("min(1, 2", 9, "its end"),
    ])
  func mistakes(text: String, position: Int, found: String) throws {
    let error = try #require(throws: Formula.ParsingError.self) { try Formula(parsing: text) }
    #expect(error.position == position && error.found == found, "\(error)")
    #expect(!error.expected.isEmpty)
  }

  @Test("Deep and long texts end in a sentence")
  func bounds() {
    let deep = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
    for text in [
      deep, String(repeating: "-", count: 9000) + "1", String(repeating: "1+", count: 9999),
    ] {
      #expect(throws: Formula.ParsingError.self) { try Formula(parsing: text) }
    }
  }

  @Test("Any text is a formula or a mistake with a place in it")
  func noise() {
    var random = SplitMix64(seed: 5)
    let parts = ["min(", "flops", "1", ".", "e", "-", "+", "*", ")", "(", ",", " ", "é", "\u{0}"]
    for _ in 0..<20_000 {
      let text = (0..<random.integer(below: 12)).map { _ in
        parts[random.integer(below: parts.count)]
      }.joined()
      do throws(Formula.ParsingError) {
        let formula = try Formula(parsing: text)
        #expect(formula.size > 0)
      } catch {
        #expect((1...text.count + 1).contains(error.position), "\(text)")
      }
    }
  }

  @Test("Columns are computed as row by row, and simplified formulas give the same values")
  func values() {
    var random = SplitMix64(seed: 2)
    let count = 40
    let columns = Dictionary(
      uniqueKeysWithValues: FormulaTests.terminals.map { name in
        (name, (0..<count).map { _ in random.uniform(in: -3..<3) })
      })
    for formula in randomFormulas(1000, seed: 3) {
      let values = formula.values(count: count) { columns[$0] ?? [] }
      let simplified = formula.simplified
      #expect(simplified.size <= formula.size)
      #expect(simplified.simplified == simplified, "\(formula)")
      for row in 0..<count {
        let naive = formula.value { columns[$0]?[row] ?? .nan }
        #expect(values[row] == naive || values[row].isNaN && naive.isNaN)
        let other = simplified.value { columns[$0]?[row] ?? .nan }
        // Other orders of the same sums round otherwise: 63 nodes, each by half a unit.
        let tolerance = 64 * Double.ulpOfOne * max(1, abs(naive))
        #expect(abs(other - naive) <= tolerance || !naive.isFinite, "\(formula) \(simplified)")
      }
    }
  }

  @Test("Many rows are computed as one by one, whatever the number of rows")
  func blocks() throws {
    var random = SplitMix64(seed: 7)
    let names = FormulaTests.terminals
    for count in [0, 1, 255, 256, 257, 700] {
      let columns = names.map { _ in (0..<count).map { _ in random.uniform(in: -3..<3) } }
      let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
      for formula in randomFormulas(20, seed: UInt64(count)) {
        let program = try #require(FormulaProgram(formula, places: places))
        let values = program.values(count: count, of: columns.flatMap { $0 })
        #expect(values.count == count)
        for row in 0..<count {
          let naive = formula.value { columns[places[$0] ?? 0][row] }
          #expect(values[row] == naive || values[row].isNaN && naive.isNaN)
        }
      }
    }
    #expect(FormulaProgram(.terminal("elsewhere"), places: [:]) == nil)
  }

  @Test(
    "Equal parts, signs and constants are simplified",
    arguments: [
      ("flops - flops", "0"), ("zen_closed + flops", "flops + zen_closed"),
      ("flops + -zen_closed", "flops - zen_closed"), ("min(flops, flops)", "flops"),
      ("flops + flops", "2 * flops"), ("-(-flops)", "flops"), ("abs(-flops)", "abs(flops)"),
      ("flops * 1 + 0", "flops"), ("0.5 + 2 * 2", "4.5"),
      ("-(flops - zen_closed)", "zen_closed - flops"),
    ])
  func simplification(text: String, expected: String) throws {
    #expect(try Formula(parsing: text).simplified.description == expected)
  }

  @Test("Parts are found and replaced by their numbers")
  func parts() throws {
    let formula = try Formula(parsing: "min(flops, 2) + square(zen_closed)")
    #expect(formula.size == 6)
    #expect(
      (0..<6).map { formula.node($0).description } == [
        formula.description, "min(flops, 2)", "flops", "2", "square(zen_closed)", "zen_closed",
      ])
    #expect(
      formula.replacing(4, by: .constant(1)).description == "min(flops, 2) + 1")
    #expect(formula.terminals == ["flops", "zen_closed"])
  }
}
