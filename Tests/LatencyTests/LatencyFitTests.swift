import Files
import Latency
import Randomness
import Spaces
import Tables
import TestSupport
import Testing
import Wording

@Suite struct LatencyFitTests {
  private static func space(_ name: String = "nasbench201") throws -> SearchSpace {
    try SearchSpace.named(name, in: Installation(root: Locations.root.path))
  }

  private static func samples(_ space: SearchSpace, _ count: Int) -> [Architecture] {
    var random = SplitMix64(seed: 9)
    return (0..<count).map { _ in space.sample(using: &random) }
  }

  @Test("Latencies that depend on the operators alone are found to do so")
  func kinds() throws {
    let space = try Self.space()
    let truth = LatencyTable(
      device: "toy", unit: .milliseconds, base: 2,
      operators: [
        "nor_conv_3x3": 9, "nor_conv_1x1": 3, "avg_pool_3x3": 1, "skip_connect": 0.5,
      ])
    let model = try LatencyModel(truth, of: space, path: "truth")
    let samples = Self.samples(space, 500)
    let fit = try LatencyFit(
      samples, of: space, latencies: samples.map(model.latency), device: "toy", unit: .milliseconds)
    #expect(fit.detail == .kind)
    #expect(fit.table.regions.isEmpty)
    let error = try #require(fit.errors[.kind])
    // The ridge shrinks by a millionth or so.
    #expect(error.meanAbsolutePercentage < 0.01)
    #expect(error.rootMeanSquare < 0.01 * fit.errorOfMean.rootMeanSquare)
    #expect((error.spearman ?? 0) > 0.999)
    for (name, latency) in truth.operators {
      expectClose(fit.table.operators[name] ?? .nan, latency, within: 0.01, name)
    }
  }

  @Test("Latencies that depend on the place are found to do so, and a fit is the same again")
  func places() throws {
    let space = try Self.space("transnasbench101-macro")
    let samples = Self.samples(space, 800)
    let latencies = samples.map { architecture in
      space.placedOperators(of: architecture).reduce(1) {
        $0 + Double(($1.region + 1) * ($1.operator + 2))
      }
    }
    func fit(_ seed: UInt64 = 0) throws -> LatencyFit {
      try LatencyFit(
        samples, of: space, latencies: latencies, device: "toy", unit: .seconds, seed: seed)
    }
    let found = try fit()
    #expect(found.detail == .place)
    #expect(found.table.operators.isEmpty)
    #expect(try fit().table == found.table)
    #expect(try fit().errors == found.errors)
    #expect(try fit(1).errors != found.errors)
    let (kind, place) = (found.errors[.kind], found.errors[.place])
    #expect((place?.rootMeanSquare ?? .nan) < 0.05 * (kind?.rootMeanSquare ?? .nan))
    // The table alone gives the latencies of the fit.
    let model = try LatencyModel(found.table, of: space, path: "fit")
    for (architecture, latency) in zip(samples, latencies).prefix(20) {
      expectClose(model.latency(of: architecture), latency, within: 0.01 * latency)
    }
  }

  @Test("Too few networks are told")
  func few() throws {
    let space = try Self.space()
    let samples = Self.samples(space, 20)
    let error = #expect(throws: UserError.self) {
      try LatencyFit(
        samples, of: space, latencies: samples.map { _ in 1 }, device: "toy", unit: .seconds)
    }
    #expect(
      error?.description
        == "there are 20 measured networks of nasbench201, too few for 4 operators; expected 25 or "
        + "more"
    )
  }

  @Test(
    "Measured devices are predicted as well as docs/search.md says",
    .enabled(if: Locations.benchmarks != nil, "no benchmark tables (TGNAS_BENCHMARKS)"),
    arguments: [
      ("raspi4_latency", LatencyFit.Detail.place, 20.38, 0.943),
      ("edgegpu_latency", .place, 7.27, 0.968), ("pixel3_latency", .place, 19.78, 0.943),
      ("eyeriss_latency", .kind, 0.01, 0.996), ("fpga_latency", .kind, 0.01, 0.999),
    ])
  func devices(
    column: String, detail: LatencyFit.Detail, percentage: Double, spearman: Double
  ) throws {
    guard let folder = Locations.benchmarks else { return }
    let space = try Self.space()
    let table = try BenchmarkTable(
      path: folder.appendingPathComponent("nasbench201-hardware-cifar10.csv").path)
    let latencies = try table.numbers(column)
    var (architectures, measured): ([Architecture], [Double]) = ([], [])
    for (text, latency) in zip(table.architectures, latencies) {
      let architecture = try space.architecture(parsing: text)
      guard space.operatorGraph(of: architecture) != nil, latency > 0 else { continue }
      architectures.append(architecture)
      measured.append(latency)
    }
    let fit = try LatencyFit(
      architectures, of: space, latencies: measured, device: "x", unit: .milliseconds)
    #expect(fit.detail == detail)
    let error = try #require(fit.errors[detail])
    #expect(error.meanAbsolutePercentage <= percentage + 0.01)
    #expect((error.spearman ?? 0) >= spearman - 0.001)
  }
}
