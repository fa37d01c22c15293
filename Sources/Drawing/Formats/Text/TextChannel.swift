/// The lines between two layers of a text drawing.
///
/// All links of a source share one line down and one row across. From the row each link goes down
/// in a column of its own, so that no two lines lie on each other. Where two lines cross, the one
/// that goes down is in front.
struct TextChannel {
  struct Link {
    let target: Int
    let column: Int
    let isCut: Bool
    let hasArrow: Bool
  }

  /// The links out of one item.
  struct Net {
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

  let nets: [Net]
  /// The row of each net; those that only go straight down have none, -1.
  let netRows: [Int]
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
}
