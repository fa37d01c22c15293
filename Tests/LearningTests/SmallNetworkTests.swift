import Learning
import Randomness
import Tensors
import Testing

@Suite("Small networks") struct SmallNetworkTests {
  private static func data(_ count: Int, seed: UInt64) -> (rows: Matrix, targets: [Float]) {
    var random = SplitMix64(seed: seed)
    var rows = Matrix(rows: count, columns: 3)
    for place in rows.elements.indices { rows.elements[place] = Float(random.normal()) }
    let targets = (0..<count).map { rows[$0, 0] * rows[$0, 1] + max(0, rows[$0, 2]) }
    return (rows, targets)
  }

  @Test("The gradient is that of finite differences")
  func gradient() {
    var random = SplitMix64(seed: 2)
    let network = SmallNetwork(inputs: 3, widths: [5, 4], using: &random)
    let (rows, targets) = Self.data(7, seed: 3)
    let gradient = network.gradient(at: rows, targets: targets)
    #expect(gradient.count == 3 * 5 + 5 + 5 * 4 + 4 + 4 + 1)
    #expect(gradient.contains { $0 != 0 })
    let step: Float = 1e-2
    for place in gradient.indices {
      func loss(_ shift: Float) -> Double {
        var moved = network
        moved.move(place, by: shift)
        return Double(moved.loss(at: rows, targets: targets))
      }
      let difference = (loss(step) - loss(-step)) / Double(2 * step)
      // The error of a central difference in single precision, and of kinks within the step.
      #expect(abs(difference - Double(gradient[place])) < 5e-3, "parameter \(place)")
    }
  }

  @Test("The gradient by pairs, with leaky layers, is that of finite differences")
  func pairwise() {
    var random = SplitMix64(seed: 2)
    let network = SmallNetwork(
      inputs: 3, widths: [5, 4], slope: 0.01, loss: .pairs(margin: 0.1, most: 4), using: &random)
    var (rows, targets) = Self.data(9, seed: 3)
    for place in rows.elements.indices { rows.elements[place] *= 3 }
    targets[1] = targets[0]
    let gradient = network.gradient(at: rows, targets: targets)
    #expect(gradient.contains { $0 != 0 })
    let step: Float = 1e-3
    var far = 0
    for place in gradient.indices {
      func loss(_ shift: Float) -> Double {
        var moved = network
        moved.move(place, by: shift)
        return Double(moved.loss(at: rows, targets: targets))
      }
      let difference = (loss(step) - loss(-step)) / Double(2 * step)
      if abs(difference - Double(gradient[place])) > 5e-3 { far += 1 }
    }
    // A hinge or a kink within the step, here and there.
    #expect(far <= 2, "\(far) of \(gradient.count)")
  }

  @Test("Pairs teach an order, with dropout and short gradients")
  func order() {
    let (rows, targets) = Self.data(400, seed: 4)
    let training = SmallNetwork.Training(
      epochs: 60, batch: 32, rate: 1e-3, dropout: 0.1, longest: 1)
    func fitted() -> SmallNetwork {
      var random = SplitMix64(seed: 5)
      return SmallNetwork(
        rows, targets: targets, widths: [32, 32], training, slope: 0.01,
        loss: .pairs(margin: 0.1, most: 4), using: &random)
    }
    let network = fitted()
    #expect(network.parameters == fitted().parameters)
    let (others, known) = Self.data(200, seed: 6)
    let values = network.values(at: others)
    var (right, all) = (0, 0)
    for first in known.indices {
      for second in known[..<first].indices {
        all += 1
        if (known[first] > known[second]) == (values[first] > values[second]) { right += 1 }
      }
    }
    #expect(Double(right) / Double(all) > 0.85, "\(right) of \(all) pairs")
  }

  @Test("A function is learned; the same seed makes the same network")
  func learned() {
    let (rows, targets) = Self.data(400, seed: 4)
    let training = SmallNetwork.Training(epochs: 60, batch: 32, rate: 3e-3)
    func fitted() -> SmallNetwork {
      var random = SplitMix64(seed: 5)
      return SmallNetwork(rows, targets: targets, widths: [32, 32], training, using: &random)
    }
    let network = fitted()
    #expect(network.parameters == fitted().parameters)
    let (others, known) = Self.data(200, seed: 6)
    let mean = known.reduce(0, +) / 200
    let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200
    #expect(network.loss(at: others, targets: known) < 0.2 * variance)
  }
}
