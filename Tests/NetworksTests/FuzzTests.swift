import Documents
import Files
import Foundation
import Networks
import Randomness
import Spaces
import TestSupport
import Testing

/// Damaged descriptions of networks give an error in one sentence or a network that can be counted.
@Suite("Damaged lowerings and skeletons")
struct NetworkFuzzTests {
  private static let names = [
    "nasbench101", "nasbench201", "nasbench-macro", "once-for-all-mobilenetv3", "autoformer-tiny",
    "nats-bench-size",
  ]

  @Test("No number, word or sign makes building a network crash", arguments: names)
  func damagedNumbers(name: String) throws {
    let yaml = try InputFile.text(at: Locations.spaces.appendingPathComponent("\(name).yaml").path)
    let start = try #require(yaml.range(of: "lowering"))
    var random = SplitMix64(seed: 97)
    var (built, refused) = (0, 0)
    for _ in 0..<400 {
      var text = yaml
      for _ in 0...random.integer(below: 2) {
        let tail = Array(text[start.lowerBound...])
        let digits = tail.indices.filter { tail[$0].isNumber }
        guard let place = random.element(of: digits) else { continue }
        var changed = tail
        changed.replaceSubrange(
          place...place,
          with: random.element(of: ["0", "2", "7", "31", "999", "65536", "x", "-1", "3 input"])
            ?? "1")
        text = String(text[..<start.lowerBound]) + String(changed)
      }
      do {
        let space = try SearchSpace(yaml: text, path: "damaged.yaml")
        guard !space.skeletons.isEmpty else { continue }
        let network = try space.network(
          of: space.sample(using: &random), for: space.dataSet())
        let cost = NetworkCost(of: network)
        #expect(cost.parameters >= 0 && cost.multiplyAccumulates >= 0)
        built += 1
      } catch let error as DocumentError {
        #expect(!error.problems.isEmpty)
        refused += 1
      } catch let error as NetworkError {
        #expect(!error.description.isEmpty)
        refused += 1
      }
    }
    #expect(built > 20 && refused > 20, "\(built) built, \(refused) refused")
  }
}
