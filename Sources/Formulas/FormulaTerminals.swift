import Foundation
import Networks
import Proxies
import Randomness
import Scoring
import Spaces
import Statistics
import Surrogates
import Tensors
import Wording

/// The numbers of an architecture that formulas can use, by their names: proxies in closed form,
/// and statistics of the operator graph.
public enum FormulaTerminals {
  /// All proxies but sums whose weights were chosen by labels: formulas are to find such sums.
  public static var proxies: [String] { proxiesByName.keys.sorted() }
  /// Statistics of the operator graph.
  public static var statistics: [String] { statisticsByName.keys.sorted() }
  /// Both, in alphabetical order: what formulas are evolved from, unless more is asked for.
  public static var names: [String] { (proxies + statistics).sorted() }
  /// Proxies that run each network on images.
  public static var measured: [String] { measuredByName.keys.sorted() }
  /// The score of the learned predictor, by weights that saw no label of the space.
  public static let learned = "learned_score"
  /// All names that a formula may have, in alphabetical order.
  public static var known: [String] { (names + measured + [learned]).sorted() }

  static let measuredByName: [String: any Proxy.Type] = Dictionary(
    uniqueKeysWithValues: ProxyRegistry.measured.map { (identifier(of: $0.name), $0) })
  /// The proxy of that name.
  static func proxy(_ name: String) -> (any Proxy.Type)? {
    proxiesByName[name] ?? measuredByName[name]
  }

  static let proxiesByName: [String: any Proxy.Type] = Dictionary(
    uniqueKeysWithValues: ProxyRegistry.registered.filter { proxy in
      ![Capacity.name, UsableSize.name].contains(proxy.name)
    }.map { (identifier(of: $0.name), $0) })
  static let statisticsByName: [String: Int] = Dictionary(
    uniqueKeysWithValues: GraphStatistics.names.enumerated().filter {
      // Relative costs know nothing of channels; flops does.
      !$0.element.hasSuffix("cost")
    }.map { ("graph_" + identifier(of: $0.element), $0.offset) })

  /// A name as formulas write it: `synflow_closed` for `synflow-closed`.
  private static func identifier(of name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  /// - Throws: `UnknownNameError` for the first name that is none.
  package static func check(_ names: [String]) throws {
    for name in names
    where name != learned && proxy(name) == nil && statisticsByName[name] == nil {
      throw UnknownNameError(kind: "terminal", name: name, known: known)
    }
  }
}

/// The terminals of architectures of one space, on the scale of random architectures of it.
package struct TerminalTable: Sendable {
  /// How many random architectures set the scale.
  static let sampleSize = 256
  static let seed: UInt64 = 0
  /// Robust z-scores end here.
  package static let largest = 8.0

  /// The terminals of an architecture, in the order of the names; nil where it computes nothing.
  package typealias Row = Result<[Double]?, NetworkError>

  /// The median of a terminal, and its deviation: 0 where it never varies.
  private typealias Scale = (median: Double, deviation: Double)

  /// The names of the terminals.
  let names: [String]
  private let source: Source
  private let scales: [Scale]

  /// Names of terminals that never vary among random architectures of the space: they are 0.
  package var constant: [String] {
    names.indices.filter { scales[$0].deviation == 0 }.map { names[$0] }
  }

  /// - Parameter learned: the learned predictor; nil where its score is no terminal
  /// - Throws: `UnknownNameError` for a name that is no terminal, and `NetworkError` when none of
  ///   the sampled architectures has all terminals.
  package init(
    _ names: [String], by evaluator: ProxyEvaluator, learned: (any Scorer)? = nil
  ) throws {
    let source = try Source(names, by: evaluator, learned)
    var random = SplitMix64(seed: TerminalTable.seed)
    let rows = source.rows(
      of: (0..<TerminalTable.sampleSize).map { _ in evaluator.space.sample(using: &random) })
    // Networks that cannot be built do not set the scale.
    let known = rows.compactMap { row in
      if case .success(let values) = row { values } else { nil }
    }
    guard !known.isEmpty else {
      for case .failure(let error) in rows { throw error }
      throw NetworkError(
        "none of \(TerminalTable.sampleSize) random architectures of \(evaluator.space.name) "
          + "computes something")
    }
    (self.names, self.source) = (names, source)
    scales = names.indices.map { column in TerminalTable.scale(of: known.map { $0[column] }) }
  }

  /// Robust z-scores of each architecture: the logarithm of the size, with its sign, minus the
  /// median, in deviations (1.4826 times the median distance from the median), at most ``largest``.
  package func rows(of architectures: [Architecture]) -> [Row] {
    source.rows(of: architectures).map { row in
      row.map { values in
        values.map { zip($0, scales).map(TerminalTable.score) }
      }
    }
  }

  /// The same of recorded values, on the scale of these themselves.
  package static func scaled(_ values: [Double]) -> [Double] {
    let scale = scale(of: values)
    return values.map { score($0, scale) }
  }

  private static func score(_ value: Double, _ scale: Scale) -> Double {
    guard scale.deviation > 0 else { return 0 }
    return min(largest, max(-largest, (logarithm(value) - scale.median) / scale.deviation))
  }

  private static func logarithm(_ value: Double) -> Double {
    value < 0 ? -log1p(-value) : log1p(value)
  }

  private static func scale(of values: [Double]) -> Scale {
    // A measured proxy has no value of some networks: minus infinity.
    let sorted = values.map(logarithm).filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return (0, 0) }
    let median = median(ofSorted: sorted)
    let distance = self.median(ofSorted: sorted.map { abs($0 - median) }.sorted())
    // More than half of the values may be equal and the others not.
    let mean = sorted.reduce(0, +) / Double(sorted.count)
    let spread =
      (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sorted.count)).squareRoot()
    let tiny = 1e-9 * max(1, abs(median))
    return (median, distance > tiny ? 1.4826 * distance : spread > tiny ? spread : 0)
  }

  private static func median(ofSorted values: [Double]) -> Double {
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
  }
}

extension TerminalTable {
  /// Computes terminals, not on a scale.
  private struct Source: Sendable {
    private enum Terminal: Sendable {
      case proxy(any Proxy.Type)
      case learned(any Scorer)
      /// A column of the statistics.
      case statistic(Int)
    }

    private let terminals: [Terminal]
    private let evaluator: ProxyEvaluator
    private let statistics: GraphStatistics?

    init(_ names: [String], by evaluator: ProxyEvaluator, _ learned: (any Scorer)?) throws {
      try FormulaTerminals.check(names)
      terminals = try names.compactMap { name -> Terminal? in
        if name == FormulaTerminals.learned {
          guard let learned else {
            throw NetworkError("\(evaluator.space.name) has no learned score here")
          }
          return .learned(learned)
        }
        return FormulaTerminals.proxy(name).map { .proxy($0) }
          ?? FormulaTerminals.statisticsByName[name].map { .statistic($0) }
      }
      statistics =
        try names.contains { FormulaTerminals.statisticsByName[$0] != nil }
        ? GraphStatistics(evaluator.context.attributes()) : nil
      self.evaluator = evaluator
      for case .proxy(let proxy) in terminals { try evaluator.add(proxy) }
    }

    func rows(of architectures: [Architecture]) -> [Row] {
      let threads = evaluator.context.threads
      let graphs = Parallel.map(architectures.count, threads: threads) { index, _ in
        evaluator.space.operatorGraph(of: architectures[index])
      }
      let connected = architectures.indices.filter { graphs[$0] != nil }
      let computing = connected.map { architectures[$0] }
      evaluator.evaluate(computing)
      let columns = terminals.map { terminal -> [Result<Double, NetworkError>]? in
        switch terminal {
        case .statistic: return nil
        case .learned(let scorer):
          let scores = scorer.scores(of: computing)
          return scores.values.indices.map { place in
            scores.values[place].isFinite
              ? .success(scores.values[place])
              : .failure(NetworkError("the network has no learned score"))
          }
        case .proxy(let proxy):
          do {
            return try evaluator.values(of: computing, by: proxy)
          } catch {
            preconditionFailure("\(proxy.name) was made before: \(error)")
          }
        }
      }
      let found = Parallel.map(connected.count, threads: threads) { number, _ -> Row in
        let graph = graphs[connected[number]]
        let row = statistics.flatMap { statistics in
          graph.map { statistics.row(of: $0.canonicalForm.graph) }
        }
        return Result { () throws(NetworkError) in
          var values: [Double] = []
          for (terminal, column) in zip(terminals, columns) {
            switch terminal {
            case .statistic(let place): values.append(row?[place] ?? 0)
            case .learned: values.append(try column?[number].get() ?? 0)
            case .proxy(let proxy):
              let value = try column?[number].get() ?? 0
              guard value.isFinite || (proxy.kind.isMeasured && value == -.infinity) else {
                throw NetworkError("\(proxy.name) of the network is no finite number")
              }
              values.append(value)
            }
          }
          return values
        }
      }
      var rows = [Row](repeating: .success(nil), count: architectures.count)
      for (place, row) in zip(connected, found) { rows[place] = row }
      return rows
    }
  }
}
