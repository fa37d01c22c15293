import Files
import Foundation
import Networks
import Spaces
import Tables
import TestSupport
import Testing

/// Counts that the authors of benchmarks published, reproduced to the last unit.
@Suite("Published parameter and FLOP counts")
struct PublishedCountsTests {
  private let installation = Installation(root: Locations.root.path)

  /// Calls `body` with the space's table; says so when there is none.
  private func withTable(
    of name: String, _ body: (SearchSpace, BenchmarkTable) throws -> Void
  ) throws {
    guard let folder = Locations.benchmarks else {
      print("skipped: no benchmark tables (set TGNAS_BENCHMARKS)")
      return
    }
    let space = try SearchSpace.named(name, in: installation)
    let benchmark = try #require(space.benchmark)
    let table = try BenchmarkTable(
      path: folder.appendingPathComponent(benchmark.table).path, keys: benchmark.keys,
      separator: ":", allowingRepeats: true)
    try body(space, table)
  }

  @Test("NAAP-440: parameters and FLOPs of all 440 networks")
  func naap440() throws {
    try withTable(of: "naap440") { space, table in
      let parameters = try table.numbers("num_params")
      let products = try table.numbers("num_macs")
      #expect(parameters.count == 440)
      for (row, cost) in try costs(space, table, "cifar10").enumerated() {
        #expect(Double(cost.parameters) == parameters[row], "row \(row)")
        // Its FLOPs also count four for every number that a batch norm puts out, one for every
        // number that the last pooling reads, and one more for each of its channels.
        let network = try network(space, table, row)
        let extras = network.layers.reduce(0) { sum, layer in
          switch layer.kind {
          case .batchNorm: sum + 4 * layer.shape.elements
          case .globalAveragePooling:
            sum + network.layers[layer.input].shape.elements + layer.shape.channels
          default: sum
          }
        }
        #expect(Double(cost.multiplyAccumulates + extras) == products[row], "row \(row)")
      }
    }
  }

  @Test("Accel-NASBench: parameters of all networks, FLOPs of those without gates")
  func accelNASBench() throws {
    try withTable(of: "accel-nasbench") { space, table in
      let parameters = try table.numbers("params_M")
      let products = try table.numbers("macs_M")
      #expect(Set(table.architectures).count == 5_125)
      // Some were trained twice.
      #expect(parameters.count == 5_138)
      for (row, cost) in try costs(space, table, "imagenet").enumerated() {
        #expect(Double(cost.parameters) == (parameters[row] * 1e6).rounded(), "row \(row)")
        // Gates are counted in its code's own way.
        guard !table.architectures[row].contains("_se") else { continue }
        // Four for every number that a batch norm puts out and the last pooling, as in NAAP-440.
        let extras = try network(space, table, row).layers.reduce(50 * 1280) { sum, layer in
          layer.kind == .batchNorm ? sum + 4 * layer.shape.elements : sum
        }
        let expected = (products[row] * 1e6).rounded()
        #expect(Double(cost.multiplyAccumulates + extras) == expected, "row \(row)")
      }
    }
  }

  private func costs(
    _ space: SearchSpace, _ table: BenchmarkTable, _ dataSet: String
  ) throws -> [NetworkCost] {
    let dataSet = try space.dataSet(named: dataSet)
    return try table.architectures.map {
      try NetworkCost(
        of: space.network(of: space.architecture(parsing: $0), for: dataSet))
    }
  }

  @Test("NAS-Bench-101: the parameters of all 30,001 cells")
  func nasbench101() throws {
    try withTable(of: "nasbench101") { space, table in
      let published = try table.numbers("trainable_parameters")
      #expect(published.count == 30_001)
      let found = try costs(space, table, "cifar10").map { Double($0.parameters) }
      #expect(zip(found, published).filter { $0 != $1 }.count == 0)
    }
  }

  @Test("NAS-Bench-201: parameters and FLOPs of all 15,625 cells")
  func nasbench201() throws {
    try withTable(of: "nasbench201") { space, table in
      let flops = try table.numbers("cifar10_flops_M")
      for (dataSet, column) in [
        ("cifar10", "cifar10"), ("cifar100", "cifar100"), ("imagenet16-120", "imagenet16_120"),
      ] {
        let found = try costs(space, table, dataSet)
        let parameters = try table.numbers("\(column)_params_M")
        let wrong = found.indices.filter {
          Double(found[$0].parameters) != (parameters[$0] * 1e6).rounded()
        }
        // The published table had other parameters in 150 rows; they contradicted its own FLOPs
        // and were corrected.
        #expect(wrong.count == 0, "\(dataSet)")
        guard dataSet == "cifar10" else { continue }
        for (row, cost) in found.enumerated() {
          let expected = cost.multiplyAccumulates + Self.extras(try network(space, table, row))
          #expect(Double(expected) == (flops[row] * 1e6).rounded(), "row \(row)")
        }
      }
    }
  }

  @Test("NAS-Bench-Macro: parameters and FLOPs of all 6,561 networks")
  func nasbenchMacro() throws {
    try withTable(of: "nasbench-macro") { space, table in
      let found = try costs(space, table, "cifar10")
      #expect(found.count == 6561)
      #expect(try found.map { Double($0.parameters) } == table.numbers("params"))
      #expect(try found.map { Double($0.multiplyAccumulates) } == table.numbers("flops"))
    }
  }

  @Test("DARTS: parameters and FLOPs of all 545 cells of OnceNAS-Bench")
  func darts() throws {
    try withTable(of: "darts-oncenas") { space, table in
      let parameters = try table.numbers("params_M")
      let flops = try table.numbers("flops_M")
      #expect(parameters.count == 545)
      for (row, cost) in try costs(space, table, "cifar10").enumerated() {
        #expect(Double(cost.parameters) == (parameters[row] * 1e6).rounded(), "row \(row)")
        // Its FLOPs also count four for every number that a batch norm puts out, one for every
        // number that an average pooling puts out, and 65 for every channel that the last one
        // averages.
        let extras = try network(space, table, row).layers.reduce(0) { sum, layer in
          switch layer.kind {
          case .batchNorm: sum + 4 * layer.shape.elements
          case .pooling(let pooling) where pooling.kind == .average: sum + layer.shape.elements
          case .globalAveragePooling: sum + 65 * layer.shape.channels
          default: sum
          }
        }
        let expected = (flops[row] * 1e6).rounded()
        #expect(Double(cost.multiplyAccumulates + extras) == expected, "row \(row)")
      }
    }
  }

  @Test("Cell pairs cost what PyTorch counts when the papers' networks run")
  func cellPairs() throws {
    let text = try InputFile.text(
      at: Locations.goldens.appendingPathComponent("networks/cell-pairs.tsv").path)
    let rows = text.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t").map(String.init)
    }
    #expect(rows.count == 40)
    for row in rows {
      let space = try SearchSpace.named(row[0], in: installation)
      let cost = try NetworkCost(
        of: space.network(
          of: space.architecture(parsing: row[2]), for: space.dataSet(named: row[1])))
      #expect(cost.parameters == Int(row[3]), "\(row[0]), \(row[1])")
      #expect(cost.multiplyAccumulates == Int(row[4]), "\(row[0]), \(row[1])")
    }
  }

  @Test(
    "DARTS' second-order cells have the parameters that its code prints, without auxiliary heads")
  func dartsV2() throws {
    let space = try SearchSpace.named("darts", in: installation)
    let cells = try space.architecture(
      parsing: """
        Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), \
        ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), \
        ('dil_conv_3x3', 2)], normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), \
        ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), \
        ('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], reduce_concat=[2, 3, 4, 5])
        """)
    for (dataSet, parameters) in [("cifar10", 3_349_342), ("imagenet", 4_718_752)] {
      let network = try space.network(of: cells, for: space.dataSet(named: dataSet))
      #expect(NetworkCost(of: network).parameters == parameters)
    }
  }

  /// As their code writes them, in four spellings; parameters and multiply-accumulates in millions
  /// on CIFAR-10, 36 channels and 20 cells, as papers and code state them.
  static let published: [(genotype: String, parameters: Double, products: Double)] = [
    (
      """
      PC_DARTS_cifar = Genotype(
          normal=[
              ("sep_conv_3x3", 1),
              ("skip_connect", 0),
              ("sep_conv_3x3", 0), ("dil_conv_3x3", 1),
              ("sep_conv_5x5", 0), ("sep_conv_3x3", 1),
              ("avg_pool_3x3", 0), ("dil_conv_3x3", 1),
          ],
          normal_concat=range(2, 6),
          reduce=[
              ("sep_conv_5x5", 1), ("max_pool_3x3", 0),
              ("sep_conv_5x5", 1), ("sep_conv_5x5", 2),
              ("sep_conv_3x3", 0), ("sep_conv_3x3", 3),
              ("sep_conv_3x3", 1), ("sep_conv_3x3", 2),
          ],
          reduce_concat=range(2, 6),
      )
      """, 3.63, 558
    ),
    (
      "PDARTS = Genotype(normal=[('skip_connect', 0), ('dil_conv_3x3', 1), ('skip_connect', 0),"
        + "('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('sep_conv_3x3', 3), ('sep_conv_3x3',0), "
        + "('dil_conv_5x5', 4)], normal_concat=range(2, 6), reduce=[('avg_pool_3x3', 0), "
        + "('sep_conv_5x5', 1), ('sep_conv_3x3', 0), ('dil_conv_5x5', 2), ('max_pool_3x3', 0), "
        + "('dil_conv_3x3', 1), ('dil_conv_3x3', 1), ('dil_conv_5x5', 3)], "
        + "reduce_concat=range(2, 6))",
      3.43, 532
    ),
    (
      "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('skip_connect', 0), "
        + "('dil_conv_3x3', 1), ('skip_connect', 1), ('skip_connect', 0), ('skip_connect',0),  "
        + "('sep_conv_3x3', 1)], normal_concat=range(2, 6),\n                reduce=["
        + "('max_pool_3x3', 0), ('max_pool_3x3', 1), ('max_pool_3x3', 1), ('skip_connect', 2), "
        + "('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('dil_conv_5x5', 2)], "
        + "reduce_concat=range(2, 6), normal_bottleneck='', reduce_bottleneck='')", 2.66, 422
    ),
    (
      """
      GDAS_V1 = Genotype(
        normal=[
          (('skip_connect', 0), ('skip_connect', 1)),
          (('skip_connect', 0), ('sep_conv_5x5', 2)),
          (('sep_conv_3x3', 3), ('skip_connect', 0)),
          (('sep_conv_5x5', 4), ('sep_conv_3x3', 3))],
        normal_concat=[2, 3, 4, 5],
        reduce=[
          (('sep_conv_5x5', 0), ('sep_conv_3x3', 1)),
          (('sep_conv_5x5', 2), ('sep_conv_5x5', 1)),
          (('dil_conv_5x5', 2), ('sep_conv_3x3', 1)),
          (('sep_conv_5x5', 0), ('sep_conv_5x5', 1))],
        reduce_concat=[2, 3, 4, 5],
        connectN=None, connects=None
      )
      """, 3.37, 519
    ),
  ]

  @Test(
    "PC-DARTS, P-DARTS, SNAS and GDAS have the counts that were published",
    arguments: published.indices)
  func publishedCells(index: Int) throws {
    let (genotype, parameters, products) = Self.published[index]
    let space = try SearchSpace.named("darts", in: installation)
    let cost = NetworkCost(
      of: try space.network(
        of: space.architecture(parsing: genotype), for: space.dataSet(named: "cifar10")))
    #expect(abs(Double(cost.parameters) / 1e6 - parameters) < 0.006)
    // Some codes count normalisations, too.
    #expect(abs(Double(cost.multiplyAccumulates) / 1e6 / products - 1) < 0.003)
  }

  private func network(
    _ space: SearchSpace, _ table: BenchmarkTable, _ row: Int
  ) throws -> Network {
    try space.network(
      of: space.architecture(parsing: table.architectures[row]), for: space.dataSet(named: nil))
  }

  /// The published FLOPs of NAS-Bench-201 beyond multiply-accumulates: three for every number that
  /// a batch norm puts out, k x k for every number that a pooling puts out, and 1,088 more for the
  /// whole network.
  private static func extras(_ network: Network) -> Int {
    network.layers.reduce(1088) { sum, layer in
      switch layer.kind {
      case .batchNorm: sum + 3 * layer.shape.elements
      case .pooling(let pooling): sum + pooling.kernel * pooling.kernel * layer.shape.elements
      default: sum
      }
    }
  }
}
