import Spaces

/// The effect of each operator of an architecture on its score. An effect is the change in score
/// when the operator is removed, or replaced by another operator that the space offers in its
/// place.
public struct Explanation: Sendable {
  /// An architecture that differs in one operator.
  public struct Change: Sendable, Equatable {
    /// The new operator, as an index into the space's operators; nil for a removal.
    public let replacement: Int?
    /// The score of the changed architecture; higher is better.
    public let score: Double
    /// ``score`` minus the score of the explained architecture. Below 0 when the change hurts.
    public let difference: Double
  }

  /// The effect of the operator in one place.
  public struct Effect: Sendable, Equatable {
    /// The place and its operator.
    public let place: OperatorPlace
    /// Nil when nothing can be removed, or when the scorer cannot score the remainder.
    public let removal: Change?
    /// One change for each other operator that the space offers there, in the order of the space.
    public let replacements: [Change]
  }

  /// The explained architecture.
  public let architecture: Architecture
  /// The score of the architecture; higher is better.
  public let score: Double
  /// Why an architecture that computes something has no score; nil when it has one.
  public let unscored: Unscored?
  /// One effect for each place, in the order of the space.
  public let effects: [Effect]

  /// Explains an architecture by a scorer.
  ///
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
      // Two architectures that compute nothing do not differ, although infinity minus infinity is
      // NaN.
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
  /// For each place a number that says how much the operator there is worth.
  public enum Worth: Sendable, Equatable {
    /// The change in score when the operator is removed; nil when it cannot be removed.
    case removal([Double?])
    /// The mean change in score over all replacements; nil when there are none.
    case replacement([Double?])
  }

  /// The worth by removal when every operator other than a zero can be removed, else by
  /// replacement. Numbers of the two kinds cannot be compared.
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
