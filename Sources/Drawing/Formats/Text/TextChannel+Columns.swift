// Where lines arrive.
extension TextChannel {
  /// For each link the column in which it arrives: side by side in the order of the sources. The
  /// link from straight above is in the middle, out of the way of the lines of other sources.
  static func arrivalColumns(
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
}
