import Documents
import Files
import Learning
import Spaces
import Tensors

extension Recipe {
  /// Reads a recipe file.
  ///
  /// - Throws: `FileError` when it cannot be read, `DocumentError` with every mistake in its
  ///   contents.
  public init(contentsOf path: String) throws {
    try self.init(yaml: InputFile.text(at: path), path: path)
  }

  /// Reads a recipe from YAML text; errors name the text by `path`.
  public init(yaml: String, path: String) throws {
    self = try DocumentReader.read(
      yaml, path: path, expected: "a training recipe",
      required: [
        "format", "name", "network", "sources", "loss", "optimiser", "epochs", "batch",
        "feature-noise", "seeds",
      ], optional: ["teachers", "signal-dropout", "bag-of-operators"]
    ) { file in
      guard file["format"]?.integer(in: 1...1) != nil else { return nil }
      let name = file["name"]?.name()
      let network = file["network"].flatMap(Network.init(reading:))
      let sources = file["sources"]?.someElements()?.map(Source.init(reading:))
      let teachers =
        file["teachers"].map { $0.someElements()?.map(Teacher.init(reading:)) } ?? []
      let loss = file["loss"].flatMap(Recipe.loss(reading:))
      let optimiser = file["optimiser"].flatMap(Recipe.optimiser(reading:))
      let epochs = file["epochs"]?.integer(in: 1...100_000)
      let batch = file["batch"]?.integer(in: 2...65_536)
      let noise = file["feature-noise"]?.number()
      let dropout = file["signal-dropout"].map { $0.number(upTo: 1) } ?? 0
      let bagShare = file["bag-of-operators"].map { Recipe.bagShare(reading: $0) } ?? 0
      let seeds = file["seeds"]?.someElements()?.map { $0.integer(in: 0...Int(Int32.max)) }
      if let seeds, Set(seeds).count < seeds.count {
        file["seeds"]?.report("a seed is listed twice; two equal members tell no more than one")
        return nil
      }
      guard let name, let network, let sources, let teachers, let loss, let optimiser, let epochs,
        let batch,
        let noise, let dropout, let bagShare, let seeds, !sources.contains(nil),
        !teachers.contains(nil), !seeds.contains(nil)
      else { return nil }
      if case .directed(_, _, signals: true) = network, dropout == 0 || dropout == 1 {
        file.report(
          "the network is scored with signals and without, so that it has to be trained on both; "
            + "set \"signal-dropout\" to a number between 0 and 1")
        return nil
      }
      if case .published = network, bagShare > 0 {
        file["bag-of-operators"]?.report(
          "the published network stands alone; remove \"bag-of-operators\"")
        return nil
      }
      if case .squaredError = loss.loss, !teachers.isEmpty {
        file["teachers"]?.report(
          "the scores of teachers are no accuracies; use a ranking loss, or remove \"teachers\"")
        return nil
      }
      return Recipe(
        text: yaml, name: name, network: network, sources: sources.compactMap { $0 },
        teachers: teachers.compactMap { $0 },
        loss: loss.loss, targetScale: loss.scale, rate: optimiser.rate, decay: optimiser.decay,
        schedule: optimiser.schedule, epochs: epochs, batchSize: batch, featureNoise: noise,
        signalDropout: dropout, bagShare: bagShare, seeds: seeds.compactMap { $0 })
    }
  }

  private static func loss(reading value: DocumentValue) -> (loss: Loss, scale: Float)? {
    guard
      let section = value.section("the loss", required: ["kind"], optional: ["margin", "scale"]),
      let kind = section["kind"]?.text()
    else { return nil }
    switch kind {
    case "ranking":
      guard let margin = section["margin"]?.number() else {
        section.report("a ranking loss needs a \"margin\" between rank quantiles, such as 0.02")
        return nil
      }
      return (.ranking(margin: margin), 1)
    case "squared-error":
      guard let scale = section["scale"]?.number() else {
        section.report("a squared error needs a \"scale\" for the accuracies, such as 100")
        return nil
      }
      return (.squaredError, scale)
    default:
      section["kind"]?.report(
        "\"kind\" of the loss is \"\(kind)\"; expected ranking or squared-error")
      return nil
    }
  }

  private static func bagShare(reading value: DocumentValue) -> Float? {
    value.section("the bag of operators", required: ["share"])?["share"]?.number(upTo: 1)
  }

  private static func optimiser(
    reading value: DocumentValue
  ) -> (rate: Float, decay: Float, schedule: Schedule)? {
    guard
      let section = value.section(
        "the optimiser", required: ["rate", "decay", "schedule"], optional: ["step-epochs"]),
      let rate = section["rate"]?.number(), let decay = section["decay"]?.number(),
      let kind = section["schedule"]?.text()
    else { return nil }
    switch kind {
    case "one-cycle":
      return (rate, decay, .oneCycle)
    case "steps":
      guard let epochs = section["step-epochs"]?.integer(in: 1...100_000) else {
        section.report("the schedule \"steps\" needs \"step-epochs\", the epochs of a step")
        return nil
      }
      return (rate, decay, .steps(epochs: epochs))
    default:
      section["schedule"]?.report(
        "\"schedule\" of the optimiser is \"\(kind)\"; expected one-cycle or steps")
      return nil
    }
  }
}

extension Recipe.Network {
  fileprivate init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        "the network", required: ["kind", "width", "layers"], optional: ["signals"]),
      let kind = section["kind"]?.text(),
      let width = section["width"]?.integer(in: 1...DirectedGraphNetwork.largestWidth),
      let layers = section["layers"]?.integer(in: 1...64)
    else { return nil }
    switch kind {
    case "directed":
      guard width % Lanes.count == 0 else {
        section["width"]?.report(
          "\"width\" of the network is \(width); expected a multiple of \(Lanes.count)")
        return nil
      }
      guard let value = section["signals"] else {
        section.report("a directed network needs \"signals: true\" or \"signals: false\"")
        return nil
      }
      guard let signals = value.boolean() else { return nil }
      self = .directed(width: width, layers: layers, signals: signals)
    case "published":
      if let signals = section["signals"] {
        signals.report("the published network reads no signals; remove \"signals\"")
        return nil
      }
      self = .published(width: width, layers: layers)
    default:
      section["kind"]?.report(
        "\"kind\" of the network is \"\(kind)\"; expected directed or published")
      return nil
    }
  }
}

extension Recipe.Source {
  fileprivate init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        required: ["space", "table", "column", "repetitions"], optional: ["without"]),
      // A name, or the path of a space file.
      let space = section["space"]?.text(), let table = section["table"]?.text(),
      let column = section["column"]?.name(),
      let repetitions = section["repetitions"]?.integer(in: 1...1000)
    else { return nil }
    let hidden = section["without"].map { $0.someElements()?.map { $0.name() } } ?? []
    guard let hidden, !hidden.contains(nil) else { return nil }
    self.init(
      space: space, table: table, column: column, repetitions: repetitions,
      hidden: hidden.compactMap { $0 })
  }
}

extension Recipe.Teacher {
  fileprivate init?(reading value: DocumentValue) {
    guard
      let section = value.section(
        "a teacher", required: ["space", "proxy", "architectures", "repetitions"]),
      let space = section["space"]?.text(), let proxy = section["proxy"]?.name(),
      let architectures = section["architectures"]?.integer(in: 2...1_000_000),
      let repetitions = section["repetitions"]?.integer(in: 1...1000)
    else { return nil }
    self.init(space: space, proxy: proxy, architectures: architectures, repetitions: repetitions)
  }
}
