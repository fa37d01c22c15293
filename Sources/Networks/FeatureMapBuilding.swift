import Spaces
import Wording

// How a graph of feature maps becomes layers.
extension NetworkBuilder {
  /// Every operator meets a place with the channels and the stride that the space file says it has,
  /// and is held to that. What only zero operators feed is nothing but zeros.
  ///
  /// - Returns: the last feature map.
  mutating func append(
    _ graph: FeatureMapGraph, of operators: [Operator], to input: Int, _ name: Name
  ) throws(NetworkError) -> Int {
    var layers = [input]
    for (number, node) in graph.nodes.enumerated().dropFirst() {
      let name = named(.number("map", number), in: name)
      var terms: [Int?] = []
      for arrival in node.arrivals {
        let source = layers[arrival.source]
        guard let index = arrival.operator else {
          terms.append(source)
          continue
        }
        let place = try place(behind: source, arrival.change, operators[index].name, name)
        let layer = try append(operators[index], to: source, at: place, name)
        if let layer { try check(layer, behind: source, at: place, operators[index].name, name) }
        terms.append(layer)
      }
      if node.concatenates {
        let whole = zip(terms, node.arrivals).map { term, arrival in
          term ?? zeros(like: layers[arrival.source], name)
        }
        layers.append(try concatenate(whole, name))
      } else {
        let alive = terms.compactMap { $0 }
        // Zero operators keep the shape.
        layers.append(
          alive.isEmpty
            ? zeros(like: layers[node.arrivals[0].source], name) : try sum(alive, name))
      }
    }
    return layers[layers.count - 1]
  }

  private mutating func zeros(like layer: Int, _ name: Name) -> Int {
    add(.zeros, [layer], shape(of: layer), name)
  }

  private func place(
    behind source: Int, _ change: ShapeChange, _ candidate: String, _ name: Name
  ) throws(NetworkError) -> Place {
    let (product, overflow) = shape(of: source).channels.multipliedReportingOverflow(
      by: change.channels)
    guard !overflow, product.isMultiple(of: change.channelsDivisor) else {
      throw NetworkError(
        "\(path(name)) \(candidate): \(shape(of: source).channels) channels cannot become "
          + "\(change.channels)/\(change.channelsDivisor) times as many")
    }
    return Place(channels: product / change.channelsDivisor, stride: change.stride)
  }

  /// An odd resolution may be halved either way.
  private func check(
    _ layer: Int, behind source: Int, at place: Place, _ candidate: String, _ name: Name
  ) throws(NetworkError) {
    let (entry, found) = (shape(of: source), shape(of: layer))
    func fits(_ before: Int, _ after: Int) -> Bool {
      [before / place.stride, (before - 1) / place.stride + 1].contains(after)
    }
    guard found.channels == place.channels, fits(entry.height, found.height),
      fits(entry.width, found.width)
    else {
      throw NetworkError(
        "\(path(name)) \(candidate): the lowering makes \(found) of \(entry); expected "
          + "\(place.channels) channels and a stride of \(place.stride), as \"shapes\" of the "
          + "topology says")
    }
  }
}
