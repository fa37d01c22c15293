import Documents

/// How a space's networks are put together around the cell: data for building them, which scoring
/// does not read.
public struct MacroSkeleton: Hashable, Sendable {
  /// Equal cells in a row.
  public struct Stage: Hashable, Sendable {
    public let cells: Int
    /// What the cells' places ask for.
    public let channels: Int
    /// The stride of the first cell's edges out of the cell's input.
    public let stride: Int
    /// What stands before the first cell.
    public let entry: Block
  }

  /// A task the networks are built for.
  public struct DataSet: Hashable, Sendable {
    public let name: String
    /// Height and width of the input image.
    public let resolution: Int
    public let classes: Int
  }

  /// From the image to the first stage.
  public let stem: Block
  public let stages: [Stage]
  /// From the last stage to one number for each class.
  public let head: Block
  public let dataSets: [DataSet]
}

extension MacroSkeleton {
  init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        "the skeleton", required: ["stem", "stages", "head", "data-sets"])
    else { return nil }
    let stem = section["stem"].flatMap { Block(reading: $0) }
    let head = section["head"].flatMap { Block(reading: $0) }
    let stages = section["stages"]?.someElements()?.map { Stage(reading: $0) }
    let dataSets = section["data-sets"]?.someElements()?.map { DataSet(reading: $0) }
    guard let stem, let head, let stages, let dataSets, !stages.contains(nil),
      !dataSets.contains(nil)
    else { return nil }
    self.init(
      stem: stem, stages: stages.compactMap { $0 }, head: head,
      dataSets: dataSets.compactMap { $0 })
  }
}

extension MacroSkeleton.Stage {
  fileprivate init?(reading value: DocumentValue) {
    guard
      let stage = value.section(
        required: ["cells", "channels"], optional: ["stride", "entry"])
    else { return nil }
    let cells = stage["cells"]?.integer(in: 1...1_000)
    let channels = stage["channels"]?.integer(in: 1...65_536)
    let stride = stage["stride"].map { $0.integer(in: 1...8) } ?? 1
    let entry = stage["entry"].map { Block(reading: $0) } ?? Block([])
    guard let cells, let channels, let stride, let entry else { return nil }
    self.init(cells: cells, channels: channels, stride: stride, entry: entry)
  }
}

extension MacroSkeleton.DataSet {
  fileprivate init?(reading value: DocumentValue) {
    guard let set = value.section(required: ["name", "resolution", "classes"]) else { return nil }
    let name = set["name"]?.name()
    let resolution = set["resolution"]?.integer(in: 1...65_536)
    let classes = set["classes"]?.integer(in: 1...1_000_000)
    guard let name, let resolution, let classes else { return nil }
    self.init(name: name, resolution: resolution, classes: classes)
  }
}
