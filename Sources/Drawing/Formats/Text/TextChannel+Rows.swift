// Where lines run across.
extension TextChannel {
  /// For each net its row, so that few lines cross; nil when lines would lie on each other.
  static func bestRows(_ nets: [Net]) -> [Int]? {
    let crooked = nets.indices.filter { !nets[$0].isStraight }
    var best: (cost: Int, rows: [Int])?
    for start in [crooked, crooked.reversed()] {
      var order = start
      var current = rows(nets, order)
      var cost = cost(nets, current)
      var isBetter = true
      while isBetter {
        isBetter = false
        for first in order.indices {
          for second in order.indices where first < second {
            order.swapAt(first, second)
            let swapped = rows(nets, order)
            let swappedCost = self.cost(nets, swapped)
            if swappedCost < cost {
              (current, cost, isBetter) = (swapped, swappedCost, true)
            } else {
              order.swapAt(first, second)
            }
          }
        }
      }
      if best.map({ cost < $0.cost }) ?? true { best = (cost, current) }
    }
    return best.flatMap { $0.cost < overlap ? $0.rows : nil }
  }

  /// Each net, in the order given, in the first row below those that it would touch.
  private static func rows(_ nets: [Net], _ order: [Int]) -> [Int] {
    var rows = [Int](repeating: -1, count: nets.count)
    for (place, net) in order.enumerated() {
      let across = nets[net].across
      let touched = order[..<place].filter {
        let other = nets[$0].across
        return other.lowerBound <= across.upperBound + 1
          && across.lowerBound <= other.upperBound + 1
      }
      rows[net] = (touched.map { rows[$0] }.max() ?? -1) + 1
    }
    return rows
  }

  /// The cost of a line that lies on another one: more than any number of crossings and rows.
  private static let overlap = 1_000_000

  private static func cost(_ nets: [Net], _ rows: [Int]) -> Int {
    let end = (rows.max() ?? -1) + 1
    // Every line down: column, from row, to row, net.
    var lines: [(column: Int, rows: ClosedRange<Int>, net: Int)] = []
    for (index, net) in nets.enumerated() {
      lines.append((net.column, -1...(net.goesThrough ? end : max(-1, rows[index])), index))
      for link in net.links where link.column != net.column {
        lines.append((link.column, rows[index]...end, index))
      }
    }
    var cost = end
    for (index, line) in lines.enumerated() {
      for other in lines[..<index] where other.column == line.column {
        if other.rows.overlaps(line.rows), other.net != line.net { cost += overlap }
        // Two links of one net into one column could not be told apart either.
        if other.net == line.net { cost += overlap }
      }
      for (net, row) in rows.enumerated()
      where net != line.net && row >= 0 && nets[net].across.contains(line.column)
        && line.rows.contains(row)
      {
        let across = nets[net].across
        let isCorner =
          line.column == across.lowerBound || line.column == across.upperBound
          || line.rows.lowerBound == row || line.rows.upperBound == row
        cost += isCorner ? overlap : 10
      }
    }
    return cost
  }
}
