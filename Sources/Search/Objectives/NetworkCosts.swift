import Networks
import Spaces
import Synchronization
import Tensors

/// The exact costs of a space's networks, each counted once.
///
/// They are kept by architecture and not by what it computes: idle operators are built and cost something.
public final class NetworkCosts: Sendable {
  private let space: SearchSpace
  private let threads: Int
  /// Costs beyond these are forgotten, so that a search without end does not fill the memory.
  private static let mostKnown = 100_000
  /// Nil for a network that is too small for its strides.
  private let known = Mutex<[Architecture: NetworkCost?]>([:])

  public init(of space: SearchSpace, threads: Int) {
    (self.space, self.threads) = (space, threads)
  }

  /// One cost for each architecture, in order; nil for a network that is too small or too large to be built.
  ///
  /// - Throws: `NetworkError` when the space has no networks at all.
  func costs(of architectures: [Architecture]) throws -> [NetworkCost?] {
    let dataSet = try space.dataSet()
    let missing = known.withLock { known in
      if known.count > NetworkCosts.mostKnown { known = [:] }
      return Array(Set(architectures.filter { known[$0] == nil })).sorted()
    }
    let size = 16
    let counted = Parallel.map((missing.count + size - 1) / size, threads: threads) { chunk, _ in
      missing[chunk * size..<min(missing.count, (chunk + 1) * size)].map { architecture in
        Result { () throws(NetworkError) in
          NetworkCost(of: try self.space.network(of: architecture, for: dataSet))
        }
      }
    }.flatMap { $0 }
    var costs: [NetworkCost?] = []
    for result in counted {
      switch result {
      case .success(let cost): costs.append(cost)
      case .failure(let error) where error.isDueToSize: costs.append(nil)
      case .failure(let error): throw error
      }
    }
    return known.withLock { known in
      for (architecture, cost) in zip(missing, costs) {
        known.updateValue(cost, forKey: architecture)
      }
      return architectures.map { known[$0] ?? nil }
    }
  }

  /// A number of each cost; infinite where there is no network.
  func values(
    of architectures: [Architecture], _ number: (NetworkCost) -> Int
  ) throws -> [Double] {
    try costs(of: architectures).map { $0.map { Double(number($0)) } ?? .infinity }
  }
}
