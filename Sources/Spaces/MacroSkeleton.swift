import Documents

/// How a space's networks are put together around the cell: data for building them, which scoring
/// does not read.
public struct MacroSkeleton: Hashable, Sendable {
  /// A convolution of the stem, with batch normalisation.
  public struct Convolution: Hashable, Sendable {
    public let kernel: Int
    public let stride: Int
    public let channels: Int
  }

  /// What halves the resolution before or in the first cell of a stage.
  public enum Reduction: String, Hashable, Sendable, CaseIterable {
    /// Nothing does.
    case none
    /// A 2x2 max pooling with stride 2 before the first cell.
    case maxPooling = "max-pooling"
    /// A residual block with stride 2 before the first cell.
    case residualBlock = "residual-block"
    /// The first cell itself: its edges out of the input have stride 2.
    case firstCell = "first-cell"
  }

  /// Equal cells in a row.
  public struct Stage: Hashable, Sendable {
    public let cells: Int
    public let channels: Int
    public let reduction: Reduction
  }

  /// A task the networks are built for.
  public struct DataSet: Hashable, Sendable {
    public let name: String
    /// Height and width of the input image.
    public let resolution: Int
    public let classes: Int
  }

  public let stem: [Convolution]
  public let stages: [Stage]
  public let dataSets: [DataSet]
}

extension MacroSkeleton {
  init?(reading value: DocumentValue) {
    guard
      let section = value.section("the skeleton", required: ["stem", "stages", "data-sets"])
    else { return nil }
    let stem = section["stem"]?.someElements()?.map { element -> Convolution? in
      guard let layer = element.section(required: ["kernel", "stride", "channels"]) else {
        return nil
      }
      let kernel = layer["kernel"]?.integer(in: 1...31)
      let stride = layer["stride"]?.integer(in: 1...8)
      let channels = layer["channels"]?.integer(in: 1...65_536)
      guard let kernel, let stride, let channels else { return nil }
      return Convolution(kernel: kernel, stride: stride, channels: channels)
    }
    let stages = section["stages"]?.someElements()?.map { element -> Stage? in
      guard let stage = element.section(required: ["cells", "channels", "reduction"]) else {
        return nil
      }
      let cells = stage["cells"]?.integer(in: 1...1_000)
      let channels = stage["channels"]?.integer(in: 1...65_536)
      let reduction = stage["reduction"]?.choice(of: Reduction.self)
      guard let cells, let channels, let reduction else { return nil }
      return Stage(cells: cells, channels: channels, reduction: reduction)
    }
    let dataSets = section["data-sets"]?.someElements()?.map { element -> DataSet? in
      guard let set = element.section(required: ["name", "resolution", "classes"]) else {
        return nil
      }
      let name = set["name"]?.name()
      let resolution = set["resolution"]?.integer(in: 1...65_536)
      let classes = set["classes"]?.integer(in: 1...1_000_000)
      guard let name, let resolution, let classes else { return nil }
      return DataSet(name: name, resolution: resolution, classes: classes)
    }
    guard let stem, let stages, let dataSets else { return nil }
    self.stem = stem.compactMap { $0 }
    self.stages = stages.compactMap { $0 }
    self.dataSets = dataSets.compactMap { $0 }
  }
}
