import Spaces

extension NetworkBuilder {
  /// A cell that reads what the two layers before it made (`Cell` of the DARTS code).
  ///
  /// Both inputs are preprocessed to the place's channels, the earlier one also to the resolution
  /// of the later one where a reduction lies between them. In a reduction cell, operators on the
  /// inputs have the place's stride. The output concatenates nodes.
  mutating func appendCell(
    _ cell: CellStructure.Cell, _ projection: Int?, _ operators: [Operator], _ inputs: [Int],
    _ place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    var nodes: [Int] = []
    for (number, input) in inputs.enumerated() {
      nodes.append(
        try preprocessed(
          input, like: inputs[1], projection.map { operators[$0] }, place,
          named(.number("input", number), in: name)))
    }
    let inner = Place(channels: place.channels, stride: 1)
    for (number, terms) in cell.nodes.enumerated() {
      let name = named(.number("node", number + 2), in: name)
      var made: [Int] = []
      for term in terms {
        let layer = try append(
          operators[term.operator], to: nodes[term.source],
          at: term.source < inputs.count ? place : inner,
          named(.source(term.source), in: name))
        if let layer { made.append(layer) }
      }
      nodes.append(made.isEmpty ? zeros(nodes[1], at: place, name) : try sum(made, name))
    }
    return try concatenate(
      cell.output.map { nodes[$0] }, named(.text("output"), in: name))
  }

  private mutating func preprocessed(
    _ input: Int, like nearer: Int, _ projection: Operator?, _ place: Place, _ name: Name
  ) throws(NetworkError) -> Int {
    guard let projection else { return input }
    let (own, other) = (shape(of: input), shape(of: nearer))
    let stride = (own.height + other.height - 1) / other.height
    let lowering = try lowering(of: projection)
    // Channels change anyway: what makes the difference here is the resolution.
    return try append(
      stride == 1 ? lowering.same : lowering.changing, to: input,
      at: Place(channels: place.channels, stride: stride),
      named(.candidate(projection.name), in: name))
  }
}
