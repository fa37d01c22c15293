import Operators
import Predictor
import Proxies
import Spaces
import Surrogates
import Wording

// Sentences on what users should know of scores.

extension SourceSupport {
  /// The support of a space as a clause: share, sample and seed.
  func sentence(on space: SearchSpace, by provenance: Provenance) -> String {
    let percents = wholeNumber(100 * share)
    return
      "\(percents) % of \(SourceSupport.sampleSize) random cells of \(space.name) "
      + "(seed \(SourceSupport.seed)) are "
      + "like those that the weights \"\(provenance.recipeName)\" learned from, less than "
      + "\(Int(100 * SourceSupport.least)) %"
  }
}

extension OperatorReading {
  /// A note on how the operator was read from its description; nil when its attributes are given.
  ///
  /// - Parameter tellingKnownWordings: also reports the readings of known wordings
  public func note(tellingKnownWordings: Bool = false) -> Sentence? {
    switch source {
    case .typed, .role: return nil
    case .exact where outOfReach != nil: break
    case .exact where !tellingKnownWordings: return nil
    case .exact, .read, .estimated: break
    }
    if let outOfReach {
      return
        "warning: \"\(`operator`.description)\" states a number that is too large (\(outOfReach)); "
        + "\(`operator`.name) is read without it, as \(words)"
    }
    if isUnsure, !isDoubtful {
      return
        "warning: operator \(`operator`.name) is read as \(words) (\(evidence)), which is far from "
        + "sure: describe it otherwise, or state its attributes in the space file"
    }
    return isDoubtful
      ? "warning: \"\(`operator`.description)\" resembles no operator that is known; "
        + "\(`operator`.name) is scored as \(words) (\(evidence)): state its attributes in the "
        + "space file if that is wrong"
      : "note: operator \(`operator`.name) is read as \(words) (\(evidence))"
  }
}

extension [OperatorReading] {
  /// One note for each group of operators that predictors cannot distinguish.
  public var ties: [Sentence] {
    let computing = filter { $0.operator.role == .operation }
    let groups = Dictionary(grouping: computing.indices) { computing[$0].attributes }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }.map { group in
      let names = group.map { computing[$0].operator.name }
      return
        "note: \(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1]) are read "
        + "alike: architectures that differ in these alone tie; "
        + "state \"attributes\" in a space file to tell them apart"
    }
  }
}

extension SearchSpace {
  /// A note on the layers that follow from the descriptions of operators; empty where all are
  /// stated.
  public var layerNotes: [Sentence] {
    operatorsWithReadLayers.compactMap { name in
      operators.first { $0.name == name }?.lowering.map { lowering in
        "note: \(name) is built as its description is read: \(lowering.same.words); other layers "
          + "are stated by \"lowering\" in a space file"
      }
    }
  }
}
