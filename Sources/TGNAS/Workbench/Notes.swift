import Operators
import Predictor
import Proxies
import Spaces
import Surrogates
import Wording

// Sentences on what users should know of scores.

/// More sentences of one kind than this become one, unless the user asks for all.
private let mostAlike = 3

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
  /// Notes on how operators were read from their descriptions.
  ///
  /// - Parameters:
  ///   - tellingKnownWordings: of which operators the readings of known wordings are reported, too
  ///   - all: tells every operator in a sentence of its own, however many there are
  public func notes(
    all: Bool, tellingKnownWordings: (OperatorReading) -> Bool = { _ in false }
  ) -> [Sentence] {
    let told = compactMap { reading in
      reading.note(tellingKnownWordings: tellingKnownWordings(reading)).map { (reading, $0) }
    }
    let groups = Dictionary(grouping: told.indices) { Kind(of: told[$0].0) }
    return told.indices.compactMap { place in
      let (reading, sentence) = told[place]
      let kind = Kind(of: reading)
      guard !all, let group = groups[kind], group.count > mostAlike,
        let merged = kind.sentence(on: group.map { told[$0].0 })
      else { return sentence }
      // Where the first of them would stand.
      return group[0] == place ? merged : nil
    }
  }

  /// What a sentence on a reading says.
  private enum Kind: Hashable {
    case outOfReach, unsure, doubtful, read

    init(of reading: OperatorReading) {
      self =
        reading.outOfReach != nil
        ? .outOfReach : reading.isDoubtful ? .doubtful : reading.isUnsure ? .unsure : .read
    }

    /// One sentence on several readings; nil where each needs its own.
    func sentence(on readings: [OperatorReading]) -> Sentence? {
      let names = readings.map { "\($0.operator.name) as \($0.words)" }.joined(separator: "; ")
      return switch self {
      case .outOfReach: nil
      case .unsure:
        "warning: \(readings.count) operators are read in a way that is far from sure: \(names): "
          + "describe them otherwise, or state their attributes in the space file; "
          + "\(set: .verbose) tells more"
      case .doubtful:
        "warning: the descriptions of \(readings.count) operators resemble no operator that is "
          + "known. They are scored as something like this: \(names): state their attributes in "
          + "the space file if that is wrong; \(set: .verbose) tells more"
      case .read:
        "note: \(readings.count) operators are read from their descriptions: \(names); "
          + "\(set: .verbose) tells more"
      }
    }
  }

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
    let read = operatorsWithReadLayers.compactMap { name in
      operators.first { $0.name == name }?.lowering.map { (name: name, words: $0.same.words) }
    }
    if read.count > mostAlike {
      let layers = read.map { "\($0.name): \($0.words)" }.joined(separator: "; ")
      return [
        "note: \(read.count) operators are built as their descriptions are read: \(layers); other "
          + "layers are stated by \"lowering\" in a space file"
      ]
    }
    return read.map { name, words in
      "note: \(name) is built as its description is read: \(words); other layers "
        + "are stated by \"lowering\" in a space file"
    }
  }
}
