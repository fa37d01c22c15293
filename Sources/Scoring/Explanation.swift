import Spaces

/// What each operator of an architecture does for its score: how the score changes when the operator is
/// removed, or replaced by each other operator that the space offers in its place.
public struct Explanation: Sendable {
  /// An architecture that differs in one operator.
  public struct Change: Sendable, Equatable {
    /// What stands in the operator's place, as an index into the space's operators; nil for nothing.
    public let replacement: Int?
    public let score: Double
    /// ``score`` less that of the explained architecture: below 0 where the change hurts.
    public let difference: Double
  }

  public struct Effect: Sendable, Equatable {
    public let place: OperatorPlace
    /// Nil where nothing can be removed, or where the scorer cannot score what is left.
    public let removal: Change?
    public let replacements: [Change]
  }

  public let architecture: Architecture
  /// Higher is better.
  public let score: Double
  /// Why the architecture has no score though it computes something; nil when it has one.
  public let unscored: Unscored?
  /// One for each place, in the order of the space.
  public let effects: [Effect]

  /// - Complexity: as many scores as there are places times choices, all in one batch
  public init(of architecture: Architecture, by scorer: any Scorer) {
    let places = scorer.space.places(of: architecture)
    var architectures = [architecture]
    var graphs: [OperatorGraph?] = []
    for place in places {
      architectures += place.replacements.map(\.architecture)
      switch place.removal {
      case .architecture(let remainder): architectures.append(remainder)
      case .graph(let remainder) where scorer.graphs != nil: graphs.append(remainder)
      case .graph, nil: break
      }
    }
    let found = scorer.scores(of: architectures)
    var scores = found.values.makeIterator()
    var ofGraphs =
      graphs.isEmpty
      ? [].makeIterator() : (scorer.graphs?.scores(ofGraphs: graphs) ?? []).makeIterator()
    func next(_ scores: inout IndexingIterator<[Double]>) -> Double {
      guard let score = scores.next() else {
        preconditionFailure("a scorer answers every question")
      }
      return score
    }
    let score = next(&scores)
    func change(to replacement: Int?, _ changed: Double) -> Change {
      // Two that compute nothing do not differ, whatever infinity less infinity is.
      Change(
        replacement: replacement, score: changed,
        difference: changed == score ? 0 : changed - score)
    }
    self.architecture = architecture
    self.score = score
    unscored = found.reasons[0].map { Unscored(count: 1, first: architecture, reason: $0) }
    effects = places.map { place in
      let replacements = place.replacements.map { change(to: $0.operator, next(&scores)) }
      let removal: Change? =
        switch place.removal {
        case .architecture: change(to: nil, next(&scores))
        case .graph where scorer.graphs != nil: change(to: nil, next(&ofGraphs))
        case .graph, nil: nil
        }
      return Effect(place: place, removal: removal, replacements: replacements)
    }
  }
}

extension Explanation {
  /// One number for each place that says what the operator there is worth.
  public enum Worth: Sendable, Equatable {
    /// The change in score when the operator is removed; nil where there is none to remove.
    case removal([Double?])
    /// The mean change in score over the operators that can replace it; nil where there are none.
    case replacement([Double?])
  }

  /// By removal where every operator that passes something on can be removed, else by replacement: numbers
  /// of both kinds cannot be compared.
  public func worth(in space: SearchSpace) -> Worth {
    let areRemovable = effects.allSatisfy { effect in
      effect.removal != nil || space.operators[effect.place.operator].role == .zero
    }
    if areRemovable { return .removal(effects.map { $0.removal?.difference }) }
    return .replacement(
      effects.map { effect in
        let differences = effect.replacements.map(\.difference)
        return differences.isEmpty
          ? nil : differences.reduce(0, +) / Double(differences.count)
      })
  }
}
