import Networks
import Proxies
import Scoring
import Spaces
import Wording

/// Scores architectures by a formula over proxies.
public struct FormulaScorer: Scorer {
  /// The formula with its sources.
  public let file: FormulaFile
  private let terminals: TerminalTable
  private let evaluator: ProxyEvaluator
  /// The learned predictor, where the formula has its score.
  private let learned: (any Scorer)?

  /// The space of the evaluator.
  public var space: SearchSpace { evaluator.space }
  /// The name of the formula, and the labels that chose it.
  public var identity: ScorerIdentity {
    let seen = file.labelsSeen + (learned?.identity.weights?.labelsSeen ?? [])
    return ScorerIdentity(
      "formula:\(file.path ?? file.name)",
      weights: seen.isEmpty
        ? nil : .init(name: file.name, labelsSeen: Set(seen).sorted(), path: file.path))
  }

  /// The formula, and on which scale its terminals are.
  public var note: Sentence {
    let constant = terminals.constant
    let remark =
      constant.isEmpty
      ? "" : "; \(list(constant)) never \(constant.count == 1 ? "varies" : "vary") there, so as 0"
    return
      "note: scored by \(file.formula.description), in robust z-scores of "
      + "\(TerminalTable.sampleSize) random architectures of \(space.name) "
      + "(seed \(TerminalTable.seed))\(remark)\(origin)\(blindness)"
      + (file.formula.isMeasured ? "; measured on " + evaluator.context.measurement.sentence : "")
  }

  /// Whose labels chose the formula; nothing for one that a person wrote.
  private var origin: String {
    guard !file.sources.isEmpty, file.seenSpace(of: space) == nil else { return "" }
    let count = file.sources.count
    return "; chosen by labels of \(count) other space\(count == 1 ? "" : "s")"
  }

  /// A remark when labels of the space had been looked at when a terminal was designed.
  private var blindness: String {
    let own = [space.name] + space.bases
    let seen = file.formula.terminals.filter { name in
      FormulaTerminals.proxiesByName[name]?.labelsSeen.contains(where: own.contains) == true
    }
    return seen.isEmpty
      ? ""
      : "; labels of this space had been looked at when \(list(seen)) "
        + "\(seen.count == 1 ? "was" : "were") designed, so that its figures here are not blind"
  }

  /// - Parameter learned: the learned predictor, for ``FormulaTerminals/learned``
  /// - Throws: `NetworkError` when networks of the space cannot be built or `learned` is missing,
  ///   and any error of making the proxies.
  public init(
    _ file: FormulaFile, by evaluator: ProxyEvaluator, learned: (any Scorer)? = nil
  ) throws {
    self.file = file
    self.evaluator = evaluator
    terminals = try TerminalTable(file.formula.terminals, by: evaluator, learned: learned)
    self.learned = file.formula.terminals.contains(FormulaTerminals.learned) ? learned : nil
  }

  /// One score for each architecture, in order, [B]. Minus infinity for an architecture that
  /// computes nothing or whose network cannot be built.
  public func scores(of architectures: [Architecture]) -> Scores {
    let rows = terminals.rows(of: architectures)
    var reasons: [Int: Sentence] = [:]
    var (places, known): ([Int], [[Double]]) = ([], [])
    for (place, row) in rows.enumerated() {
      switch row {
      case .success(let values?):
        places.append(place)
        known.append(values)
      case .success(nil): break
      case .failure(let error): reasons[place] = error.sentence
      }
    }
    let values = file.formula.values(count: known.count) { name in
      let column = terminals.names.firstIndex(of: name) ?? 0
      return known.map { $0[column] }
    }
    var scores = [Double](repeating: -.infinity, count: architectures.count)
    for (place, value) in zip(places, values) {
      // A square of squares may overflow; the order of such formulas means nothing.
      if value.isFinite {
        scores[place] = value
      } else {
        reasons[place] = "the formula gives no finite number"
      }
    }
    return Scores(scores, reasons: reasons)
  }
}
