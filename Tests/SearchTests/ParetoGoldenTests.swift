import Foundation
import Search
import TestSupport
import Testing

/// Against numpy, by brute force: `Scripts/goldens/pareto.py`.
@Suite struct ParetoGoldenTests {
  private struct Case: Decodable {
    let points: [[Double]]
    let reference: [Double]
    let fronts: [[Int]]
    let crowding: [Distance]
    let hypervolume: Double
    /// The standard error of the hypervolume; 0 for an exact one.
    let error: Double
    let knee: Int?
  }

  private struct Distance: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      value = (try? container.decode(Double.self)) ?? .infinity
    }
  }

  private static func cases() throws -> [Case] {
    let file = Locations.goldens.appendingPathComponent("pareto/pareto.json")
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
  }

  @Test("Fronts, crowding distances, volumes and knees are those of numpy")
  func goldens() throws {
    let cases = try Self.cases()
    #expect(cases.count == 16)
    #expect(cases.contains { $0.knee != nil })
    for found in cases {
      #expect(NonDominatedSorting.fronts(of: found.points) == found.fronts)
      let front = found.fronts[0].map { found.points[$0] }
      let distances = CrowdingDistance.distances(of: front)
      for (distance, expected) in zip(distances, found.crowding) {
        #expect(distance == expected.value || abs(distance - expected.value) < 1e-12)
      }
      let volume = Hypervolume.volume(of: found.points, above: found.reference)
      // Inclusion and exclusion adds and subtracts 2^12 terms of about 1.
      let tolerance = found.error == 0 ? 1e-11 : 5 * found.error
      #expect(abs(volume - found.hypervolume) <= tolerance)
      if let knee = found.knee {
        #expect(KneePoint.index(in: front).map { found.fronts[0][$0] } == knee)
      }
    }
  }
}
