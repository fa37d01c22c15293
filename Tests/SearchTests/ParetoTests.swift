import Randomness
import Search
import Testing

@Suite struct ParetoTests {
  /// Points on a coarse grid, so that many coordinates and some points are equal.
  private static func points(
    _ count: Int, objectives: Int, grid: Int, seed: UInt64
  ) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      (0..<objectives).map { _ in Double(random.integer(below: grid)) }
    }
  }

  @Test("Dominance is strict, and equal points do not dominate each other")
  func dominance() {
    #expect(dominates([1, 2], [1, 1]))
    #expect(!dominates([1, 2], [1, 2]))
    #expect(!dominates([1, 2], [2, 1]))
    #expect(!dominates([1, 1], [1, 2]))
    #expect(dominates([0, 0], [-.infinity, 0]))
  }

  @Test("Fronts are those of the definition", arguments: 1...5)
  func fronts(objectives: Int) {
    for seed in 0..<20 as Range<UInt64> {
      for (count, grid) in [(0, 3), (1, 3), (30, 4), (120, 12), (60, 100_000)] {
        let points = Self.points(count, objectives: objectives, grid: grid, seed: seed)
        #expect(
          NonDominatedSorting.fronts(of: points) == NonDominatedSorting.naiveFronts(of: points))
      }
    }
  }

  @Test("A front of equal points is one front")
  func ties() {
    #expect(
      NonDominatedSorting.fronts(of: [[1, 1], [0, 1], [1, 1], [0, 0]]) == [[0, 2], [1], [3]])
  }

  @Test("Crowding distances are those of the paper's example of a front")
  func crowding() {
    let front: [[Double]] = [[0, 10], [1, 6], [4, 4], [10, 0]]
    let distances = CrowdingDistance.distances(of: front)
    #expect(distances[0] == .infinity)
    #expect(distances[3] == .infinity)
    // (4 - 0) / 10 + (10 - 4) / 10, and (10 - 1) / 10 + (6 - 0) / 10.
    #expect(abs(distances[1] - 1.0) < 1e-12)
    #expect(abs(distances[2] - 1.5) < 1e-12)
    #expect(CrowdingDistance.distances(of: [[1, 2]]) == [.infinity])
    #expect(CrowdingDistance.distances(of: [[1, 2], [1, 2], [1, 2]]) == [0, 0, 0])
    #expect(CrowdingDistance.distances(of: []) == [])
  }

  @Test("Crowding distances do not depend on units or order")
  func crowdingInvariance() {
    var random = SplitMix64(seed: 3)
    let front = (0..<40).map { place in [Double(place), -Double(place * place)] }
    let distances = CrowdingDistance.distances(of: front)
    var order = Array(front.indices)
    order.shuffle(using: &random)
    let moved = CrowdingDistance.distances(
      of: order.map { [8 * front[$0][0] - 3, front[$0][1] / 4] })
    for (place, index) in order.enumerated() {
      #expect(
        distances[index] == moved[place] || abs(distances[index] - moved[place]) < 1e-12)
    }
  }

  @Test("Volumes are those of the cells of a grid", arguments: 1...5)
  func volumes(objectives: Int) {
    for seed in 0..<15 as Range<UInt64> {
      let points = Self.points(8, objectives: objectives, grid: 6, seed: seed)
      for reference in [0.0, 2, 9] {
        let reference = [Double](repeating: reference, count: objectives)
        // Whole numbers, so that nothing is rounded.
        #expect(
          Hypervolume.volume(of: points, above: reference)
            == Hypervolume.naiveVolume(of: points, above: reference))
      }
    }
  }

  @Test("A volume grows with a better point, and not with a dominated one", arguments: 2...5)
  func growth(objectives: Int) {
    let points = Self.points(12, objectives: objectives, grid: 1_000, seed: 7)
    let reference = [Double](repeating: -1, count: objectives)
    let volume = Hypervolume.volume(of: points, above: reference)
    let worse = points[0].map { $0 - 0.5 }
    #expect(Hypervolume.volume(of: points + [worse], above: reference) == volume)
    let best = [Double](repeating: 1_001, count: objectives)
    #expect(Hypervolume.volume(of: points + [best], above: reference) > volume)
    #expect(
      Hypervolume.volume(of: points.reversed(), above: reference) == volume)
  }

  @Test("The knee is the point farthest from the line through the ends")
  func knee() {
    // Distances to the line from (0, 1) to (1, 0), scaled.
    let front: [[Double]] = [[0, 100], [3, 95], [6, 80], [9, 30], [10, 0]]
    #expect(KneePoint.index(in: front) == 2)
    func distance(_ point: [Double]) -> Double {
      (point[0] / 10 + point[1] / 100 - 1) / 2.squareRoot()
    }
    let farthest = front.indices.max { distance(front[$0]) < distance(front[$1]) }
    #expect(KneePoint.index(in: front) == farthest)
    #expect(KneePoint.index(in: []) == nil)
    #expect(KneePoint.index(in: [[1, 2]]) == 0)
    #expect(KneePoint.index(in: [[5, 1], [5, 3], [5, 2]]) == 1)
  }
}
