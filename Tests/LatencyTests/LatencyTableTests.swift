import Documents
import Files
import Latency
import Randomness
import Spaces
import TestSupport
import Testing

@Suite struct LatencyTableTests {
  private static func space(_ name: String = "nasbench201") throws -> SearchSpace {
    try SearchSpace.named(name, in: Installation(root: Locations.root.path))
  }

  private static let yaml = """
    format: 1
    device: my-phone
    unit: us
    base: 1.5
    operators:
      nor_conv_3x3: 10
      nor_conv_1x1: 2
      avg_pool_3x3: 3
      skip_connect: 0
    regions:
      0 -> 1:
        nor_conv_3x3: 100

    """

  @Test("A latency is the base and the sum over the operators, those of the region first")
  func sum() throws {
    let table = try LatencyTable(yaml: Self.yaml, path: "phone.yaml")
    #expect(table.device == "my-phone")
    #expect(table.unit == .microseconds)
    let space = try Self.space()
    let model = try LatencyModel(table, of: space, path: "phone.yaml")
    let architecture = try space.architecture(
      parsing: "|nor_conv_3x3~0|+|nor_conv_3x3~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|")
    #expect(model.latency(of: architecture) == 114.5)
  }

  @Test("What is written is read back")
  func roundTrip() throws {
    let table = try LatencyTable(yaml: Self.yaml, path: "phone.yaml")
    #expect(try LatencyTable(yaml: table.yaml, path: "again.yaml") == table)
    #expect(try LatencyTable(yaml: table.yaml, path: "again.yaml").yaml == table.yaml)
  }

  @Test(
    "Mistakes are named with their place",
    arguments: [
      (
        "unit: us", "unit: minutes",
        "phone.yaml:3:7: \"unit\" of the file is \"minutes\"; expected one of"
      ),
      (
        "base: 1.5", "base: -1",
        "phone.yaml:4:7: \"base\" of the file is \"-1\"; expected a number of 0 or more"
      ),
      ("device: my-phone", "device: a=b", "expected no \"=\""),
      ("device: my-phone", "gadget: x", "unknown key \"gadget\""),
      ("format: 1", "format: 2", "expected a whole number from 1 to 1"),
      ("avg_pool_3x3: 3", "avg_pool_3x3: fast", "is \"fast\"; expected a number of 0 or more"),
      ("avg_pool_3x3: 3", "avg_pool_3x3: .inf", "expected a number of 0 or more"),
    ])
  func mistakes(found: String, wrong: String, expected: String) throws {
    let yaml = Self.yaml.split(separator: found, maxSplits: 1, omittingEmptySubsequences: false)
      .joined(separator: wrong)
    let error = #expect(throws: DocumentError.self) {
      try LatencyTable(yaml: yaml, path: "phone.yaml")
    }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  @Test("Operators that are missing are named, and so are those that nobody knows")
  func fit() throws {
    let space = try Self.space()
    func problem(_ change: (inout LatencyTable) -> Void) throws -> String? {
      var table = try LatencyTable(yaml: Self.yaml, path: "phone.yaml")
      change(&table)
      do {
        _ = try LatencyModel(table, of: space, path: "phone.yaml")
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(try problem { _ in } == nil)
    #expect(
      try problem {
        $0.regions = [:]
        $0.operators["avg_pool_3x3"] = nil
      }
        == "phone.yaml: has no latency of \"avg_pool_3x3\", which is an operator of nasbench201; "
        + "add it"
    )
    #expect(
      try problem { $0.operators["nor_conv_3x3"] = nil }?.contains(
        "has no latency of \"nor_conv_3x3 at 0 -> 2\", \"nor_conv_3x3 at 1 -> 2\"") == true)
    #expect(
      try problem { $0.operators["conv"] = 1 }?.contains(
        "unknown operator of nasbench201 \"conv\"") == true)
    #expect(
      try problem { $0.regions["0 -> 9"] = ["nor_conv_3x3": 1] }?.contains(
        "unknown region of nasbench201 \"0 -> 9\"") == true)
    // No connection needs no entry and takes no time, unless somebody says so.
    #expect(try problem { $0.operators["none"] = 0.5 } == nil)
  }

  @Test(
    "Every operator of an architecture stands in a region that offers it, named once",
    arguments: [
      "nasbench101", "nasbench201", "darts", "once-for-all-mobilenetv3", "transnasbench101-macro",
      "einspace", "hnas-bench-201", "autoformer-tiny",
    ])
  func regions(name: String) throws {
    let space = try Self.space(name)
    let regions = space.regions
    #expect(Set(regions.map(\.name)).count == regions.count)
    var random = SplitMix64(seed: 4)
    for _ in 0..<20 {
      let architecture = space.sample(using: &random)
      let placed = space.placedOperators(of: architecture)
      #expect(placed.allSatisfy { regions[$0.region].operators.contains($0.operator) })
      // Nothing that computes is forgotten.
      guard let graph = space.operatorGraph(of: architecture), name != "darts" else { continue }
      let computing = graph.nodes.map { Int($0) }
        .filter { ![.input, .output].contains(space.operators[$0].role) }
      for index in Set(computing) {
        #expect(placed.count { $0.operator == index } >= computing.count { $0 == index })
      }
    }
  }
}
