import Spaces

/// The cells of a stage that are built, so that equal ones are copied.
struct BuiltCells {
  /// What decides which layers a cell has.
  fileprivate struct Key: Hashable {
    let place: NetworkBuilder.Place
    let shape: Network.Shape
    let earlierShape: Network.Shape
    let isVector: Bool
    /// Whether both inputs are the same layer.
    let hasOneInput: Bool
  }

  fileprivate struct Cell {
    let key: Key
    let input: Int
    let earlier: Int
    let layers: Range<Int>
    let names: Range<LayerNames.Place>
    let output: Int
  }

  fileprivate var cells: [Cell] = []
}

extension NetworkBuilder {
  /// Adds a cell, as a copy of one that is built already where there is an equal one.
  ///
  /// - Parameters:
  ///   - input: what the layer before the cell made
  ///   - earlier: what the layer before that made, for cells that read both
  mutating func append(
    _ structure: CellStructure, of operators: [Operator], to input: Int, after earlier: Int,
    at place: Place, _ part: LayerNames.Part, in stage: LayerNames.Place,
    copying built: inout BuiltCells
  ) throws(NetworkError) -> Int {
    let key = BuiltCells.Key(
      place: place, shape: shape(of: input), earlierShape: shape(of: earlier),
      isVector: network.isVector(input), hasOneInput: input == earlier)
    if let cell = built.cells.first(where: { $0.key == key }) {
      return try copy(cell, to: input, after: earlier, part)
    }
    let name = named(part, in: stage)
    let first = network.layers.count
    let output = try append(
      structure, of: operators, to: input, after: earlier, at: place, name)
    built.cells.append(
      BuiltCells.Cell(
        key: key, input: input, earlier: earlier, layers: first..<network.layers.count,
        names: name..<network.names.count, output: output))
    return output
  }

  private mutating func copy(
    _ cell: BuiltCells.Cell, to input: Int, after earlier: Int, _ part: LayerNames.Part
  ) throws(NetworkError) -> Int {
    let distance = network.layers.count - cell.layers.lowerBound
    let names = network.names.count - cell.names.lowerBound
    network.names.repeatAll(in: cell.names, as: part)
    guard network.layers.count + cell.layers.count < NetworkBuilder.mostLayers else {
      throw tooManyLayers(cell.names.lowerBound + names)
    }
    func moved(_ layer: Int) -> Int {
      if layer >= cell.layers.lowerBound { return layer + distance }
      return layer == cell.input ? input : earlier
    }
    for index in cell.layers {
      var layer = network.layers[index]
      let first = network.links.count
      for place in layer.links { network.links.append(moved(network.links[place])) }
      layer.input = moved(layer.input)
      layer.firstLink = first
      layer.place += names
      network.layers.append(layer)
    }
    return moved(cell.output)
  }
}
