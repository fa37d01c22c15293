import Randomness
import Tensors

/// Random forest regression (Breiman, Machine Learning 2001): the mean of trees, each fitted to a
/// bootstrap sample. Trees are grown to the end, and every split may use every column, as
/// scikit-learn's standard forest does.
package struct RandomForest: Sendable {
  /// How many trees there are by default.
  package static let usualTrees = 100

  private let trees: [Tree]

  /// - Parameters:
  ///   - rows: inputs, [n][d]
  ///   - targets: [n]
  ///   - seed: of the samples, and of the order in which equally good splits are tried
  ///   - threads: change the time, never a number
  /// - Complexity: O(trees * n * d * depth)
  package init(
    _ rows: [[Double]], targets: [Double], trees: Int = usualTrees, seed: UInt64, threads: Int
  ) {
    precondition(rows.count == targets.count && !rows.isEmpty, "one target for each row")
    let table = BinnedTable(rows)
    let random = SplitMix64(seed: seed)
    self.trees = Parallel.map(trees, threads: threads) { tree, _ in
      var stream = random.stream(UInt64(tree))
      let sample = rows.indices.map { _ in stream.integer(below: rows.count) }
      return Tree(table, targets, sample, using: &stream)
    }
  }

  /// The mean of the trees at an input, [d].
  package func prediction(at input: [Double]) -> Double {
    trees.reduce(0) { $0 + $1.value(at: input) } / Double(trees.count)
  }

  /// The standard deviation of the trees at an input, [d].
  package func deviation(at input: [Double]) -> Double {
    let values = trees.map { $0.value(at: input) }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }
}

/// The columns of a table with every number replaced by its rank among the different numbers of its
/// column.
private struct BinnedTable: Sendable {
  /// [d][n]
  let bins: [[Int32]]
  /// The different numbers of each column, rising.
  let values: [[Double]]

  init(_ rows: [[Double]]) {
    var (bins, values): ([[Int32]], [[Double]]) = ([], [])
    for column in rows[0].indices {
      let different = Set(rows.map { $0[column] }).sorted()
      let ranks = Dictionary(
        uniqueKeysWithValues: different.enumerated().map { ($0.element, Int32($0.offset)) })
      bins.append(rows.map { ranks[$0[column]] ?? 0 })
      values.append(different)
    }
    (self.bins, self.values) = (bins, values)
  }
}

/// A regression tree.
private struct Tree: Sendable {
  /// The column of each node's split; negative for a leaf.
  private var columns: [Int32] = []
  /// The largest number that goes left, or the value of a leaf.
  private var numbers: [Double] = []
  /// The node on the right; the one on the left follows its parent.
  private var rights: [Int32] = []

  init(
    _ table: BinnedTable, _ targets: [Double], _ sample: [Int],
    using random: inout SplitMix64
  ) {
    var order = Array(table.bins.indices)
    let most = table.values.map(\.count).max() ?? 1
    var sums = [Double](repeating: 0, count: most)
    var counts = [Int32](repeating: 0, count: most)
    grow(table, targets, sample, &order, &sums, &counts, &random)
  }

  func value(at input: [Double]) -> Double {
    var node = 0
    while columns[node] >= 0 {
      node = input[Int(columns[node])] <= numbers[node] ? node + 1 : Int(rights[node])
    }
    return numbers[node]
  }

  private mutating func grow(
    _ table: BinnedTable, _ targets: [Double], _ rows: [Int], _ order: inout [Int],
    _ sums: inout [Double], _ counts: inout [Int32], _ random: inout SplitMix64
  ) {
    let node = columns.count
    let mean = rows.reduce(0) { $0 + targets[$1] } / Double(rows.count)
    columns.append(-1)
    numbers.append(mean)
    rights.append(0)
    let first = targets[rows[0]]
    guard rows.count > 1, rows.contains(where: { targets[$0] != first }) else { return }
    random.shuffle(&order)
    guard let split = Tree.best(table, targets, rows, mean, order, &sums, &counts) else { return }
    let bins = table.bins[split.column]
    columns[node] = Int32(split.column)
    numbers[node] = split.threshold
    grow(
      table, targets, rows.filter { bins[$0] <= split.bin }, &order, &sums, &counts, &random)
    rights[node] = Int32(columns.count)
    grow(
      table, targets, rows.filter { bins[$0] > split.bin }, &order, &sums, &counts, &random)
  }

  /// The split that leaves the least squared error; the first tried of equally good ones.
  private static func best(
    _ table: BinnedTable, _ targets: [Double], _ rows: [Int], _ mean: Double, _ order: [Int],
    _ sums: inout [Double], _ counts: inout [Int32]
  ) -> (column: Int, bin: Int32, threshold: Double)? {
    var best: (column: Int, bin: Int32, next: Int32)?
    // Rounding must not make a split of a column that separates nothing.
    var bestGain = 1e-12 * Double(rows.count)
    for column in order {
      let bins = table.bins[column]
      var (low, high) = (Int32.max, Int32.min)
      for row in rows {
        let bin = bins[row]
        sums[Int(bin)] += targets[row] - mean
        counts[Int(bin)] += 1
        low = min(low, bin)
        high = max(high, bin)
      }
      var (sum, count) = (0.0, 0)
      var last = low
      if low < high {
        for bin in low...high where counts[Int(bin)] > 0 {
          if count > 0 {
            // The targets are centred, so that the sum on the right is minus the one on the left.
            let gain = sum * sum * (1 / Double(count) + 1 / Double(rows.count - count))
            if gain > bestGain * (1 + 1e-12) {
              bestGain = gain
              best = (column, last, bin)
            }
          }
          sum += sums[Int(bin)]
          count += Int(counts[Int(bin)])
          last = bin
        }
      }
      for row in rows {
        sums[Int(bins[row])] = 0
        counts[Int(bins[row])] = 0
      }
    }
    return best.map { found in
      let values = table.values[found.column]
      return (found.column, found.bin, (values[Int(found.bin)] + values[Int(found.next)]) / 2)
    }
  }
}
