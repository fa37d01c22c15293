import Files
import Runtime
import TGNAS
import TensorFiles

/// Measured proxies of cells of NAS-Bench-201, a batch of 32 images.
struct ProxyContest {
  let settings: Settings

  /// With the same formulas in PyTorch.
  private static let proxies = [
    "synflow", "snip", "fisher", "jacov", "nwot", "grasp", "zico", "zen", "expressivity",
    "trainability",
  ]
  /// Those that read the weights and images which the peers are given.
  private static let checked = ["synflow", "snip", "fisher", "jacov", "nwot", "grasp"]
  private static let batch = 32

  private var count: Int { settings.scale.measuredCells }

  func run() throws -> Section {
    let space = try SearchSpace.named("nasbench201", in: settings.installation)
    var random = SplitMix64(seed: 3)
    var cells: [Architecture] = []
    // Idle layers are run here, and left out in PyTorch.
    while cells.count < count {
      let cell = space.sample(using: &random)
      let network = try space.network(of: cell, for: space.dataSet())
      if network.layers.allSatisfy({ $0.isLive }) { cells.append(cell) }
    }
    var contestants = try ProxyContest.proxies.map { name in
      let proxy = try ProxyRegistry.named(name)
      return Contestant("tgnas", name, threads: settings.threads) {
        _ = try values(of: cells, in: space, by: proxy)
      }
    }
    let peers = try settings.peers(["torch_proxies"]) { try export(cells, of: space, to: $0) }
    for peer in peers.present {
      contestants += ProxyContest.proxies.map { name in
        peer.contestant(name, name, threads: settings.threads)
      }
    }
    return Section(
      title: "Measured proxies: \(count) cells of NAS-Bench-201, \(ProxyContest.batch) images",
      timings: try Contest.run(contestants, repetitions: settings.fewRepetitions),
      notes: peers.notes)
  }

  /// Without a cache, and with memory of its own.
  private func values(
    of cells: [Architecture], in space: SearchSpace, by proxy: any Proxy.Type
  ) throws -> [Double] {
    let context = ProxyContext(
      space, for: try space.dataSet(), threads: settings.threads,
      measuredOn: ProxyMeasurement(batch: ProxyContest.batch)
    ) { [] }
    return try ProxyEvaluator(in: context).values(of: cells, by: proxy).map { try $0.get() }
  }

  /// Writes each network as a Python module, and its weights and the batch that the proxies draw.
  private func export(_ cells: [Architecture], of space: SearchSpace, to folder: String) throws {
    let source = SplitMix64(seed: 0).stream(0)
    for (number, cell) in cells.enumerated() {
      let network = try space.network(of: cell, for: space.dataSet())
      let exported = try ExportedNetwork(of: cell, in: space, for: space.dataSet())
      try AtomicFile.write(
        try PyTorchModule.file(of: exported), to: "\(folder)/proxy_network_\(number).py")
      var writer = TensorFileWriter()
      let parameters = NetworkParameters<Float>(
        of: network, .uniform, seed: source.stream(1).state)
      for (layer, values) in parameters.values.enumerated() where !values.isEmpty {
        writer.add("parameters/\(fixed(layer))", shape: [values.count], values)
      }
      var random = source.stream(0)
      let labels = (0..<ProxyContest.batch).map { _ in
        random.integer(below: network.output.shape.channels)
      }
      let size = network.layers[0].shape.elements
      let images = (0..<ProxyContest.batch * size).map { _ in Float(random.normal()) }
      writer.add("labels", shape: [labels.count], labels.map { Float($0) })
      writer.add("images", shape: [labels.count, size], images)
      for name in ProxyContest.checked {
        let value = try values(of: [cell], in: space, by: ProxyRegistry.named(name))[0]
        writer.add("values/\(name)", shape: [1], [Float(value)])
      }
      try writer.write(to: "\(folder)/proxy_network_\(number).h5")
    }
  }

  /// With as many digits as keep the order of names that of layers.
  private func fixed(_ layer: Int) -> String { String(10_000 + layer) }
}
