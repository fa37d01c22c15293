import Spaces
import Wording

/// Prunes the supernet that has every operator on every edge, the first half of TG-NAS's search
/// (arXiv 2404.00271).
///
/// Each round scores what is left when one operator is taken from one edge, and then takes from every
/// edge the operator whose loss hurts least, until one is left on each. A partly pruned supernet is scored
/// as one operator graph in which the operators that remain on an edge run in parallel and add up. Of
/// equal losses the operator that comes first in the space file is taken. No choice is random.
public struct Pruning: SearchStrategy {
  public static let name = "pruning"
  public static let summary = "prunes the supernet until one operator is left on each edge"

  private let space: SearchSpace
  /// The operators that remain on each edge.
  private var alternatives: [[Int]]
  private var isFinished = false

  /// - Throws: ``UserError`` for spaces without operators on edges, and for budgets that the last round
  ///   would exceed.
  public init(_ setting: SearchSetting) throws {
    let (space, budget) = (setting.space, setting.budget)
    guard Pruning.isPossible(in: space) else {
      throw UserError(
        "\(space.name) has no operators on edges, so that there is no supernet to prune; choose "
          + "\(.strategy, PruningEvolution.name)")
    }
    let cost = Pruning.evaluations(of: space, budget: budget)
    guard cost <= budget else {
      throw UserError(
        "pruning \(space.name) takes \(cost) evaluations, and \(.budget) is \(budget); allow \(cost) or "
          + "choose \(.strategy, PruningEvolution.name)")
    }
    self.init(space: space)
  }

  /// - Precondition: ``isPossible(in:)``
  init(space: SearchSpace) {
    self.space = space
    alternatives = Array(repeating: space.edgeOperators, count: space.numberOfEdges)
  }

  static func isPossible(in space: SearchSpace) -> Bool { space.numberOfEdges > 0 }

  /// All supernets and the cell that is left.
  public static func evaluations(of space: SearchSpace, budget: Int) -> Int {
    supernets(of: space) + 1
  }

  /// How many supernets are scored: a round with n operators on an edge scores n for it, the last round 2.
  static func supernets(of space: SearchSpace) -> Int {
    let operators = space.edgeOperators.count
    return space.numberOfEdges * (operators * (operators + 1) / 2 - 1)
  }

  /// The cell that is left; nil as long as an edge has more than one operator.
  var remaining: Architecture? {
    guard alternatives.allSatisfy({ $0.count == 1 }) else { return nil }
    return space.architecture(choosing: alternatives.compactMap(\.first))
  }

  public mutating func propose() -> [Proposal] {
    guard let remaining else { return removals().map { Proposal(.supernet($0)) } }
    defer { isFinished = true }
    return isFinished ? [] : [Proposal(remaining)]
  }

  /// Every supernet that lacks one operator more, edge by edge.
  private func removals() -> [[[Int]]] {
    openEdges.flatMap { edge in
      alternatives[edge].indices.map { place in
        var smaller = alternatives
        smaller[edge].remove(at: place)
        return smaller
      }
    }
  }

  private var openEdges: [Int] { alternatives.indices.filter { alternatives[$0].count > 1 } }

  /// Takes from every edge the operator without which the supernet is best.
  public mutating func observe(_ candidates: [Candidate], evaluations: [Evaluation]) {
    if isFinished { return }
    var position = 0
    for edge in openEdges {
      let places = alternatives[edge].indices
      let best = places.max { first, second in
        evaluations[position + second].isBetter(than: evaluations[position + first])
      }
      position += places.count
      if let best { alternatives[edge].remove(at: best) }
    }
  }
}
