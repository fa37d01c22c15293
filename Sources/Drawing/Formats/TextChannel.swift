/// The lines between two layers of a text drawing.
///
/// All links of a source share one line down and one row across, from which each goes down to a column
/// of its own, so that no two lines lie on each other; where they cross, the one that goes down is in
/// front.
struct TextChannel {
  private struct Link {
    let target: Int
    let column: Int
    let isCut: Bool
    let hasArrow: Bool
  }

  /// The links out of one item.
  private struct Net {
    let column: Int
    var links: [Link] = []

    var across: ClosedRange<Int> {
      links.reduce(column...column) {
        min($0.lowerBound, $1.column)...max($0.upperBound, $1.column)
      }
    }
    var isStraight: Bool { across.count == 1 }
    /// Whether the line down goes on to the next layer.
    var goesThrough: Bool { links.contains { $0.column == column } }
  }

  private let nets: [Net]
  /// The row of each net; those that only go straight down have none, -1.
  private let netRows: [Int]
  /// The number of rows that the channel takes.
  let rows: Int

  /// - Parameters:
  ///   - links: those between the two layers, as indices into the graph's
  ///   - isCut: for each edge of the panel
  /// - Returns: nil when two lines would lie on each other
  init?(links: [Int], graph: LayeredGraph, middles: [Int], widths: [Int], isCut: [Bool]) {
    guard !links.isEmpty else {
      (nets, netRows, rows) = ([], [], 0)
      return
    }
    let columns = TextChannel.arrivalColumns(links, graph, middles, widths)
    var nets: [Net] = []
    for source in Set(links.map { graph.links[$0].source }).sorted(by: { middles[$0] < middles[$1] }
    ) {
      var net = Net(column: middles[source])
      for (place, link) in links.enumerated() where graph.links[link].source == source {
        let target = graph.links[link].target
        net.links.append(
          Link(
            target: target, column: columns[place], isCut: isCut[graph.links[link].edge],
            hasArrow: !graph.items[target].isOnEdge))
      }
      nets.append(net)
    }
    self.nets = nets
    guard let best = TextChannel.bestRows(nets) else { return nil }
    netRows = best
    // Below the rows across is one for the arrowheads.
    rows = (best.max() ?? -1) + 2
  }

  /// The columns in which lines arrive at an item, from the left.
  func arrivals(at item: Int) -> [Int] {
    nets.flatMap(\.links).filter { $0.target == item }.map(\.column).sorted()
  }

  /// For each link the column in which it arrives: side by side in the order of the sources, the one
  /// from straight above in the middle, out of the way of the lines of other sources.
  private static func arrivalColumns(
    _ links: [Int], _ graph: LayeredGraph, _ middles: [Int], _ widths: [Int]
  ) -> [Int] {
    let trunks = Set(links.map { middles[graph.links[$0].source] })
    var columns = [Int](repeating: 0, count: links.count)
    for target in Set(links.map { graph.links[$0].target }).sorted() {
      let middle = middles[target]
      let arriving = links.indices.filter { graph.links[links[$0]].target == target }.sorted {
        let (first, second) = (
          middles[graph.links[links[$0]].source], middles[graph.links[links[$1]].source]
        )
        return (first, $0) < (second, $1)
      }
      let left = middle - widths[target] / 2
      let free =
        graph.items[target].isOnEdge
        ? middle...middle : (left + 1)...max(left + 1, left + widths[target] - 2)
      func own(_ link: Int) -> Int { middles[graph.links[links[link]].source] }
      // The one that needs no bend comes first, if the others have room to its sides.
      let straight = arriving.indices.filter { place in
        free.contains(own(arriving[place]) - 2 * place)
          && free.contains(own(arriving[place]) + 2 * (arriving.count - 1 - place))
      }
      .min { abs(own(arriving[$0]) - middle) < abs(own(arriving[$1]) - middle) }
      var taken: Set<Int> = []
      if let straight { taken.formUnion([-1, 0, 1].map { own(arriving[straight]) + $0 }) }
      for (place, link) in arriving.enumerated() {
        let wanted =
          straight.map { own(arriving[$0]) + 2 * (place - $0) }
          ?? (middle + 2 * place - (arriving.count - 1))
        let candidates = free.filter {
          !taken.contains($0) && (!trunks.contains($0) || $0 == own(link))
        }
        let column =
          place == straight
          ? own(link)
          : candidates.min { (abs($0 - wanted), $0) < (abs($1 - wanted), $1) } ?? wanted
        // Neighbouring arrowheads would look like one thing.
        taken.formUnion([column - 1, column, column + 1])
        columns[link] = min(max(column, free.lowerBound), free.upperBound)
      }
    }
    return columns
  }

  /// For each net its row, so that few lines cross; nil when lines would lie on each other.
  private static func bestRows(_ nets: [Net]) -> [Int]? {
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

  /// What a line that lies on another one costs: more than any number of crossings and rows.
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

extension TextChannel {
  private struct Strokes: OptionSet {
    let rawValue: Int
    static let up = Strokes(rawValue: 1)
    static let down = Strokes(rawValue: 2)
    static let left = Strokes(rawValue: 4)
    static let right = Strokes(rawValue: 8)
  }

  /// Draws the channel below what is on the canvas.
  func draw(on canvas: inout TextCanvas) {
    let top = canvas.rows
    canvas.addRows(upTo: top + rows)
    // Lines across first, so that lines of other nets that go down are in front of them.
    for isDown in [false, true] {
      for (net, row) in zip(nets, netRows) where !net.isStraight || isDown {
        for (cell, strokes) in strokes(of: net, row: row) {
          let goesDown = !strokes.solid.union(strokes.dashed).isDisjoint(with: [.up, .down])
          guard goesDown == isDown else { continue }
          canvas.write(sign(strokes), row: top + cell.row, column: cell.column)
        }
      }
    }
    for link in nets.flatMap(\.links) where link.hasArrow {
      canvas.write("▼", row: top + rows - 1, column: link.column)
    }
  }

  private struct Cell: Hashable {
    let row: Int
    let column: Int
  }

  /// The strokes of a net in each cell, those of links that are not cut apart from the others.
  private func strokes(
    of net: Net, row: Int
  ) -> [(cell: Cell, strokes: (solid: Strokes, dashed: Strokes))] {
    var cells: [Cell: (solid: Strokes, dashed: Strokes)] = [:]
    func add(_ strokes: Strokes, _ row: Int, _ column: Int, _ isCut: Bool) {
      let old = cells[Cell(row: row, column: column)] ?? ([], [])
      cells[Cell(row: row, column: column)] =
        isCut ? (old.solid, old.dashed.union(strokes)) : (old.solid.union(strokes), old.dashed)
    }
    for link in net.links {
      if link.column == net.column {
        for row in 0..<rows { add([.up, .down], row, link.column, link.isCut) }
        continue
      }
      for above in 0..<row { add([.up, .down], above, net.column, link.isCut) }
      let (away, back): (Strokes, Strokes) =
        link.column > net.column ? (.right, .left) : (.left, .right)
      add([.up, away], row, net.column, link.isCut)
      let between = min(net.column, link.column) + 1..<max(net.column, link.column)
      for column in between { add([.left, .right], row, column, link.isCut) }
      add([back, .down], row, link.column, link.isCut)
      for below in (row + 1)..<rows { add([.up, .down], below, link.column, link.isCut) }
    }
    return cells.map { ($0.key, $0.value) }.sorted {
      ($0.0.row, $0.0.column) < ($1.0.row, $1.0.column)
    }
  }

  private func sign(_ strokes: (solid: Strokes, dashed: Strokes)) -> String {
    let isDashed = strokes.solid.isEmpty
    switch strokes.solid.union(strokes.dashed) {
    case [.up, .down]: return isDashed ? "┊" : "│"
    case [.left, .right]: return isDashed ? "┈" : "─"
    case [.up, .right]: return "└"
    case [.up, .left]: return "┘"
    case [.down, .right]: return "┌"
    case [.down, .left]: return "┐"
    case [.up, .down, .right]: return "├"
    case [.up, .down, .left]: return "┤"
    case [.left, .right, .down]: return "┬"
    case [.left, .right, .up]: return "┴"
    default: return "┼"
    }
  }
}
