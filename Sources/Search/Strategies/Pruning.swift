import Spaces
import Wording

/// Prunes the supernet that has every operator on every edge. This is the first half of TG-NAS's
/// search (arXiv 2404.00271).
///
/// Each round scores every supernet that lacks one more operator on one edge. It then removes from
/// every edge the operator whose removal leaves the best score, until each edge has one operator
/// left. A partly pruned supernet is scored as one operator graph: the operators that remain on an
/// edge run in parallel and are summed. Of operators whose removal scores the same, the first of
/// the space file is removed. No choice is random.
public struct Pruning: SearchStrategy {
  public static let name = "pruning"
  public static let summary = "prunes the supernet until one operator is left on each edge"
  public static let proposesSupernets = true

  private let space: SearchSpace
  /// For each edge the operators that remain, as indices into the space's operators.
  private var alternatives: [[Int]]
  private var isFinished = false

  /// - Throws: ``UserError`` for a space without operators on edges, and for a budget that the last
  ///   round would exceed.
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
        "pruning \(space.name) takes \(cost) evaluations, and \(.budget) is \(budget); "
          + "allow \(cost) or choose \(.strategy, PruningEvolution.name)")
    }
    self.init(space: space)
  }

  /// - Precondition: ``isPossible(in:)``
  init(space: SearchSpace) {
    self.space = space
    alternatives = space.operatorsOfEdges
  }

  static func isPossible(in space: SearchSpace) -> Bool { space.numberOfEdges > 0 }

  /// The number of all supernets, and 1 for the cell that remains; the budget plays no part.
  public static func evaluations(of space: SearchSpace, budget: Int) -> Int {
    supernets(of: space) + 1
  }

  /// How many supernets are scored. A round with n operators on an edge scores n for that edge. The
  /// last round scores 2.
  static func supernets(of space: SearchSpace) -> Int {
    space.operatorsOfEdges.reduce(0) { sum, operators in
      sum + operators.count * (operators.count + 1) / 2 - 1
    }
  }

  /// The cell that remains; nil while an edge has more than one operator.
  var remaining: Architecture? {
    guard alternatives.allSatisfy({ $0.count == 1 }) else { return nil }
    return space.architecture(choosing: alternatives.compactMap(\.first))
  }

  public mutating func propose() -> [Proposal] {
    guard let remaining else { return removals().map { Proposal(.supernet($0)) } }
    defer { isFinished = true }
    return isFinished ? [] : [Proposal(remaining)]
  }

  /// Every supernet that lacks one more operator, edge by edge.
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

  /// Removes from every edge the operator whose removal leaves the best supernet.
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
