import Spaces
import Wording

extension SearchSpace {
  /// The data set of the skeletons that is called `name`; the first one when no name is given.
  ///
  /// - Throws: `UnknownNameError` listing those there are; ``NetworkError`` when there is no
  ///   skeleton.
  public func dataSet(named name: String? = nil) throws -> MacroSkeleton.DataSet {
    guard let first = skeletons.first else { throw missingSkeleton }
    guard let name else { return first.dataSets[0] }
    let known = skeletons.flatMap(\.dataSets)
    guard let found = known.first(where: { $0.name == name }) else {
      throw UnknownNameError(
        kind: "data set of \(self.name)", name: name, known: known.map(\.name))
    }
    return found
  }

  /// The whole network of an architecture, dead operators included, as the space's authors build
  /// it.
  ///
  /// - Throws: ``NetworkError`` when the space has no skeleton, an operator no lowering, or shapes
  ///   do
  ///   not fit; when no skeleton of the space is for the data set.
  public func network(
    of architecture: Architecture, for dataSet: MacroSkeleton.DataSet
  ) throws(NetworkError) -> Network {
    try network(of: architecture, for: dataSet, copyingCells: true)
  }

  /// - Parameter copiesCells: whether equal cells of a stage are copies of the first of them; false
  ///   is slow, and makes the same network
  package func network(
    of architecture: Architecture, for dataSet: MacroSkeleton.DataSet,
    copyingCells copiesCells: Bool
  ) throws(NetworkError) -> Network {
    guard let skeleton = skeletons.first(where: { $0.dataSets.contains(dataSet) }) else {
      throw missingSkeleton
    }
    var builder = NetworkBuilder(
      input: Network.Shape(
        channels: dataSet.channels, height: dataSet.height, width: dataSet.width),
      classes: dataSet.classes)
    let structure = structure(of: architecture)
    func keeping(_ layer: Int) -> NetworkBuilder.Place {
      NetworkBuilder.Place(channels: builder.shape(of: layer).channels, stride: 1)
    }
    func named(_ part: LayerNames.Part, in name: LayerNames.Place? = nil) -> LayerNames.Place {
      builder.named(part, in: name)
    }
    var last = try builder.append(skeleton.stem, to: 0, at: keeping(0), named(.text("stem")))
    // What the cell before the last one made, for cells that read it.
    var earlier = last
    if let second = skeleton.secondStem {
      last = try builder.append(
        second, to: last, at: keeping(last), named(.text("second stem")))
    }
    for (number, stage) in skeleton.stages.enumerated() {
      let name = named(.number("stage", number + 1))
      last = try builder.append(
        stage.entry, to: last,
        at: NetworkBuilder.Place(channels: stage.channels, stride: stage.stride),
        named(.text("entry"), in: name))
      var cells = BuiltCells()
      for cell in 0..<stage.cells {
        if !copiesCells { cells = BuiltCells() }
        let made = try builder.append(
          structure, of: operators, to: last, after: earlier,
          at: NetworkBuilder.Place(
            channels: stage.channels, stride: cell == 0 ? stage.stride : 1),
          .number("cell", cell + 1), in: name, copying: &cells)
        (earlier, last) = (last, made)
      }
    }
    _ = try builder.append(skeleton.head, to: last, at: keeping(last), named(.text("head")))
    builder.network.findLiveLayers()
    return builder.network
  }

  private var missingSkeleton: NetworkError {
    NetworkError(
      "\(path): has no \"skeleton\", so networks cannot be built; add one as spaces/README.md "
        + "describes")
  }
}
