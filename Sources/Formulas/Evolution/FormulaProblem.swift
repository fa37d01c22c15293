import Files
import Networks
import Proxies
import Randomness
import Scoring
import Spaces
import Statistics
import Tables
import Wording

/// Labelled architectures of one space, with the terminals that formulas see of them.
public struct FormulaProblem: Sendable {
  /// The most architectures of a space.
  public static let mostArchitectures = 1000
  private static let seed: UInt64 = 0

  /// The space.
  public let space: SearchSpace
  /// The architectures that are used.
  public let architectures: [Architecture]
  /// Names of terminals that the space does not have.
  public let missing: [String]
  /// The columns of accuracies, and their values.
  public let accuracies: [(column: String, values: [Double])]

  /// The column of each terminal that the space has.
  private let places: [String: Int]
  /// The columns one after the other, [d][n].
  private let columns: [Double]
  /// The centred ranks of each column of accuracies, of length 1.
  private let targets: [[Double]]
  /// The path of the table of accuracies.
  private let path: String
  private let sha256: String

  /// Random architectures of a table, each canonical form once, with terminals that are computed.
  ///
  /// - Parameters:
  ///   - terminals: names, in the order of the columns
  ///   - learned: the learned predictor; nil where its score is no terminal
  /// - Throws: `TableError` for a column without an order, and any error of making the proxies.
  public init(
    _ networks: TrainedNetworks, terminals: [String], by evaluator: ProxyEvaluator,
    learned: (any Scorer)? = nil
  ) throws {
    let places = FormulaProblem.sample(
      Array(networks.architectures.indices), networks.architectures, of: evaluator.space)
    let scaled = try ScaledTerminals(
      terminals, of: places.map { networks.architectures[$0] }, by: evaluator, learned: learned)
    let accuracies = try networks.accuracyColumns.map { column in
      let numbers = try networks.numbers(column)
      return (column: column, values: scaled.known.map { numbers[places[$0]] })
    }
    try self.init(
      evaluator.space, scaled.known.map { networks.architectures[places[$0]] }, terminals,
      scaled.columns, accuracies, of: networks)
  }

  /// All architectures of one task whose measured proxies others have recorded. Proxies in closed
  /// form are computed.
  ///
  /// - Parameters:
  ///   - networks: the table that the task's accuracies are from
  ///   - terminals: names, in the order of the columns
  /// - Throws: as ``init(_:terminals:by:learned:)``
  public init(
    _ task: RecordedProxies.Task, _ networks: TrainedNetworks, terminals: [String],
    by evaluator: ProxyEvaluator, learned: (any Scorer)? = nil
  ) throws {
    let computed = terminals.filter { FormulaTerminals.measuredByName[$0] == nil }
    let scaled = try ScaledTerminals(
      computed, of: task.architectures, by: evaluator, learned: learned)
    var columns: [[Double]] = []
    for name in terminals {
      if let place = computed.firstIndex(of: name) {
        columns.append(scaled.columns[place])
      } else {
        let values = task.values[name].map(TerminalTable.scaled) ?? []
        columns.append(values.isEmpty ? [] : scaled.known.map { values[$0] })
      }
    }
    try self.init(
      evaluator.space, scaled.known.map { task.architectures[$0] }, terminals, columns,
      [(task.column, scaled.known.map { task.accuracies[$0] })], of: networks)
  }

  private init(
    _ space: SearchSpace, _ architectures: [Architecture], _ terminals: [String],
    _ columns: [[Double]], _ accuracies: [(column: String, values: [Double])],
    of networks: TrainedNetworks
  ) throws {
    (self.space, self.architectures, self.accuracies) = (space, architectures, accuracies)
    let present = terminals.indices.filter { !columns[$0].isEmpty }
    missing = terminals.indices.filter { columns[$0].isEmpty }.map { terminals[$0] }
    places = Dictionary(uniqueKeysWithValues: zip(present.map { terminals[$0] }, 0...))
    self.columns = present.flatMap { columns[$0] }
    path = networks.table.path
    targets = try accuracies.map { column, values in
      try FormulaProblem.directions(values).orThrow(
        TableError(
          path: networks.table.path,
          "column \"\(column)\" has the same value for all architectures that are used"))
    }
    sha256 = try Digest.sha256(ofFile: networks.table.path)
  }

  /// Random ones of the architectures, each canonical form once.
  ///
  /// - Throws: `TableError` for a column without an order.
  public func sampled(of networks: TrainedNetworks) throws -> FormulaProblem {
    let places = FormulaProblem.sample(Array(architectures.indices), architectures, of: space)
    func chosen(_ values: [Double]) -> [Double] { places.map { values[$0] } }
    let names = self.places.keys.sorted() + missing
    return try FormulaProblem(
      space, places.map { architectures[$0] }, names, names.map { column($0).map(chosen) ?? [] },
      accuracies.map { ($0.column, chosen($0.values)) }, of: networks)
  }

  /// Random places, each canonical form once, in a random order.
  private static func sample(
    _ places: [Int], _ architectures: [Architecture], of space: SearchSpace
  ) -> [Int] {
    var places = places
    var random = SplitMix64(seed: seed)
    random.shuffle(&places)
    var seen: Set<OperatorGraph.CanonicalForm> = []
    var chosen: [Int] = []
    for place in places where chosen.count < mostArchitectures {
      guard let graph = space.operatorGraph(of: architectures[place]) else { continue }
      // Whole networks are long graphs whose forms are not needed: they are listed once.
      if space.isMadeOfCells, !seen.insert(graph.canonicalForm).inserted { continue }
      chosen.append(place)
    }
    return chosen
  }

  private static func directions(_ values: [Double]) throws -> [Double]? {
    let ranks = try RankCorrelation.averageRanks(values)
    let centre = Double(values.count + 1) / 2
    let length = ranks.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }.squareRoot()
    return length > 0 ? ranks.map { ($0 - centre) / length } : nil
  }

  /// The values of a terminal, [n]; nil where the space does not have it.
  package func column(_ name: String) -> [Double]? {
    let count = architectures.count
    return places[name].map { Array(columns[$0 * count..<($0 + 1) * count]) }
  }

  /// The values of a formula; nil where one of its terminals is missing, or a value is no number.
  func values(of formula: Formula) -> [Double]? {
    let values = FormulaProgram(formula, places: places)?.values(
      count: architectures.count, of: columns)
    return values.flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil }
  }

  /// Spearman's rho with each column of accuracies; 0 for constant values.
  func spearman(_ values: [Double]) -> [Double] {
    let ranks = RankSort.centredRanks(of: values)
    let length = FormulaProblem.product(ranks, ranks).squareRoot()
    guard length > 0 else { return targets.map { _ in 0 } }
    return targets.map { target in
      FormulaProblem.product(ranks, target) / length
    }
  }

  /// Eight sums side by side, which takes less time than one.
  private static func product(_ left: [Double], _ right: [Double]) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    let whole = left.count / 8 * 8
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        for start in stride(from: 0, to: whole, by: 8) {
          var (a, b) = (SIMD8<Double>(), SIMD8<Double>())
          for lane in 0..<8 { (a[lane], b[lane]) = (left[start + lane], right[start + lane]) }
          sums += a * b
        }
      }
    }
    var product = sums.sum()
    for place in whole..<left.count { product += left[place] * right[place] }
    return product
  }

  /// The rows that a regression reads, [n][d], with 0 for a terminal that the space does not have,
  /// and the mean of the ranks of accuracies, centred and of variance 1.
  package func regressionProblem(
    of terminals: [String]
  ) -> (rows: [[Double]], targets: [Double]) {
    let scale = Double(architectures.count).squareRoot()
    let columns = terminals.map(column)
    return (
      architectures.indices.map { row in columns.map { $0?[row] ?? 0 } },
      linearProblem(of: []).target.map { $0 * scale }
    )
  }

  /// Terminals, standardised to length 1, and the mean of the ranks of accuracies, centred and of
  /// length 1: what a linear fit reads. Terminals that the space does not have are constant, 0.
  package func linearProblem(
    of terminals: [String]
  ) -> (columns: [[Double]], target: [Double]) {
    func unit(_ values: [Double]) -> [Double] {
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      let centred = values.map { $0 - mean }
      let length = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > 0 ? centred.map { $0 / length } : centred
    }
    let sums = targets.dropFirst().reduce(targets[0]) { zip($0, $1).map(+) }
    return (
      terminals.map { column($0).map(unit) ?? [Double](repeating: 0, count: sums.count) },
      unit(sums)
    )
  }

  /// The digest of all that the worth of a formula depends on: terminals and accuracies.
  public var digest: String {
    let numbers = columns + accuracies.flatMap(\.values)
    return Digest.sha256(
      Array(numbers.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }))
  }

  /// How a formula file names the labels.
  package func source(spearman: Double) -> FormulaFile.Source {
    FormulaFile.Source(
      space: space.bases.last ?? space.name, table: Folder.name(of: path),
      columns: accuracies.map(\.column),
      rows: architectures.count, sha256: sha256, spearman: spearman)
  }
}

/// Terminals of architectures as far as the space has them.
private struct ScaledTerminals {
  /// The places of the architectures that have all others.
  let known: [Int]
  /// One column for each terminal; empty for one that is missing.
  let columns: [[Double]]

  init(
    _ terminals: [String], of architectures: [Architecture], by evaluator: ProxyEvaluator,
    learned: (any Scorer)?
  ) throws {
    // A terminal that the space does not have is left out there, and so are formulas with it.
    let usable = try terminals.filter { name in
      do {
        // A proxy that fails would leave the evaluator's other ones without values.
        _ = try TerminalTable(
          [name], by: ProxyEvaluator(in: evaluator.context), learned: learned)
        return true
      } catch is NetworkError {
        return false
      }
    }
    let rows = try TerminalTable(usable, by: evaluator, learned: learned).rows(of: architectures)
    let known = rows.indices.compactMap { place -> (place: Int, values: [Double])? in
      guard case .success(let values?) = rows[place] else { return nil }
      return (place, values)
    }
    self.known = known.map(\.place)
    columns = terminals.map { name in
      usable.firstIndex(of: name).map { column in known.map { $0.values[column] } } ?? []
    }
  }
}

extension Optional {
  fileprivate func orThrow(_ error: @autoclosure () -> some Error) throws -> Wrapped {
    guard let self else { throw error() }
    return self
  }
}
