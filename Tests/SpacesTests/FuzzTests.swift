import Documents
import Files
import Foundation
import Randomness
import Spaces
import TestSupport
import Testing

/// Damaged input gives an error with a place or a valid result, never a crash.
@Suite struct FuzzTests {
  /// The text with one to four characters deleted, doubled, exchanged or replaced.
  static func damaged(_ text: String, using random: inout SplitMix64) -> String {
    var characters = Array(text)
    let signs = Array("|~+:/_-,{}[]\"'#&*!%@`01289 \n\tax\u{e9}\u{1F600}\u{0}")
    for _ in 0...random.integer(below: 4) where !characters.isEmpty {
      let place = random.integer(below: characters.count)
      switch random.integer(below: 5) {
      case 0: characters.remove(at: place)
      case 1: characters.insert(characters[place], at: place)
      case 2: characters.swapAt(place, random.integer(below: characters.count))
      case 3: characters[place] = random.element(of: signs) ?? "x"
      default: characters.removeSubrange(place..<min(characters.count, place + 20))
      }
    }
    return String(characters)
  }

  @Test("Damaged architectures are refused or read back", arguments: Shipped.names)
  func architectures(name: String) throws {
    let space = try Shipped.space(name)
    var random = SplitMix64(seed: 99)
    var (refused, read) = (0, 0)
    for round in 0..<20_000 {
      let notation = space.notationNames[round % space.notationNames.count]
      let text = try space.notation(of: space.sample(using: &random), as: notation)
      let damaged = FuzzTests.damaged(text, using: &random)
      do {
        let architecture = try space.architecture(parsing: damaged)
        #expect(space.contains(architecture))
        #expect(try space.architecture(parsing: space.notation(of: architecture)) == architecture)
        read += 1
      } catch {
        #expect(!error.problem.isEmpty)
        if let character = error.character { #expect(character >= 1) }
        refused += 1
      }
    }
    #expect(refused > 4_000)
    #expect(read > 10)
  }

  @Test("Damaged space files are refused with a place or read", arguments: Shipped.names)
  func spaceFiles(name: String) throws {
    let yaml = try InputFile.text(at: Locations.spaces.appendingPathComponent("\(name).yaml").path)
    var random = SplitMix64(seed: 98)
    var (refused, read) = (0, 0)
    for _ in 0..<500 {
      do {
        let space = try SearchSpace(
          yaml: FuzzTests.damaged(yaml, using: &random),
          path: Locations.spaces.appendingPathComponent("damaged.yaml").path)
        let sample = space.sample(using: &random)
        #expect(try space.architecture(parsing: space.notation(of: sample)) == sample)
        read += 1
      } catch let error as DocumentError {
        #expect(!error.problems.isEmpty)
        refused += 1
      }
    }
    #expect(refused > 100)
    #expect(read > 10)
  }
}
