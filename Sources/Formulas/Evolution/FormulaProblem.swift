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
  /// The architectures that are used, random ones of the table and each canonical form once.
  public let architectures: [Architecture]
  /// Names of terminals that the space does not have.
  public let missing: [String]
  /// The columns of accuracies, and their values.
  public let accuracies: [(column: String, values: [Double])]

  /// One column for each terminal; empty for one that is missing.
  let columns: [[Double]]
  /// The centred ranks of each column of accuracies, of length 1.
  private let targets: [[Double]]
  private let table: String
  private let sha256: String

  /// - Parameter terminals: names, in the order of the columns
  /// - Throws: `TableError` for a column without an order, and any error of making the proxies.
  public init(
    _ networks: TrainedNetworks, terminals: [String], by evaluator: ProxyEvaluator
  ) throws {
    let space = evaluator.space
    self.space = space
    // A terminal that the space does not have is left out there, and so are formulas with it.
    var missing: [String] = []
    var usable: [String] = []
    for name in terminals {
      do {
        // A proxy that fails would leave the evaluator's other ones without values.
        _ = try TerminalTable([name], by: ProxyEvaluator(in: evaluator.context))
        usable.append(name)
      } catch is NetworkError {
        missing.append(name)
      }
    }
    self.missing = missing
    let scaled = try TerminalTable(usable, by: evaluator)
    let places = FormulaProblem.sample(networks.architectures, of: space)
    let rows = scaled.rows(of: places.map { networks.architectures[$0] })
    let known = rows.indices.compactMap { index -> (place: Int, values: [Double])? in
      guard case .success(let values?) = rows[index] else { return nil }
      return (places[index], values)
    }
    architectures = known.map { networks.architectures[$0.place] }
    columns = terminals.map { name in
      usable.firstIndex(of: name).map { column in known.map { $0.values[column] } } ?? []
    }
    accuracies = try networks.accuracyColumns.map { column in
      let numbers = try networks.numbers(column)
      return (column, known.map { numbers[$0.place] })
    }
    targets = try accuracies.map { column, values in
      try FormulaProblem.directions(values).orThrow(
        TableError(
          path: networks.table.path,
          "column \"\(column)\" has the same value for all architectures that are used"))
    }
    table = Folder.name(of: networks.table.path)
    sha256 = try Digest.sha256(ofFile: networks.table.path)
  }

  /// Random places, each canonical form once, in a random order.
  private static func sample(_ architectures: [Architecture], of space: SearchSpace) -> [Int] {
    var places = Array(architectures.indices)
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

  /// The values of a formula; nil where one of its terminals is missing, or a value is no number.
  func values(of formula: Formula, places: [String: Int]) -> [Double]? {
    for name in formula.terminals where columns[places[name] ?? 0].isEmpty { return nil }
    let values = formula.values(count: architectures.count) { columns[places[$0] ?? 0] }
    return values.allSatisfy(\.isFinite) ? values : nil
  }

  /// Spearman's rho with each column of accuracies; 0 for constant values.
  func spearman(_ values: [Double]) -> [Double] {
    let ranks = RankSort.centredRanks(of: values)
    let length = ranks.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { return targets.map { _ in 0 } }
    return targets.map { target in
      var product = 0.0
      for place in ranks.indices { product += ranks[place] * target[place] }
      return product / length
    }
  }

  /// The terminals, standardised to length 1, and the mean of the ranks of accuracies, centred and
  /// of length 1: what a linear fit reads. Terminals that the space does not have are constant, 0.
  package var linearProblem: (columns: [[Double]], target: [Double]) {
    func unit(_ values: [Double]) -> [Double] {
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      let centred = values.map { $0 - mean }
      let length = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > 0 ? centred.map { $0 / length } : centred
    }
    let sums = targets.dropFirst().reduce(targets[0]) { zip($0, $1).map(+) }
    return (
      columns.map { $0.isEmpty ? [Double](repeating: 0, count: sums.count) : unit($0) },
      unit(sums)
    )
  }

  /// The digest of all that the worth of a formula depends on: terminals and accuracies.
  public var digest: String {
    let numbers = (columns + accuracies.map(\.values)).joined()
    return Digest.sha256(
      Array(numbers.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }))
  }

  /// How a formula file names the labels.
  package func source(spearman: Double) -> FormulaFile.Source {
    FormulaFile.Source(
      space: space.bases.last ?? space.name, table: table, columns: accuracies.map(\.column),
      rows: architectures.count, sha256: sha256, spearman: spearman)
  }
}

extension Optional {
  fileprivate func orThrow(_ error: @autoclosure () -> some Error) throws -> Wrapped {
    guard let self else { throw error() }
    return self
  }
}

/// Ranks by three passes of a radix sort over single-precision bits, which takes a third of the
/// time of a sort that compares.
package enum RankSort {
  private static let digitBits = 11
  private static let digits = 3

  /// Average ranks minus their mean. Numbers that are equal in single precision are equal.
  ///
  /// - Complexity: O(n + 2^11)
  package static func centredRanks(of values: [Double]) -> [Double] {
    let (count, size) = (values.count, 1 << digitBits)
    precondition(count <= Int(UInt32.max), "\(count) numbers are too many")
    var ranks = [Double](repeating: 0, count: count)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * count) { keys in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: digits * size) { counts in
        counts.initialize(repeating: 0)
        for (place, value) in values.enumerated() {
          // Adding 0 makes a negative zero positive. The order of the bits is that of the numbers
          // when negative ones are turned over.
          let bits = (Float(value) + 0).bitPattern
          let ordered = bits >> 31 == 0 ? bits | 1 << 31 : ~bits
          keys[place] = UInt64(ordered) << 32 | UInt64(place)
          for digit in 0..<digits {
            counts[digit * size + Int(ordered >> (digit * digitBits)) & (size - 1)] += 1
          }
        }
        var (from, to) = (0, count)
        for digit in 0..<digits {
          var total: Int32 = 0
          for value in digit * size..<(digit + 1) * size {
            (counts[value], total) = (total, total + counts[value])
          }
          for position in from..<from + count {
            let key = keys[position]
            let bucket = digit * size + Int(key >> (32 + digit * digitBits)) & (size - 1)
            keys[to + Int(counts[bucket])] = key
            counts[bucket] += 1
          }
          swap(&from, &to)
        }
        let centre = Double(count + 1) / 2
        var start = 0
        while start < count {
          let key = keys[from + start] >> 32
          var end = start + 1
          while end < count, keys[from + end] >> 32 == key { end += 1 }
          let rank = Double(start + 1 + end) / 2 - centre
          for position in start..<end {
            ranks[Int(UInt32(truncatingIfNeeded: keys[from + position]))] = rank
          }
          start = end
        }
      }
    }
    return ranks
  }
}
