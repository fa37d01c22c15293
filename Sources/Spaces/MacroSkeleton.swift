import Documents

/// How a space's networks for some data sets are put together around the cell. Networks are built
/// from these data; scoring does not read them.
public struct MacroSkeleton: Hashable, Sendable {
  /// Equal cells in a row.
  public struct Stage: Hashable, Sendable {
    /// The number of cells.
    public let cells: Int
    /// The number of channels of the cells in the stage.
    public let channels: Int
    /// The stride of the first cell's edges out of the cell's input.
    public let stride: Int
    /// The layers before the first cell.
    public let entry: Block
  }

  /// A task the networks are built for.
  public struct DataSet: Hashable, Sendable {
    public let name: String
    /// The channels of an image: 3 where the file does not say.
    public let channels: Int
    /// The rows of an image.
    public let height: Int
    /// The columns of an image.
    public let width: Int
    /// The number of classes.
    public let classes: Int

    /// The size of an image in words, with its channels unless they are colours:
    /// "32 x 32 pixels", "64 x 128 pixels, 1 channel".
    public var size: String {
      let pixels = "\(height) x \(width) pixels"
      return channels == 3 ? pixels : "\(pixels), \(channels) channel\(channels == 1 ? "" : "s")"
    }
  }

  /// From the image to the first stage.
  public let stem: Block
  /// The second stem, where cells read the outputs of two layers: it makes the first cell's nearer
  /// input. Nil where the stem is both of its inputs.
  public let secondStem: Block?
  /// The stages from the stem to the head.
  public let stages: [Stage]
  /// From the last stage to one number for each class.
  public let head: Block
  /// The data sets that the skeleton is for.
  public let dataSets: [DataSet]
}

extension MacroSkeleton {
  /// Reads one skeleton, or a list of them where data sets need different ones.
  static func readAll(_ value: DocumentValue) -> [MacroSkeleton]? {
    guard value.isList else {
      return MacroSkeleton(reading: value, "the skeleton").map { [$0] }
    }
    guard let elements = value.someElements() else { return nil }
    let skeletons = elements.compactMap { MacroSkeleton(reading: $0, $0.subject) }
    var names: Set<String> = []
    for name in skeletons.flatMap(\.dataSets).map(\.name) where !names.insert(name).inserted {
      value.report("two data sets have the name \"\(name)\"; rename one")
    }
    return skeletons.count == elements.count ? skeletons : nil
  }

  private init?(reading value: DocumentValue, _ subject: String) {
    guard
      let section = value.section(
        subject, required: ["stem", "stages", "head", "data-sets"], optional: ["second-stem"])
    else { return nil }
    let stem = section["stem"].flatMap { Block(reading: $0) }
    let second = section["second-stem"].map { Block(reading: $0) } ?? .some(nil)
    let head = section["head"].flatMap { Block(reading: $0) }
    let stages = section["stages"]?.someElements()?.map { Stage(reading: $0) }
    let dataSets = section["data-sets"]?.someElements()?.map { DataSet(reading: $0) }
    guard let stem, let second, let head, let stages, let dataSets, !stages.contains(nil),
      !dataSets.contains(nil)
    else { return nil }
    self.init(
      stem: stem, secondStem: second, stages: stages.compactMap { $0 }, head: head,
      dataSets: dataSets.compactMap { $0 })
  }
}

extension MacroSkeleton.Stage {
  fileprivate init?(reading value: DocumentValue) {
    guard
      let stage = value.section(
        required: ["cells", "channels"], optional: ["stride", "entry"])
    else { return nil }
    let cells = stage["cells"]?.integer(.cells)
    let channels = stage["channels"]?.integer(.channels)
    let stride = stage["stride"].map { $0.integer(.stride) } ?? 1
    let entry = stage["entry"].map { Block(reading: $0) } ?? Block([])
    guard let cells, let channels, let stride, let entry else { return nil }
    self.init(cells: cells, channels: channels, stride: stride, entry: entry)
  }
}

extension MacroSkeleton.DataSet {
  fileprivate init?(reading value: DocumentValue) {
    guard
      let set = value.section(
        required: ["name", "classes"], optional: ["resolution", "channels", "input"])
    else { return nil }
    let name = set["name"]?.name()
    let classes = set["classes"]?.integer(.classes)
    let input: (channels: Int?, height: Int?, width: Int?)
    switch (set["resolution"], set["input"]) {
    case (let resolution?, nil):
      let side = resolution.integer(.resolution)
      input = (set["channels"].map { $0.integer(.channels) } ?? 3, side, side)
    case (nil, let image?):
      if let channels = set["channels"] {
        channels.report(
          "\(set.subject) has both \"channels\" and \"input\"; put them into \"input\"")
        return nil
      }
      guard let image = image.section(required: ["height", "width"], optional: ["channels"]) else {
        return nil
      }
      input = (
        image["channels"].map { $0.integer(.channels) } ?? 3,
        image["height"]?.integer(.resolution), image["width"]?.integer(.resolution)
      )
    case (_?, let image?):
      image.report("\(set.subject) has both \"resolution\" and \"input\"; remove one")
      return nil
    case (nil, nil):
      value.report(
        "\(set.subject) has no \"resolution\", the side of its images, and no \"input\": "
          + "{channels: 1, height: 64, width: 128}; add one")
      return nil
    }
    guard let name, let classes, let channels = input.channels, let height = input.height,
      let width = input.width
    else { return nil }
    self.init(name: name, channels: channels, height: height, width: width, classes: classes)
  }
}
